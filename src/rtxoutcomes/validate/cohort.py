"""Validation: from raw text and a study to a valid cohort, or every violation."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import get_args

import numpy as np
import pandas as pd

from rtxoutcomes.cohort import (
    ONE_TABLE,
    TABLES,
    Cohort,
    Origin,
    RawCohort,
    RawTable,
    fingerprinted,
)
from rtxoutcomes.errors import Rule, TableError, Violation, place_in
from rtxoutcomes.grouping import levels_of
from rtxoutcomes.identity import text_mark
from rtxoutcomes.identity.marks import DATE, NAME
from rtxoutcomes.study import Study
from rtxoutcomes.validate.allowances import with_allowances
from rtxoutcomes.validate.columns import CheckedTable, check_columns
from rtxoutcomes.validate.limit import MANY
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.one_table import check_one_table
from rtxoutcomes.validate.one_table_frames import frames_of
from rtxoutcomes.validate.rows import check_rows, violation
from rtxoutcomes.validate.time_units import time_unit_findings
from rtxoutcomes.wording import LONGEST_LABEL, unfit_character

SYNTHETIC_PREFIX = "SYN-"
DECLARATION = "cohort.toml"
# Nothing of a table can be read after this violation.
UNREADABLE_REST = "table.quotes"
_OF_HEADERS = ("header.", "column.")
_KEYS = ("origin", "declared_by", "declared_on")


def validate_cohort(
    raw: RawCohort,
    study: Study,
    earlier: Sequence[Violation] = (),
    allow_numbers: Mapping[str, str] | None = None,
) -> Cohort:
    """Check every rule and make the cohort if none is broken.

    Parameters
    ----------
    raw
        The tables as text.
    study
        What the tables are checked against.
    earlier
        Violations found while reading, raised together with those of the rules.
    allow_numbers
        Columns of text, as `adverse_events.term`, in which ten-digit numbers are not national
        codes, each with the reason.

    Raises
    ------
    TableError
        Every violation, in the order of tables and lines.
    StudyError
        The study's own names of columns cannot be used.
    UsageFault
        `allow_numbers` names a column that holds no text, or gives no reason.
    """
    allowed = dict(allow_numbers or {})
    checked = _checked(raw, study, allowed)
    violations = [*earlier, *(v for table in checked.values() for v in table.violations)]
    units = time_unit_findings(checked, study)
    violations += units
    if raw.form == "one_table":
        violations += [v for table in checked.values() for v in check_one_table(table, study)]
    else:
        violations += check_rows(checked, study, _lost_patients(earlier))
    if units:
        # Times in two units cannot be compared, and what is out of range in months may not be.
        columns = {(v.table, v.column) for v in units}
        violations = [v for v in violations if not _of_unit(v, columns)]
    unreadable = {v.table for v in earlier}
    readable = {name: table for name, table in checked.items() if name not in unreadable}
    violations += _no_rows(readable)
    violations += _declaration_faults(raw, checked, unreadable=DECLARATION in unreadable)
    if violations:
        raise TableError(addressed(sorted(violations, key=_place), raw.tables))
    frames = frames_of(checked[ONE_TABLE], study) if raw.form == "one_table" else _frames(checked)
    return _cohort(raw, frames, study, allowed)


def _checked(raw: RawCohort, study: Study, allowed: Mapping[str, str]) -> dict[str, CheckedTable]:
    fields = with_allowances(named_fields(study), allowed)
    tokens = study.reading.missing_tokens
    headers = {name: [field.header for field in each] for name, each in fields.items()}
    return {
        name: check_columns(
            table, fields[name], tokens, {other: h for other, h in headers.items() if other != name}
        )
        for name, table in raw.tables.items()
    }


def _of_unit(v: Violation, columns: Collection[tuple[str, str]]) -> bool:
    """Whether a violation comes of a column in another unit of time."""
    out_of_range = v.rule in ("number.range", MANY) and (v.table, v.column) in columns
    return out_of_range or v.rule.startswith("time.")


def _lost_patients(earlier: Sequence[Violation]) -> float:
    """Number of rows of patients that could not be read, so that their ids are unknown."""
    rules = [v.rule for v in earlier if v.table == "patients" and v.line is not None]
    return math.inf if UNREADABLE_REST in rules else float(len(rules))


def _place(v: Violation) -> tuple[int, int, str, str]:
    names = [DECLARATION, *TABLES, ONE_TABLE]
    table = names.index(v.table) if v.table in names else len(names)
    return (table, v.line or 0, v.column, v.rule)


def addressed(violations: Iterable[Violation], tables: Mapping[str, RawTable]) -> list[Violation]:
    """The violations, with `sheet visits, cell C7` or `record 7` where the table has no lines.

    A violation of a column name has no record, since typed files keep names apart from rows.
    """
    return [_addressed(v, tables.get(v.table)) for v in violations]


def _addressed(faulty: Violation, table: RawTable | None) -> Violation:
    if table is None or faulty.address:
        return faulty
    letters = faulty.letters or table.letters.get(faulty.column, "")
    faulty = replace(faulty, letters=letters)
    if table.counted == "lines":
        return faulty
    named = faulty.rule.startswith(_OF_HEADERS)
    line = None if named else faulty.line
    if table.counted == "rows":
        return replace(faulty, line=line, address="" if line is None else table.labels[line])
    where = place_in(table.sheet, line, letters or None)
    return replace(faulty, line=line, address=where)


def _no_rows(checked: Mapping[str, CheckedTable]) -> list[Violation]:
    must, remedy = "must hold at least one patient", "add a row for each patient"
    return [
        Violation.of(name, "table.no_patients", must, remedy)
        for name, table in checked.items()
        if name in ("patients", ONE_TABLE) and len(table.frame) == 0 and not table.violations
    ]


def _declaration_faults(
    raw: RawCohort, checked: Mapping[str, CheckedTable], *, unreadable: bool
) -> list[Violation]:
    """Violations of cohort.toml; `unreadable` if the file itself already is one."""
    declared = raw.declaration
    violations = [_unknown_key(str(key)) for key in declared if key not in _KEYS]
    violations += _identified_by(declared.get("declared_by", ""))
    violations += _unprintable(declared)
    origin = declared.get("origin", "patient")
    origins = get_args(Origin)
    if origin not in origins:
        must = f"must be one of {', '.join(origins)}"
        return [*violations, _declared("origin", "declaration.origin", must, "correct it")]
    # Ids must not be judged against an origin that nobody declared.
    unknown = "origin" not in declared and (unreadable or bool(violations))
    return violations if unknown else [*violations, *_prefix_faults(str(origin), checked)]


def _prefix_faults(origin: str, checked: Mapping[str, CheckedTable]) -> list[Violation]:
    """Ids of synthetic patients, and no others, start with the prefix."""
    table = checked.get("patients", checked.get(ONE_TABLE))
    if table is None:
        return []
    ids = table.frame["patient_id"].dropna()
    texts = ids.to_numpy(dtype=object).tolist()
    prefixed = np.array([str(text).startswith(SYNTHETIC_PREFIX) for text in texts], dtype=bool)
    if origin == "synthetic":
        wrong, verb = ids[~prefixed], "do not"
        must = f"ids of synthetic patients must start with {SYNTHETIC_PREFIX}"
    else:
        wrong, verb = ids[prefixed], "do"
        must = f"only ids of synthetic patients may start with {SYNTHETIC_PREFIX}"
    if wrong.empty:
        return []
    row = int(wrong.sort_values().index[0])
    rule = Rule("declaration.prefix", must, "correct the origin in cohort.toml, or the ids")
    return [violation(table, "patient_id", row, rule, f"{len(wrong)} that {verb}")]


def _unknown_key(key: str) -> Violation:
    """Only a misspelt known key is repeated: another might identify somebody."""
    near = get_close_matches(key.lower(), _KEYS, n=1, cutoff=0.75)
    meant = f"did you mean {near[0]}? " if near else ""
    remedy = f"{meant}keys are {', '.join(_KEYS)}"
    name, must = key if near else "a key", "is not a key of this file"
    return _declared(name, "declaration.unknown", must, remedy)


def _identified_by(declared_by: object) -> list[Violation]:
    """A declaring person may be named, but their number or address would be in every report."""
    mark = text_mark(str(declared_by))
    if mark is None or mark in (NAME, DATE):
        return []
    must, remedy = f"must hold no {mark.kind}", "name the clinic or the person only"
    return [_declared("declared_by", mark.rule, must, remedy)]


def _unprintable(declared: Mapping[str, object]) -> list[Violation]:
    """Every page of a report names who declared the origin, so that all of them must hold it."""
    texts = {key: str(declared.get(key, "")) for key in _KEYS[1:]}
    must = f"must be plain text of at most {LONGEST_LABEL} characters on one line"
    return [
        _declared(key, "text.control", must, "type it again")
        for key, text in texts.items()
        if unfit_character(text) or len(text) > LONGEST_LABEL
    ]


def _declared(key: str, rule: str, must: str, remedy: str) -> Violation:
    return Violation.of(DECLARATION, rule, must, remedy, column=key)


def _frames(checked: Mapping[str, CheckedTable]) -> dict[str, pd.DataFrame | None]:
    frames: dict[str, pd.DataFrame | None] = {
        name: checked[name].frame.reset_index(drop=True) if name in checked else None
        for name in TABLES
    }
    visits, engagement = frames["visits"], frames["engagement"]
    if visits is not None:
        known = [c for c in visits if c in checked["visits"].collected]
        frames["visits"] = visits[known].assign(phase="")
    if engagement is not None:
        month = engagement["month"].astype("int64")
        count = engagement["count"].astype("int64")
        frames["engagement"] = engagement.assign(month=month, end_month=month + 1.0, count=count)
    return frames


def _cohort(
    raw: RawCohort,
    frames: Mapping[str, pd.DataFrame | None],
    study: Study,
    allowed: Mapping[str, str],
) -> Cohort:
    patients, others = frames["patients"], {name: frames[name] for name in TABLES[1:]}
    if patients is None:
        raise TableError([])
    declaration = raw.declaration
    origins: dict[object, Origin] = {origin: origin for origin in get_args(Origin)}
    made = Cohort(
        patients=patients.assign(group=levels_of(patients, study, study.grouping)),
        **others,
        form=raw.form,
        origin=origins[declaration.get("origin", "patient")],
        declared_by=str(declaration.get("declared_by", "")),
        declared_on=str(declaration.get("declared_on", "")),
        sources=dict(raw.sources),
        allowed_numbers=dict(allowed),
        fingerprints={},
    )
    return fingerprinted(made)
