"""Rules on the names of columns: each misspelt name is one violation, not two."""

import re
from difflib import SequenceMatcher

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.identity import fold, names_somebody, plain_kind, safe_name
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.unknown_columns import identifying

# Names less alike than this are not misspellings of each other.
_CLOSE = 0.7
_SHORT = 4
_SPACED = re.compile(r"[\W_]+")


def header_violations(raw: RawTable, fields: tuple[Field, ...]) -> list[Violation]:
    """Columns that are missing, and columns that are not declared.

    A required column under a misspelt name is one violation. So is a file whose first line names
    no column at all, and nothing of that line is shown: it may be a patient.
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
    violations = []
    for field in fields:
        if field.required and field.header not in columns:
            instead = next((c for c, near in meant.items() if near == field.header), None)
            remedy = f"add it: {field.description}"
            if instead is not None and identifying(raw, instead) is None:
                del meant[instead]
                named = f", {instead}" if _misspells(instead, field.header) else ""
                remedy = f"is it column {columns.index(instead) + 1}{named}?"
            must = "must be present"
            violations.append(_finding(raw, field.header, "column.missing", must, remedy))
    return [*violations, *(_unknown(raw, columns, c, near, known) for c, near in meant.items())]


def _unknown(
    raw: RawTable, columns: list[str], column: str, near: str, known: list[str]
) -> Violation:
    """One violation for a column that is not declared: the most serious that applies."""
    place = f"column {columns.index(column) + 1}"
    if names_somebody(column):
        must = "must not be present: by its name it identifies a person"
        remedy = "delete the column"
        return _finding(raw, place, "phi.column", must, remedy, value=plain_kind(column))
    misspelt = _misspells(column, near)
    name = column if misspelt else place
    identified = identifying(raw, column)
    if identified is not None:
        why, line = identified
        return _finding(raw, name, why.rule, why.must, why.remedy, line=line, value=why.value)
    must = "is not a column of this table"
    remedy = f"did you mean {near}?" if near else f"delete it; columns are {', '.join(known)}"
    value = "" if misspelt else plain_kind(column)
    return _finding(raw, name, "column.unknown", must, remedy, value=value)


def _nearest(column: str, known: list[str]) -> str:
    """The known name that this one misspells; empty if there is none."""
    text = _compared(column)
    likeness = [(SequenceMatcher(None, text, _compared(name)).ratio(), name) for name in known]
    best, name = max(likeness, default=(0.0, ""))
    return name if best >= _CLOSE and len(column) <= 2 * len(name) else ""


def _misspells(column: str, near: str) -> bool:
    """Whether a name may be shown because it misspells a known one.

    A short word resembles many others, names of people included: it may differ in capitals only.
    """
    text = _compared(column)
    short = len(text) <= _SHORT and text != _compared(near)
    plain = column.isprintable() and column == column.strip() and safe_name(column) == column
    return bool(near) and not short and plain


def _compared(name: str) -> str:
    return _SPACED.sub("_", fold(name).casefold()).strip("_")


def _finding(
    raw: RawTable, column: str, rule: str, must: str, remedy: str, *, line: int = 1, value: str = ""
) -> Violation:
    return Violation.of(raw.name, rule, must, remedy, column=column, line=line, value=value)
