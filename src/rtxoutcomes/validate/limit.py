"""How many faulty rows of a column are listed: more of them have one cause."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from rtxoutcomes.errors import Violation

MOST_A_COLUMN = 1_000
MANY = "column.many"
_MUST = "must be a column whose cells are valid"
_REMEDY = "look at the first ones: is the column in another unit, or moved by one?"


def listed(rows: Sequence[int], one: Callable[[int], Violation]) -> list[Violation]:
    """The violation of each of the first rows, and one that counts the others."""
    found = [one(row) for row in rows[:MOST_A_COLUMN]]
    if (more := len(rows) - MOST_A_COLUMN) > 0:
        value = f"{more:,} more cells that break {found[0].rule}"
        counted = replace(found[0], line=None, patient="", rule=MANY, must=_MUST, remedy=_REMEDY)
        found.append(replace(counted, value=value, address="", choices=""))
    return found
