"""The columns of every table under the names that the study gives them."""

from difflib import get_close_matches

from rtxoutcomes.cohort import LOG, ONE_TABLE
from rtxoutcomes.errors import StudyError, StudyProblem
from rtxoutcomes.study import Study
from rtxoutcomes.validate.schema import Fields, log_fields, one_table_fields, table_fields


def named_fields(study: Study) -> Fields:
    """The columns of the seven tables, the log of engagement and the one-table form.

    Raises
    ------
    StudyError
        `[columns]` names a table or column that does not exist, or two columns of a table would
        have one name: a misspelt key must not be ignored.
    """
    tables = {**table_fields(study), LOG: log_fields(study), ONE_TABLE: one_table_fields(study)}
    problems = [
        *(p for table, names in study.columns.items() for p in _unknown(table, names, tables)),
        *(p for table in tables for p in _same_headers(table, tables)),
    ]
    if problems:
        raise StudyError(study.id, problems)
    return tables


def _unknown(table: str, names: dict[str, str], tables: Fields) -> list[StudyProblem]:
    if table not in tables:
        must = f"is not a table; tables are {', '.join(tables)}"
        return [StudyProblem(f"columns.{table}", must)]
    known = [field.name for field in tables[table]]
    problems = []
    for name, header in names.items():
        path = f"columns.{table}.{name}"
        if name not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"did you mean {near[0]}?" if near else f"columns are {', '.join(known)}"
            problems.append(StudyProblem(path, f"is not a column of this table; {meant}"))
        if not header or header != header.strip():
            problems.append(StudyProblem(path, "must be a name without spaces around it"))
    return problems


def _same_headers(table: str, tables: Fields) -> list[StudyProblem]:
    headers = [field.header for field in tables[table]]
    twice = sorted({header for header in headers if headers.count(header) > 1})
    return [StudyProblem(table, f"two of its columns are called {header!r}") for header in twice]
