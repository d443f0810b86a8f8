"""Rules on the names of columns: each misspelt name is one finding, not two."""

import re
from difflib import SequenceMatcher

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.identity import fold, names_somebody, plain_kind
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.unknown_columns import identifying

# Below it a name is no slip of a known one.
_CLOSE = 0.7
_SHORT = 4
_SPACED = re.compile(r"[\W_]+")


def header_violations(raw: RawTable, fields: tuple[Field, ...]) -> list[Violation]:
    """Columns that are missing, and columns that nobody knows.

    A required column that is there under a misspelt name is told once. A file whose first line
    names no column at all is told once, and nothing of that line is repeated: it may be a patient.
    """
    known = [field.header for field in fields]
    columns = [str(column) for column in raw.frame.columns]
    unknown = [column for column in columns if column not in known]
    free = [name for name in known if name not in columns]
    meant = {column: _nearest(column, free) or _nearest(column, known) for column in unknown}
    if len(unknown) == len(columns) and not any(meant.values()):
        remedy = f"columns are {', '.join(known)}"
        must = "the first line must hold the names of the columns"
        return [_finding(raw, "", "header.missing", must, remedy)]
    found = []
    for field in fields:
        if field.required and field.header not in columns:
            instead = next((c for c, near in meant.items() if near == field.header), None)
            remedy = f"add it: {field.description}"
            if instead is not None and identifying(raw, instead) is None:
                del meant[instead]
                named = f", {instead}" if _slip(instead, field.header) else ""
                remedy = f"is it column {columns.index(instead) + 1}{named}?"
            found.append(_finding(raw, field.header, "column.missing", "must be there", remedy))
    return found + [_unknown(raw, columns, column, near, known) for column, near in meant.items()]


def _unknown(
    raw: RawTable, columns: list[str], column: str, near: str, known: list[str]
) -> Violation:
    """One finding for a column that is not declared: the worst that can be said of it."""
    place = f"column {columns.index(column) + 1}"
    if names_somebody(column):
        must = "must not be there: its name says that it identifies somebody"
        remedy = "delete the column"
        return _finding(raw, place, "phi.column", must, remedy, value=plain_kind(column))
    told = identifying(raw, column)
    if told is not None:
        refusal, line = told
        name = column if _slip(column, near) else place
        must, remedy = refusal.must, refusal.remedy
        value = refusal.value
        return _finding(raw, name, refusal.rule, must, remedy, line=line, value=value)
    remedy = f"did you mean {near}?" if near else f"delete it; columns are {', '.join(known)}"
    slip = _slip(column, near)
    value = "" if slip else plain_kind(column)
    name = column if slip else place
    return _finding(raw, name, "column.unknown", "is not a column of it", remedy, value=value)


def _nearest(column: str, known: list[str]) -> str:
    """The known name that this one is a slip of; empty where there is none."""
    told = _compared(column)
    likeness = [(SequenceMatcher(None, told, _compared(name)).ratio(), name) for name in known]
    best, name = max(likeness, default=(0.0, ""))
    return name if best >= _CLOSE and len(column) <= 2 * len(name) else ""


def _slip(column: str, near: str) -> bool:
    """Whether a name may be repeated: a slip of the known one it is near to.

    A short word is like many others, and like names of people: only other capitals will do.
    """
    told = _compared(column)
    short = len(told) <= _SHORT and told != _compared(near)
    return bool(near) and not short and column.isprintable() and column == column.strip()


def _compared(name: str) -> str:
    return _SPACED.sub("_", fold(name).casefold()).strip("_")


def _finding(
    raw: RawTable,
    column: str,
    rule: str,
    must: str,
    remedy: str,
    *,
    line: int = 1,
    value: str = "",
) -> Violation:
    return Violation(
        table=raw.name,
        column=column,
        line=line,
        patient="",
        rule=rule,
        must=must,
        value=value,
        remedy=remedy,
    )
