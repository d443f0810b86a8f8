"""Validation: from raw text and a study to a valid cohort, or every violation."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import get_args

import pandas as pd

from rtxoutcomes.cohort import (
    DECLARATION,
    LOG,
    ONE_TABLE,
    TABLES,
    Cohort,
    Origin,
    RawCohort,
    RawTable,
    fingerprinted,
)
from rtxoutcomes.errors import TableError, Violation, place_in
from rtxoutcomes.grouping import levels_of
from rtxoutcomes.study import Study
from rtxoutcomes.validate.allowances import with_allowances
from rtxoutcomes.validate.columns import CheckedTable, check_columns
from rtxoutcomes.validate.declaration import declaration_faults
from rtxoutcomes.validate.engagement_log import check_log
from rtxoutcomes.validate.limit import MANY
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.one_table import check_one_table
from rtxoutcomes.validate.one_table_frames import frames_of
from rtxoutcomes.validate.rows import check_rows
from rtxoutcomes.validate.time_units import time_unit_findings

# Nothing of a table can be read after this violation.
UNREADABLE_REST = "table.quotes"
_OF_HEADERS = ("header.", "column.")


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
        violations += check_log(checked, study)
    if units:
        # Times in two units cannot be compared, and what is out of range in months may not be.
        columns = {(v.table, v.column) for v in units}
        violations = [v for v in violations if not _of_unit(v, columns)]
    unreadable = {v.table for v in earlier}
    readable = {name: table for name, table in checked.items() if name not in unreadable}
    violations += _no_rows(readable)
    violations += declaration_faults(raw, checked, unreadable=DECLARATION in unreadable)
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
    names = [DECLARATION, *TABLES, LOG, ONE_TABLE]
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


def _frames(checked: Mapping[str, CheckedTable]) -> dict[str, pd.DataFrame | None]:
    frames: dict[str, pd.DataFrame | None] = {
        name: checked[name].frame.reset_index(drop=True) if name in checked else None
        for name in (*TABLES, LOG)
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
    log = frames.get(LOG)
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
        engagement_log=log,
        fingerprints={},
    )
    return fingerprinted(made)
