"""The whole way from raw tables and their map to a cohort that passes every rule, and its proof."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import MapError, StudyProblem, TableError, Violation
from rtxoutcomes.identity import value_mark
from rtxoutcomes.pseudonymise.ambiguity import mixed_dates
from rtxoutcomes.pseudonymise.fitting import study_problems, table_problems
from rtxoutcomes.pseudonymise.output import files_of, read_back
from rtxoutcomes.pseudonymise.people import People, people_of
from rtxoutcomes.pseudonymise.plan import Plan
from rtxoutcomes.pseudonymise.proof import Proof, prove
from rtxoutcomes.pseudonymise.raw import Place, Raw, shown_file
from rtxoutcomes.pseudonymise.residue import residue
from rtxoutcomes.pseudonymise.rows import PEOPLE, Made, listed, make_rows
from rtxoutcomes.study import Study
from rtxoutcomes.validate.cohort import validate_cohort
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import Fields

_LONGEST_NAME = 40
_NUMBER_IN_NAME = re.compile(r"\d{4}|@")


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of the raw rows of one table: `left_out` maps reason to number."""

    read: int
    written: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Deidentified:
    """A cohort to be written, and what was done to make it.

    `dropped` maps each raw file (and sheet) to the columns that the map does not name, as far as
    their names may be shown.
    """

    files: Mapping[str, bytes]
    patients: int
    tables: Mapping[str, Counted]
    dropped: Mapping[str, tuple[str, ...]]
    top_coded_ages: int
    proof: Proof


def pseudonymise(
    tables: Mapping[Place, RawTable], plan: Plan, key: bytes, study: Study, source: str
) -> Deidentified:
    """Make the cohort; `source` is what messages call the map.

    Raises
    ------
    MapError
        The map does not fit the study or the raw tables.
    TableError
        Cells that break a rule, named in the words of the raw tables.
    UsageFault
        Two patients would get one pseudonym.
    """
    fields = named_fields(study)
    problems = study_problems(plan, fields) or table_problems(plan, tables)
    if problems:
        raise MapError(source, problems)
    raw = Raw(tables, plan)
    people = people_of(raw, key)
    _fit_pattern(people, study, source)
    made = make_rows(raw, people, fields)
    made.findings += [*mixed_dates(raw), *residue(raw, made, fields, people.names)]
    files = files_of(made, plan, fields)
    found = [*made.findings, *_broken_rules(files, raw, people, made, study)]
    if found:
        raise TableError(found)
    return _told(raw, made, people, files, fields)


def _fit_pattern(people: People, study: Study, source: str) -> None:
    pattern = re.compile(study.study.id_pattern)
    if not all(pattern.fullmatch(name) for name in people.names.values()):
        must = f"must make ids that fit the study's id_pattern, {study.study.id_pattern}"
        raise MapError(source, [StudyProblem("pseudonym", must)])


def _broken_rules(
    files: Mapping[str, bytes], raw: Raw, people: People, made: Made, study: Study
) -> list[Violation]:
    """What the rules say of the bytes that would be written, in the words of the raw rows."""
    fields = named_fields(study)
    found: tuple[Violation, ...] = ()
    try:
        validate_cohort(read_back(files), study)
    except TableError as fault:
        found = fault.violations
    # A patient whose row could not be made only seems to be missing.
    lost = listed(raw, people) if made.findings else frozenset()
    told = [violation for violation in found if not _seems(violation, made, lost)]
    return [_in_raw_words(violation, raw, made, fields) for violation in told]


def _seems(violation: Violation, made: Made, lost: frozenset[str]) -> bool:
    if violation.rule == "table.no_patients":
        return bool(lost)
    if violation.rule != "id.unknown" or violation.line is None:
        return False
    return made.rows[violation.table][violation.line - 2].cells["patient_id"] in lost


def _in_raw_words(violation: Violation, raw: Raw, made: Made, fields: Fields) -> Violation:
    """A finding at its raw row, without the pseudonym: side by side they would link the two."""
    value = "" if violation.rule.startswith("id.") else violation.value
    told = replace(violation, patient="", value=value)
    rows = made.rows.get(violation.table, [])
    if violation.line is None or not 2 <= violation.line < len(rows) + 2:
        return replace(told, line=None)
    row = rows[violation.line - 2]
    block = raw.plan.tables[row.block]
    names = {field.header: field.name for field in fields[violation.table]}
    source = block.columns.get(names.get(violation.column, ""))
    place = raw.finding(
        row.place, row.line, block.id if source is None else source.raw_column, ("", "", ""), ""
    )
    return replace(
        told,
        table=place.table,
        column=place.column,
        line=place.line,
        address=place.address,
        remedy=f"as {violation.table}.{violation.column}: {told.remedy}",
    )


def _told(
    raw: Raw, made: Made, people: People, files: Mapping[str, bytes], fields: Fields
) -> Deidentified:
    tables = {name: _rows(table) for name, table in read_back(files).tables.items()}
    kept = {name: made.read[name] - made.left_out[name].total() for name in tables}
    headers = {name: {f.name: f.header for f in fields[name]} for name in tables}
    return Deidentified(
        files=files,
        patients=max(len(tables.get(name, [])) for name in PEOPLE),
        tables={
            name: Counted(made.read[name], len(rows), dict(sorted(made.left_out[name].items())))
            for name, rows in tables.items()
        },
        dropped=_dropped(raw),
        top_coded_ages=made.top_coded,
        proof=prove(raw, people.names, tables, kept, headers),
    )


def _rows(table: RawTable) -> list[dict[str, str]]:
    columns = [str(column) for column in table.frame.columns]
    cells = table.frame.to_numpy().tolist()
    return [dict(zip(columns, row, strict=True)) for row in cells]


def _dropped(raw: Raw) -> dict[str, tuple[str, ...]]:
    found = {}
    for (file, sheet), table in raw.tables.items():
        declared = raw.plan.declared(file, sheet)
        columns = [str(column) for column in table.frame.columns]
        label = shown_file(file) + (f", sheet {table.sheet}" if table.sheet else "")
        found[label] = tuple(
            shown_header(column, k)
            for k, column in enumerate(columns, start=1)
            if column not in declared
        )
    return found


def shown_header(header: str, number: int) -> str:
    """The name of a dropped column as far as it may be shown, else its number."""
    hidden = len(header) > _LONGEST_NAME or _NUMBER_IN_NAME.search(header)
    return f"column {number}" if hidden or value_mark(header) else header
