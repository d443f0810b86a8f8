"""Rules on the names of columns: each misspelt name is one violation, not two."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from types import MappingProxyType

from rtxoutcomes.cohort import ONE_TABLE, RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.identity import fold, names_somebody, plain_kind, safe_name
from rtxoutcomes.validate.alphabets import ALPHABET, stranger
from rtxoutcomes.validate.plain_words import are_plain
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.unknown_columns import LEAVE_OUT, identifying

# Names less alike than this are not misspellings of each other.
_CLOSE = 0.7
_SHORT = 4
NO_NAMES, REDCAP = "header.missing", "table.redcap"
# Nothing else of a table is judged after these.
DECISIVE = (NO_NAMES, REDCAP)
_REDCAP = "redcap_"
NO_OTHERS: Mapping[str, Collection[str]] = MappingProxyType({})
_SPACED = re.compile(r"[\W_]+")


def header_violations(
    raw: RawTable, fields: tuple[Field, ...], others: Mapping[str, Collection[str]] = NO_OTHERS
) -> list[Violation]:
    """Columns that are missing, and columns that are not declared.

    A required column under a misspelt name is one violation. So is a file whose first line names
    no column at all, and nothing of that line is shown: it may be a patient. `others` are the
    headers of the other tables, which are not to be deleted.
    """
    known = [field.header for field in fields]
    columns = [str(column) for column in raw.frame.columns]
    unknown = [column for column in columns if column not in known]
    free = [name for name in known if name not in columns]
    meant = {column: _nearest(column, free) or _nearest(column, known) for column in unknown}
    choices = f"columns are {', '.join(known)}"
    elsewhere = {column: _elsewhere(column, others) for column in unknown}
    if of_redcap := _of_redcap(unknown):
        return [_redcap(raw, of_redcap)]
    if len(unknown) == len(columns) and not any((*meant.values(), *elsewhere.values())):
        must = "the first line must hold the names of the columns"
        return [_finding(raw, "", NO_NAMES, must, "add a line with the names", choices=choices)]
    violations = []
    for field in fields:
        if field.required and field.header not in columns:
            instead = next((c for c, near in meant.items() if near == field.header), None)
            remedy = f"add it: {field.description}"
            if instead is not None and identifying(raw, instead) is None:
                del meant[instead]
                named = f", {instead}" if _may_be_shown(instead, field.header, known) else ""
                remedy = f"is it {_place(raw, instead)}{named}?"
            must = "must be present"
            violations.append(_finding(raw, field.header, "column.missing", must, remedy))
    seen = _Seen(columns, known, elsewhere, choices)
    return [*violations, *(_unknown(raw, c, near, seen) for c, near in meant.items())]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The names in a file, those that its table has, and where else the others belong."""

    columns: list[str]
    known: list[str]
    elsewhere: Mapping[str, str]
    choices: str


def _unknown(raw: RawTable, column: str, near: str, seen: _Seen) -> Violation:
    """One violation for a column that is not declared: the most serious that applies."""
    place = f"column {seen.columns.index(column) + 1}"
    plain = are_plain(column, seen.known)
    value = column if plain else plain_kind(column)
    if names_somebody(column):
        must = "must not be present: by its name it identifies a person"
        return _finding(raw, place, "phi.column", must, LEAVE_OUT, value=value, of=column)
    if (letter := stranger(column)) is not None:
        must = f"must be named in Latin letters; letter {letter.place} is {letter.name}"
        remedy = f"type the name again{f': {near}' if near else ''}"
        return _finding(raw, place, ALPHABET, must, remedy, value=plain_kind(column), of=column)
    misspelt = _misspells(column, near)
    name = column if misspelt else place
    identified = identifying(raw, column)
    if identified is not None:
        why, line = identified
        words = (why.rule, why.must, why.remedy)
        shown = f"{column}: {why.value}" if plain and not misspelt else why.value
        return _finding(raw, name, *words, line=line, value=shown, of=column)
    must = "is not a column of this table"
    remedy = f"did you mean {near}?" if near else _advice(seen.elsewhere.get(column, ""))
    shown = "" if misspelt else value
    choices = "" if near else seen.choices
    return _finding(
        raw, name, "column.unknown", must, remedy, value=shown, of=column, choices=choices
    )


def _advice(elsewhere: str) -> str:
    if elsewhere == ONE_TABLE:
        return "it is one of the form with a row a patient: read this file or sheet alone"
    if elsewhere:
        return f"it is one of the table {elsewhere}"
    return "rename it if it is one of them, or remove it from this file"


def _elsewhere(column: str, others: Mapping[str, Collection[str]]) -> str:
    """The other table that has a column of this name."""
    return next((table for table, headers in others.items() if column in headers), "")


def _of_redcap(columns: Sequence[str]) -> int:
    """How many columns REDCap adds to an export; 0 where the file is none.

    `record_id` may be anybody's. It is REDCap's together with columns that state whether a form is
    complete, or that hold one box of several.
    """
    own = sum(column.startswith(_REDCAP) for column in columns)
    forms = sum(column.endswith("_complete") or "___" in column for column in columns)
    record = "record_id" in columns
    return own + forms + record if own or (forms and record) else 0


def _redcap(raw: RawTable, number: int) -> Violation:
    must = "must be a table of a cohort, and it is an export of REDCap"
    remedy = (
        "rtxoutcomes deidentify makes a cohort of it with a map of its columns: see "
        "docs/how-to/redcap-export.md"
    )
    value = f"{number} column{'s' if number > 1 else ''} that REDCap adds"
    return _finding(raw, "", REDCAP, must, remedy, value=value)


def _place(raw: RawTable, column: str) -> str:
    """A column by its letters; in a file without them, by its number."""
    columns = [str(c) for c in raw.frame.columns]
    return f"column {raw.letters.get(column) or columns.index(column) + 1}"


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


def _may_be_shown(column: str, near: str, known: Sequence[str]) -> bool:
    tidy = column == column.strip()
    return _misspells(column, near) or (tidy and are_plain(column, known))


def _compared(name: str) -> str:
    return _SPACED.sub("_", fold(name).casefold()).strip("_")


def _finding(
    raw: RawTable,
    column: str,
    rule: str,
    must: str,
    remedy: str,
    *,
    line: int | None = None,
    value: str = "",
    of: str = "",
    choices: str = "",
) -> Violation:
    """`of` is the header of the column where `column` does not show it.

    Without a line it is about a name, on line 1 of files that have the names in a line.
    """
    if line is None and raw.counted in ("lines", "cells"):
        line = 1
    found = Violation.of(
        raw.name, rule, must, remedy, column=column, line=line, value=value, choices=choices
    )
    return replace(found, letters=raw.letters.get(of, ""))
