"""Where a finding is, in the words of a file that has no lines: a cell of a sheet, or a record."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation, place_in

_OF_HEADERS = ("header.", "column.")


def addressed(found: Iterable[Violation], tables: Mapping[str, RawTable]) -> list[Violation]:
    """The findings, with `sheet visits, cell C7` or `record 7` where the table has no lines.

    A finding on the names of columns has no record, since such files keep names apart from rows.
    """
    return [
        _addressed(violation, tables[violation.table])
        if violation.table in tables and not violation.address
        else violation
        for violation in found
    ]


def _addressed(violation: Violation, table: RawTable) -> Violation:
    if table.counted == "lines":
        return violation
    named = violation.rule.startswith(_OF_HEADERS)
    line = None if named else violation.line
    where = place_in(table.sheet, line, table.letters.get(violation.column))
    return replace(violation, line=line, address=where)
