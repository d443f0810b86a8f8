"""From raw tables and their map to a cohort that passes every rule, and its proof."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import MapError, Rule, StudyProblem, TableError, Violation
from rtxoutcomes.identity import safe_name
from rtxoutcomes.pseudonymise.ambiguity import mixed_dates
from rtxoutcomes.pseudonymise.fitting import study_problems, table_problems
from rtxoutcomes.pseudonymise.output import files_of, read_back
from rtxoutcomes.pseudonymise.people import PatientIndex, patient_index
from rtxoutcomes.pseudonymise.plan import Plan
from rtxoutcomes.pseudonymise.proof import Proof, prove
from rtxoutcomes.pseudonymise.raw import Raw
from rtxoutcomes.pseudonymise.residue import residue
from rtxoutcomes.pseudonymise.rows import PEOPLE, Made, listed, make_rows
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.study import Study
from rtxoutcomes.validate.cohort import validate_cohort
from rtxoutcomes.validate.data_package import PACKAGE, data_package
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import Fields


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Raw rows of one table, read and written; `left_out` counts the excluded ones by reason."""

    read: int
    written: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Deidentified:
    """A cohort to be written, and how it was made.

    `dropped` counts the columns of each raw file (and sheet) that the map does not name. Their
    names are not kept: without a header row, they are a patient.
    """

    files: Mapping[str, bytes]
    patients: int
    tables: Mapping[str, RowCounts]
    dropped: Mapping[str, int]
    top_coded_ages: int
    proof: Proof


def pseudonymise(
    tables: Mapping[Place, RawTable],
    plan: Plan,
    key: bytes,
    study: Study,
    source: str,
    *,
    allow_numbers: Mapping[str, str] | None = None,
) -> Deidentified:
    """Make the cohort; `source` is the name of the map in messages.

    `allow_numbers` is that of `validate_cohort`.

    Raises
    ------
    MapError
        The map does not fit the study or the raw tables.
    TableError
        Cells that break a rule, at their places in the raw tables.
    UsageFault
        Two patients would get one pseudonym.
    """
    fields = named_fields(study)
    problems = [*study_problems(plan, fields), *table_problems(plan, tables)]
    if problems:
        raise MapError(source, problems)
    raw = Raw(tables, plan)
    index = patient_index(raw, key)
    _fit_pattern(index, study, source)
    made = make_rows(raw, index, fields)
    made.findings += [*mixed_dates(raw), *residue(raw, made, fields, index.names)]
    files = files_of(made, plan, fields)
    allowed = dict(allow_numbers or {})
    violations = [
        *made.findings,
        *_broken_rules(files, raw, index, made, study=study, allowed=allowed),
    ]
    if violations:
        raise TableError(violations)
    package = {PACKAGE: data_package(study, files).encode()}
    return _deidentified(raw, made, index, {**files, **package}, fields)


def _fit_pattern(index: PatientIndex, study: Study, source: str) -> None:
    pattern = re.compile(study.study.id_pattern)
    if not all(pattern.fullmatch(name) for name in index.names.values()):
        must = f"must make ids that fit the study's id_pattern, {study.study.id_pattern}"
        raise MapError(source, [StudyProblem("pseudonym", must)])


def _broken_rules(
    files: Mapping[str, bytes],
    raw: Raw,
    index: PatientIndex,
    made: Made,
    *,
    study: Study,
    allowed: Mapping[str, str],
) -> list[Violation]:
    """Violations in the bytes that would be written, at their places in the raw tables."""
    fields = named_fields(study)
    violations: tuple[Violation, ...] = ()
    try:
        validate_cohort(read_back(files), study, allow_numbers=allowed)
    except TableError as fault:
        violations = fault.violations
    # A patient whose row could not be made is not missing from the raw tables.
    lost = listed(raw, index) if made.findings else frozenset()
    return [
        _at_raw_place(violation, raw, made, fields)
        for violation in violations
        if not _only_apparent(violation, made, lost)
    ]


def _only_apparent(violation: Violation, made: Made, lost: frozenset[str]) -> bool:
    if violation.rule == "table.no_patients":
        return bool(lost)
    if violation.rule != "id.unknown" or violation.line is None:
        return False
    return made.rows[violation.table][violation.line - 2].cells["patient_id"] in lost


def _at_raw_place(violation: Violation, raw: Raw, made: Made, fields: Fields) -> Violation:
    """A violation at its raw row, without the pseudonym: the two together would link them."""
    value = "" if violation.rule.startswith("id.") else violation.value
    rows = made.rows.get(violation.table, [])
    if violation.line is None or not 2 <= violation.line < len(rows) + 2:
        return replace(violation, patient="", value=value, line=None)
    row = rows[violation.line - 2]
    block = raw.plan.tables[row.block]
    names = {field.header: field.name for field in fields[violation.table]}
    source = block.columns.get(names.get(violation.column, ""))
    column = block.id if source is None else source.raw_column
    remedy = f"as {violation.table}.{violation.column}: {violation.remedy}"
    rule = Rule(violation.rule, violation.must, remedy)
    return raw.finding(row.place, row.line, column, rule, value)


def _deidentified(
    raw: Raw, made: Made, index: PatientIndex, files: Mapping[str, bytes], fields: Fields
) -> Deidentified:
    tables = {name: _rows(table) for name, table in read_back(files).tables.items()}
    kept = {name: made.read[name] - made.left_out[name].total() for name in tables}
    headers = {name: {f.name: f.header for f in fields[name]} for name in tables}
    return Deidentified(
        files=files,
        patients=max(len(tables.get(name, [])) for name in PEOPLE),
        tables={
            name: RowCounts(made.read[name], len(rows), dict(sorted(made.left_out[name].items())))
            for name, rows in tables.items()
        },
        dropped=_dropped(raw),
        top_coded_ages=made.top_coded,
        proof=prove(raw, index.names, tables, kept, headers),
    )


def _rows(table: RawTable) -> list[dict[str, str]]:
    columns = [str(column) for column in table.frame.columns]
    cells = table.frame.to_numpy().tolist()
    return [dict(zip(columns, row, strict=True)) for row in cells]


def _dropped(raw: Raw) -> dict[str, int]:
    dropped: Counter[str] = Counter()
    for (file, sheet), table in raw.tables.items():
        declared = raw.plan.declared(file, sheet)
        label = safe_name(file or "the file") + (f", sheet {table.sheet}" if table.sheet else "")
        # Two files may have names that are not shown.
        dropped[label] += sum(column not in declared for column in table.frame.columns)
    return dict(dropped)
