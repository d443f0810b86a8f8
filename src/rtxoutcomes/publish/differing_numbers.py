"""Numbers of a report that differ from those of a run, row by row of the results."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rtxoutcomes.disclose import Released
from rtxoutcomes.publish.compare import TOLERANCE
from rtxoutcomes.publish.row_words import row_words

# Column of the results -> what a line calls it.
COLUMNS: Mapping[str, str] = {
    "n": "n",
    "dropped": "excluded",
    "events": "events",
    "person_years": "person-years",
    "estimate": "estimate",
    "std_error": "standard error",
    "conf_low": "lower limit",
    "conf_high": "upper limit",
    "statistic": "test statistic",
    "df": "degrees of freedom",
    "p_value": "P",
    "p_adjusted": "adjusted P",
    "status": "status",
    "note": "note",
}
# What is given of a row that only one of the two has.
_OF_A_ROW = ("n", "estimate", "status")
ROLES = ("reported", "alternative", "sensitivity")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One number of a row of the results, in the report and in this run; empty for none.

    `key` is that of results.csv, `words` the row in words, `column` one of results.csv.
    """

    key: str
    words: str
    role: str
    column: str
    old: str
    new: str


def differing_numbers(
    old: bytes, new: bytes, results: Released | None = None
) -> tuple[Difference, ...]:
    """Every number that differs by more than a relative 1e-9, reported rows first.

    Parameters
    ----------
    old, new
        Two files results.csv.
    results
        The results of the second one, for the words of its rows; without them a row is its key.
    """
    before, after = _rows(old), _rows(new)
    named = row_words(results) if results is not None else {}
    found = [
        Difference(key, named.get(key, key), own["role"], column, own[column], other[column])
        for key in {**after, **before}
        for own, other in [_pair(before.get(key), after.get(key))]
        for column in _compared(before.get(key), after.get(key))
        if not same_number(own[column], other[column])
    ]
    return tuple(sorted(found, key=lambda d: ROLES.index(d.role) if d.role in ROLES else 3))


def _rows(content: bytes) -> dict[str, Row]:
    return {row.get("key", ""): row for row in csv_rows(content)}


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV as text; a cell that the file lacks is empty."""
    text = io.StringIO(content.decode("utf-8", "replace"), newline="")
    return [
        {key: value or "" for key, value in row.items() if isinstance(key, str)}
        for row in csv.DictReader(text)
    ]


def _pair(old: Row | None, new: Row | None) -> tuple[Row, Row]:
    """Both rows; one that there is not has empty cells, and the role of the other."""
    there = old or new or {}
    none = dict.fromkeys(there, "") | {"role": there.get("role", "")}
    return {"role": "", **(old or none)}, new or none


def _compared(old: Row | None, new: Row | None) -> list[str]:
    """The columns that both files have."""
    if old is None or new is None:
        return [c for c in _OF_A_ROW if c in (old or new or {})]
    return [column for column in COLUMNS if column in old and column in new]


def same_number(one: str, other: str) -> bool:
    """Whether two cells are the same text, or numbers within a relative 1e-9."""
    if one == other:
        return True
    try:
        return math.isclose(float(one), float(other), rel_tol=TOLERANCE)
    except ValueError:
        return False


def number_lines(found: Sequence[Difference], most: int | None = None) -> list[str]:
    """A line for each row with what differs in it, at most so many, and how many there are more."""
    rows = [list(own) for _, own in groupby(found, lambda d: d.key)]
    lines = [
        f"{own[0].words} [{own[0].key}]: {'; '.join(map(_change, own))}" for own in rows[:most]
    ]
    more = len(rows) - len(lines)
    return [*lines, f"... and {more} more row{'s' if more != 1 else ''}"] if more else lines


def _change(one: Difference) -> str:
    old, new = shown_pair(one.old, one.new)
    return f"{COLUMNS[one.column]} {old or 'none'}, now {new or 'none'}"


def shown_pair(old: str, new: str) -> tuple[str, str]:
    """Both numbers to four significant digits, or in full where these are the same."""
    shown = tuple(_four(value) for value in (old, new))
    return (old, new) if shown[0] == shown[1] else (shown[0], shown[1])


def _four(value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    return value if number.is_integer() else f"{number:.4g}"


def differing_cells(old: bytes, new: bytes) -> int:
    """How many cells of two CSV files differ; rows are compared in their order."""
    before, after = csv_rows(old), csv_rows(new)
    longest = max(len(before), len(after))
    return sum(map(_cells, _padded(before, longest), _padded(after, longest)))


def _padded(rows: Iterable[Row], length: int) -> Iterator[Row]:
    own = list(rows)
    yield from own
    for _ in range(length - len(own)):
        yield {}


def _cells(one: Row, other: Row) -> int:
    return sum(not same_number(one.get(c, ""), other.get(c, "")) for c in {**one, **other})
