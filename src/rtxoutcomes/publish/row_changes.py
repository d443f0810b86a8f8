"""The rows in which the tables of two cohorts differ."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.publish.recorded import tables_of

# What names a row of any table, as far as the table has it.
_KEYS = ("patient_id", "month", "channel", "activity", "event_id")
_WORDS = {"patient_id": "patient", "event_id": "event"}
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that differs: `row` names it, `changes` has column, earlier and later value.

    Of a row that only one of the cohorts has, `changes` is empty.
    """

    table: str
    row: str
    kind: Literal["changed", "added", "removed"]
    changes: tuple[tuple[str, str, str], ...] = ()

    def sentence(self) -> str:
        """`visits, patient P0007, month 12: edss 2.0, now 2.5`."""
        own = "; ".join(
            f"{c} {old or 'empty'}, now {new or 'empty'}" for c, old, new in self.changes
        )
        return f"{self.table}, {self.row}: {own or self.kind}"


def row_changes(before: Cohort, after: Cohort) -> tuple[RowChange, ...]:
    """The rows that were changed, added or removed, in the order of the tables.

    Rows of one patient, month, channel, activity and event are the same row; the order of rows does
    not matter.
    """
    old, new = dict(tables_of(before)), dict(tables_of(after))
    return tuple(change for name in {**old, **new} for change in _of_table(name, old, new))


def _of_table(
    name: str, before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> Iterator[RowChange]:
    old, new = before.get(name), after.get(name)
    columns = [*dict.fromkeys(str(c) for frame in (old, new) if frame is not None for c in frame)]
    counts = [Counter(_texts(frame, columns)) for frame in (old, new)]
    gone, come = (list((a - b).elements()) for a, b in (counts, counts[::-1]))
    keys = [column for column in columns if column in _KEYS]
    by_key: dict[tuple[str, ...], list[Row]] = {}
    for values in come:
        row = dict(zip(columns, values, strict=True))
        by_key.setdefault(_key(row, keys), []).append(row)
    for values in gone:
        row = dict(zip(columns, values, strict=True))
        partners = by_key.get(_key(row, keys), [])
        yield (
            _changed(name, row, partners.pop(0), keys)
            if partners
            else _only(name, row, keys, "removed")
        )
    for rows in by_key.values():
        yield from (_only(name, row, keys, "added") for row in rows)


def _texts(frame: pd.DataFrame | None, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows as text; a column that the table lacks is empty."""
    if frame is None:
        return []
    return list(zip(*(_column(frame, column) for column in columns), strict=True))


def _column(frame: pd.DataFrame, name: str) -> list[str]:
    if name not in frame:
        return [""] * len(frame)
    return ["" if pd.isna(value) else str(value) for value in frame[name].tolist()]


def _key(row: Row, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[key] for key in keys)


def _named(row: Row, keys: Sequence[str]) -> str:
    return ", ".join(
        f"{_WORDS.get(key, key)} {row[key].removesuffix('.0')}" for key in keys if row[key]
    )


def _changed(table: str, old: Row, new: Row, keys: Sequence[str]) -> RowChange:
    changes = tuple((c, old[c], new[c]) for c in old if old[c] != new[c])
    return RowChange(table, _named(old, keys), "changed", changes)


def _only(
    table: str, row: Row, keys: Sequence[str], kind: Literal["added", "removed"]
) -> RowChange:
    return RowChange(table, _named(row, keys), kind)
