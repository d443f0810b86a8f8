"""Rules on the names of columns: each misspelt name is one finding, not two."""

from difflib import get_close_matches

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.schema import Field

_LONGEST_NAME = 40


def header_violations(raw: RawTable, fields: tuple[Field, ...]) -> list[Violation]:
    """Columns that are missing, and columns that nobody knows.

    A required column that is there under a misspelt name is told once. A file whose first line
    names no column at all is told once, and nothing of that line is repeated: it may be a patient.
    """
    known = [field.header for field in fields]
    columns = [str(column) for column in raw.frame.columns]
    meant = {column: _nearest(column, known) for column in columns if column not in known}
    if len(meant) == len(columns) and not any(meant.values()):
        remedy = f"columns are {', '.join(known)}"
        must = "the first line must hold the names of the columns"
        return [_finding(raw, "", "header.missing", must, remedy)]
    found = []
    for field in fields:
        if field.required and field.header not in columns:
            instead = next((c for c, near in meant.items() if near == field.header), None)
            remedy = f"add it: {field.description}"
            if instead is not None:
                del meant[instead]
                place = columns.index(instead) + 1
                named = f", {instead}" if _may_be_shown(instead) else ""
                remedy = f"is it column {place}{named}?"
            found.append(_finding(raw, field.header, "column.missing", "must be there", remedy))
    for column, near in meant.items():
        remedy = f"did you mean {near}?" if near else f"columns are {', '.join(known)}"
        name = column if _may_be_shown(column) else f"column {columns.index(column) + 1}"
        found.append(_finding(raw, name, "column.unknown", "is not a column of it", remedy))
    return found


def _nearest(column: str, known: list[str]) -> str:
    """The known name that is most like this one; empty where none is."""
    folded = {name.lower(): name for name in known}
    near = get_close_matches(column.lower(), list(folded), n=1)
    return folded[near[0]] if near else ""


def _may_be_shown(column: str) -> bool:
    return column.isidentifier() and len(column) <= _LONGEST_NAME


def _finding(raw: RawTable, column: str, rule: str, must: str, remedy: str) -> Violation:
    return Violation(
        table=raw.name,
        column=column,
        line=1,
        patient="",
        rule=rule,
        must=must,
        value="",
        remedy=remedy,
    )
