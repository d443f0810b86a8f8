"""Whether a map fits the study and the raw tables: both must have every column it names."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import StudyProblem
from rtxoutcomes.pseudonymise.plan import Plan, Source
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.validate.schema import Field, Fields
from rtxoutcomes.vocabulary.words import vocabulary

_ID = "patient_id"


def study_problems(plan: Plan, fields: Fields) -> list[StudyProblem]:
    """Tables and columns of the map that the study does not have, and required ones it lacks."""
    problems: list[StudyProblem] = []
    for number, block in enumerate(plan.tables):
        path = plan.path(number)
        if block.table not in fields:
            must = f"is not a table; tables are {', '.join(fields)}"
            problems.append(StudyProblem(f"{path}.table", must))
            continue
        known = {field.name: field for field in fields[block.table]}
        for name, source in block.columns.items():
            where = f"{path}.columns.{name}"
            if name == _ID:
                problems.append(StudyProblem(where, "is made from the key `id` of the block"))
            elif name not in known:
                problems.append(StudyProblem(where, _unknown_column(name, known)))
            else:
                problems += [StudyProblem(where, must) for must in _misfits(known[name], source)]
    return [*problems, *_absent(plan, fields)]


def table_problems(plan: Plan, tables: Mapping[Place, RawTable]) -> list[StudyProblem]:
    """Raw columns that the map names and the raw tables do not have.

    Of the headers of the raw table only those are printed whose every word is known: without a
    header row, they are a patient.
    """
    start = plan.first_infusion
    starts = [] if start is None else [("id", start.id), ("date", start.date)]
    named = [
        *((f"first_infusion.{key}", start.place, name) for key, name in starts if start),
        *(each for number in range(len(plan.tables)) for each in _columns(plan, number)),
    ]
    return [
        _missing_column(path, column, tables[place])
        for path, place, column in named
        if place in tables and column not in tables[place].frame
    ]


def _columns(plan: Plan, number: int) -> Iterable[tuple[str, Place, str]]:
    block, path = plan.tables[number], plan.path(number)
    yield f"{path}.id", block.place, block.id
    for column in block.filters:
        yield f"{path}.only", block.place, column
    for name, source in block.columns.items():
        if source.raw_column:
            yield f"{path}.columns.{name}", block.place, source.raw_column


def _missing_column(path: str, column: str, table: RawTable) -> StudyProblem:
    headers = [str(header) for header in table.frame.columns]
    near = get_close_matches(column, headers, n=1, cutoff=0.75)
    meant = f" (is it column {headers.index(near[0]) + 1}?)" if near else ""
    plain = [repr(header) for header in headers if vocabulary().is_plain(header)]
    hidden = len(headers) - len(plain)
    more = [f"{hidden} not shown"] if hidden else []
    listed = f"; columns: {', '.join([*plain, *more])}"
    return StudyProblem(path, f"the raw table has no column {column!r}{meant}{listed}")


def _unknown_column(name: str, known: Mapping[str, Field]) -> str:
    near = get_close_matches(name, [k for k in known if k != _ID], n=1)
    meant = f"did you mean {near[0]}?" if near else f"columns are {', '.join(known)}"
    return f"is not a column of this table; {meant}"


def _misfits(field: Field, source: Source) -> Iterable[str]:
    if source.months and field.unit != "months":
        yield "is not counted in months"
    if source.born and field.name != "age_years":
        yield "is not an age; a date of birth becomes nothing else"
    if source.years_before and (field.unit != "years" or field.name == "age_years"):
        yield "is not counted in years before the first infusion"
    if source.last_date and field.name != "follow_up_months":
        yield "is not the end of follow-up"
    if source.factor is not None and field.kind not in ("number", "whole"):
        yield "is not a number, and takes no factor"
    if source.number and field.kind != "label":
        yield "is not a number of an event"


def _absent(plan: Plan, fields: Fields) -> list[StudyProblem]:
    """Required columns of a table that no block of the map fills."""
    problems = []
    for table in dict.fromkeys(block.table for block in plan.tables if block.table in fields):
        given = {name for block in plan.tables if block.table == table for name in block.columns}
        problems += [
            StudyProblem(f"tables ({table})", f"must map {field.name}: {field.description}")
            for field in fields[table]
            if field.required and field.name not in {*given, _ID}
        ]
    return problems
