"""Findings of the reading: made where a file could not be read as it should have been."""

from rtxoutcomes.errors import Violation


def file_fault(table: str, rule: str, must: str, remedy: str) -> Violation:
    """A finding that concerns a whole file."""
    return fault(table, None, rule, must, remedy)


def fault(
    table: str,
    line: int | None,
    rule: str,
    must: str,
    remedy: str,
    *,
    column: str = "",
    value: str = "",
) -> Violation:
    return Violation(
        table=table,
        column=column,
        line=line,
        patient="",
        rule=rule,
        must=must,
        value=value,
        remedy=remedy,
    )
