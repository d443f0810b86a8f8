"""Columns of text in which ten-digit numbers are no national codes, as the user states."""

from collections.abc import Mapping
from dataclasses import replace

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.identity import text_mark
from rtxoutcomes.validate.schema import Field, Fields
from rtxoutcomes.wording import LONGEST_LABEL, unfit_character

SHORTEST_REASON = 20
_TEXTS = ("text", "label")


def with_allowances(fields: Fields, allowed: Mapping[str, str]) -> Fields:
    """The columns, with `numbers_allowed` for those that `allowed` names.

    Parameters
    ----------
    allowed
        `table.column`, in the names of the data model or of the study's files, to the reason. The
        reason is printed in the manifest.

    Raises
    ------
    UsageFault
        There is no such column of text, or the reason is too short or identifies somebody.
    """
    known = {
        f"{table}.{name}": (table, field.name)
        for table, columns in fields.items()
        for field in columns
        if field.kind in _TEXTS
        for name in (field.name, field.header)
    }
    unknown = [column for column in allowed if column not in known]
    if unknown:
        listed = ", ".join(known)
        raise UsageFault(f"--allow-number names a column of text (TABLE.COLUMN): {listed}")
    for column, reason in allowed.items():
        _check_reason(column, reason)
    lifted = {known[column] for column in allowed}
    return {table: tuple(_with(f, table, lifted) for f in each) for table, each in fields.items()}


def _with(field: Field, table: str, lifted: set[tuple[str, str]]) -> Field:
    return replace(field, numbers_allowed=True) if (table, field.name) in lifted else field


def _check_reason(column: str, reason: str) -> None:
    must = f"--allow-number {column}: the reason must have {SHORTEST_REASON} to {LONGEST_LABEL} "
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_LABEL or unfit_character(reason):
        raise UsageFault(f"{must}characters on one line; reports print it")
    if (mark := text_mark(reason)) is not None:
        raise UsageFault(f"--allow-number {column}: the reason must hold no {mark.kind}")
