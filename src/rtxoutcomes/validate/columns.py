"""Rules on single columns: run by pandera, worded here, and the values that pass them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Ints
from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.cells import YES_NO, Refusal
from rtxoutcomes.validate.distinct import Distinct, distinct, numbers
from rtxoutcomes.validate.headers import DECISIVE, NO_OTHERS, header_violations
from rtxoutcomes.validate.judgement import Judgement, judged
from rtxoutcomes.validate.limit import listed
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.spellings import respelled


@dataclass(frozen=True, slots=True, repr=False)
class CheckedTable:
    """A table whose columns were checked: typed values where they are valid, else missing.

    `frame` has the names of the data model and every declared column; `lines` the line of each row;
    `bad_ids` counts patient ids that were refused; `refused` has the rows whose cell was, by
    column.
    """

    name: str
    frame: pd.DataFrame
    lines: Sequence[int]
    headers: dict[str, str]
    collected: frozenset[str]
    bad_ids: int
    violations: tuple[Violation, ...]
    refused: Mapping[str, Ints] = dataclass_field(default_factory=dict)

    def __repr__(self) -> str:
        # A traceback may print it: never a cell.
        return (
            f"<CheckedTable: {self.name}, {len(self.frame)} rows, {len(self.violations)} findings>"
        )


def check_columns(
    raw: RawTable,
    fields: tuple[Field, ...],
    missing_tokens: Collection[str],
    others: Mapping[str, Collection[str]] = NO_OTHERS,
) -> CheckedTable:
    """Check headers and every cell; each faulty cell is one violation, up to a limit a column.

    `others` are the headers of the other tables.
    """
    headers = header_violations(raw, fields, others)
    decisive = any(violation.rule in DECISIVE for violation in headers)
    present = [] if decisive else [f for f in fields if f.header in raw.frame.columns]
    columns, judgements = _judged(raw, present, missing_tokens)
    violations = [
        *headers,
        *(v for f in present for v in _column_findings(raw, f, judgements[f.name])),
        *_cell_findings(raw, present, columns, judgements),
    ]
    bad_ids = 0
    if "patient_id" in columns:
        bad_ids = len(columns["patient_id"].rows(judgements["patient_id"].refused))
    empty = Distinct([""], np.zeros(len(raw.frame), dtype=np.intp))
    frame = {f.name: typed(f, columns.get(f.name, empty), judgements.get(f.name)) for f in fields}
    return CheckedTable(
        name=raw.name,
        frame=pd.DataFrame(frame, index=pd.RangeIndex(len(raw.frame)), copy=False),
        lines=raw.lines,
        headers={f.name: f.header for f in fields},
        collected=frozenset(f.name for f in present),
        bad_ids=bad_ids,
        violations=tuple(violations),
        refused={
            name: columns[name].rows(judgement.refusals).astype(np.int64)
            for name, judgement in judgements.items()
            if judgement.refusals
        },
    )


def _judged(
    raw: RawTable, fields: Sequence[Field], missing_tokens: Collection[str]
) -> tuple[dict[str, Distinct], dict[str, Judgement]]:
    """Each column and its judgement; other spellings of a value are tried where one is refused."""
    columns, judgements = {}, {}
    for field in fields:
        column = distinct(raw.frame[field.header], missing_tokens)
        judgement = judged(field, column)
        if judgement.refusals and (spelled := respelled(field, column, judgement.refusals)):
            column, judgement = spelled, judged(field, spelled)
        columns[field.name], judgements[field.name] = column, judgement
    return columns, judgements


def _column_findings(raw: RawTable, field: Field, judgement: Judgement) -> list[Violation]:
    """The violation of a column as one, if there is any."""
    why = judgement.of_column
    return [] if why is None else [_violation(raw, field, why)]


def _violation(
    raw: RawTable, field: Field, why: Refusal, line: int | None = None, patient: str = ""
) -> Violation:
    column, value = field.header, why.value
    words = (why.rule, why.must, value, why.remedy)
    return Violation(raw.name, column, line, patient, *words, choices=why.choices)


def _cell_findings(
    raw: RawTable,
    fields: list[Field],
    columns: Mapping[str, Distinct],
    judgements: Mapping[str, Judgement],
) -> list[Violation]:
    violations = []
    for field in fields:
        column, refusals = columns[field.name], judgements[field.name].refusals

        def one(row: int, field: Field = field, column: Distinct = column) -> Violation:
            patient = "" if field.kind == "id" else _patient(row, fields, columns, judgements)
            why = judgements[field.name].refusals[int(column.codes[row])]
            return _violation(raw, field, why, raw.lines[row], patient)

        violations += listed(column.rows(refusals).tolist(), one)
    return violations


def _patient(
    row: int,
    fields: list[Field],
    columns: Mapping[str, Distinct],
    judgements: Mapping[str, Judgement],
) -> str:
    """The patient of a row as far as the id may be shown."""
    name = next((f.name for f in fields if f.kind == "id"), None)
    if name is None:
        return ""
    code = int(columns[name].codes[row])
    refusal = judgements[name].refusals.get(code)
    if refusal is None:
        return columns[name].texts[code]
    return refusal.value if columns[name].texts[code] else ""


def typed(field: Field, column: Distinct, judgement: Judgement | None) -> pd.Series:
    """The column with its type: valid cells as values, refused and empty ones missing."""
    refused = judgement.refused if judgement is not None else frozenset()
    texts = [None if not t or k in refused else t for k, t in enumerate(column.texts)]
    if field.kind == "number":
        known = None if judgement is None else judgement.values
        values = numbers(column.texts) if known is None else known.copy()
        values[[k for k, text in enumerate(texts) if text is None]] = np.nan
        # Adding 0 makes a typed -0 the same zero as any other.
        return pd.Series(values[column.codes] + 0.0)
    if field.kind == "whole":
        whole = pd.array([None if t is None else int(t) for t in texts], dtype="Int64")
        return pd.Series(whole.take(column.codes))
    if field.kind == "yes_no":
        flags = pd.array([None if t is None else YES_NO[t] for t in texts], dtype="boolean")
        return pd.Series(flags.take(column.codes))
    # The text type is left to pandas: it differs between versions 2 and 3.
    words = np.empty(len(texts), dtype=object)
    words[:] = texts
    return pd.Series(words.take(column.codes))
