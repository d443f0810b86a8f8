"""DataFrames as the tables of a cohort: the text that a CSV file of each would hold."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from rtxoutcomes.cohort import ONE_TABLE, TABLES, CohortForm, RawCohort, RawTable
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read.exact import Value, exact_text, is_number
from rtxoutcomes.study import Study

Names = Mapping[str, Mapping[str, str]]
Factors = Mapping[str, Mapping[str, float]]


def raw_cohort(
    frames: Mapping[str, pd.DataFrame],
    study: Study,
    declaration: Mapping[str, str],
    columns: Names,
    factors: Factors,
) -> RawCohort:
    """Frames by the name of their table, as if they had been read from files.

    Raises
    ------
    UsageFault
        A table that there is not, something else than a DataFrame, or a name of `columns` or
        `factors` that no frame has.
    """
    _refuse_unknown(frames, columns, factors)
    form: CohortForm = "one_table" if ONE_TABLE in frames else "tables"
    tables = {
        name: _table(name, frame, study, columns.get(name, {}), factors.get(name, {}))
        for name, frame in frames.items()
    }
    sources = {f"{name} (DataFrame)": table.sha256 for name, table in tables.items()}
    return RawCohort(form, tables, dict(declaration), sources)


def _refuse_unknown(
    frames: Mapping[str, object], columns: Mapping[str, object], factors: Mapping[str, object]
) -> None:
    known = (*TABLES, ONE_TABLE)
    for name, frame in frames.items():
        if name not in known:
            raise UsageFault(f"{name!r} is not a table; there are {', '.join(known)}")
        if not isinstance(frame, pd.DataFrame):
            raise UsageFault(f"{name} must be a pandas DataFrame, not a {type(frame).__name__}")
    if ONE_TABLE in frames and len(frames) > 1:
        raise UsageFault("one_table has a row a patient and everything in it; give no other table")
    if not {"patients", ONE_TABLE} & frames.keys():
        raise UsageFault("patients (or one_table) must be given")
    for argument, given in (("columns", columns), ("factors", factors)):
        if absent := sorted(set(given) - set(frames)):
            raise UsageFault(f"{argument} names {', '.join(absent)}, which no frame was given for")


def _table(
    name: str,
    frame: pd.DataFrame,
    study: Study,
    columns: Mapping[str, str],
    factors: Mapping[str, float],
) -> RawTable:
    """One frame as text; `columns` maps its own names to those of the study's files."""
    own = [str(column) for column in frame.columns]
    for argument, given in (("columns", columns), ("factors", factors)):
        if absent := [key for key in given if key not in own]:
            raise UsageFault(f"{argument}: {name} has no column {', '.join(map(repr, absent))}")
    headers = study.columns.get(name, {})
    named = [headers.get(columns[c], columns[c]) if c in columns else c for c in own]
    if twice := sorted({c for c in named if named.count(c) > 1}):
        raise UsageFault(f"{name}: more than one column is called {', '.join(twice)}")
    values = [_values(frame.iloc[:, k], factors.get(c)) for k, c in enumerate(own)]
    texts = {c: [exact_text(v) for v in column] for c, column in zip(named, values, strict=True)}
    text = pd.DataFrame(texts, columns=named, dtype=object)
    dates = {c: _dates(column) for c, column in zip(named, values, strict=True)}
    return RawTable(
        name=name,
        file=f"{name} (DataFrame)",
        frame=text,
        lines=range(len(text)),
        sha256=_digest(text),
        counted="rows",
        labels=_labels(frame.index),
        dates={column: rows for column, rows in dates.items() if rows},
    )


def _values(column: pd.Series, factor: float | None) -> list[Value]:
    """The cells as plain Python values; numbers times `factor`, exactly as they are written."""
    single = column.dtype == np.float32
    missing = column.isna().to_numpy(bool)
    cells = column.astype(object).tolist()
    plain = [None if gone else _plain(v, single) for v, gone in zip(cells, missing, strict=True)]
    if factor is None:
        return plain
    exact = Decimal(repr(float(factor)))
    return [Decimal(exact_text(v)) * exact if is_number(v) else v for v in plain]


def _plain(value: Value | np.generic, single: bool) -> Value:
    if single:
        # A number of 32 bits keeps the digits that were typed.
        return float(str(np.float32(value)))  # type: ignore[arg-type]
    return value.item() if isinstance(value, np.generic) else value


def _dates(values: list[Value]) -> frozenset[int]:
    return frozenset(k for k, v in enumerate(values) if hasattr(v, "isoformat"))


def _labels(index: pd.Index) -> tuple[str, ...]:
    """What messages call the rows: whole-number labels, else positions from 0.

    Other labels may be names of patients.
    """
    if pd.api.types.is_integer_dtype(index.dtype):
        return tuple(f"row label {label}" for label in index)
    return tuple(f"row position {k}" for k in range(len(index)))


def _digest(text: pd.DataFrame) -> str:
    """The SHA-256 of the table as CSV, so that a manifest can vouch for it."""
    return hashlib.sha256(text.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
