"""The proof that intervals, orders and counts are unchanged, from the raw tables and the output.

Nothing of what made the output is used but the pseudonyms and the reading of a date: the days are
grouped by patient again from the raw cells, and the months from the bytes that will be written.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rtxoutcomes.pseudonym import same_id
from rtxoutcomes.pseudonymise.months import days_of
from rtxoutcomes.pseudonymise.raw import Raw

Key = tuple[str, str, str]
Table = Sequence[Mapping[str, str]]
# A double holds 600 months to 1e-13; a day is a whole number.
_SAME_DAY = 1e-6


@dataclass(frozen=True, slots=True)
class Proof:
    """`intervals` counts the spans compared, `orders` the patients whose order of dates was;
    `largest_gap` is the largest difference in days; `faults` says in words what is not the same.
    """

    intervals: int
    orders: int
    rows: int
    largest_gap: float
    faults: tuple[str, ...]


def prove(
    raw: Raw,
    names: Mapping[str, str],
    tables: Mapping[str, Table],
    kept: Mapping[str, int],
    headers: Mapping[str, Mapping[str, str]],
) -> Proof:
    """Compare the output with the raw tables.

    Parameters
    ----------
    names
        Pseudonym of each id, as `same_id` gives ids.
    tables
        The rows of the output, read back from its bytes.
    kept
        How many rows of each table were to be written: rows read less rows left out.
    headers
        What the output calls each column of the data model, by table.
    """
    start = {names[name]: day for name, day in raw.first_infusions().days.items()}
    days, months = _raw_days(raw, names), _written_months(raw, tables, headers)
    faults = [
        f"{table}: {len(rows)} rows written, {kept.get(table, 0)} expected"
        for table, rows in tables.items()
        if len(rows) != kept.get(table, 0)
    ]
    intervals, gaps = 0, [0.0]
    for (table, column, patient), written in months.items():
        # What was left out lies before what was kept.
        known = sorted(days.get((table, column, patient), []))[-len(written) :]
        found = _gaps(start[patient], known, sorted(written))
        intervals += len(found)
        gaps += found
        if not found or max(found) > _SAME_DAY:
            faults.append(f"{table}.{column}: an interval differs")
    return Proof(
        intervals=intervals,
        orders=len(start.keys() & {patient for _, _, patient in months}),
        rows=sum(map(len, tables.values())),
        largest_gap=max(gaps),
        faults=tuple(dict.fromkeys([*faults, *_order_faults(days, months)])),
    )


def _gaps(start: date, known: Sequence[date], written: Sequence[float]) -> list[float]:
    """Differences in days: from the first infusion, and between neighbours without it."""
    if len(known) != len(written):
        return [math.inf]
    from_start = [
        abs((day - start).days - days_of(month)) for day, month in zip(known, written, strict=True)
    ]
    between = [
        abs((b - a).days - (days_of(d) - days_of(c)))
        for (a, b), (c, d) in zip(pairwise(known), pairwise(written), strict=True)
    ]
    return [*from_start, *between]


def _raw_days(raw: Raw, names: Mapping[str, str]) -> dict[Key, list[date]]:
    """Every day of the mapped columns, by table, column of the data model and pseudonym."""
    found: dict[Key, list[date]] = defaultdict(list)
    for block in raw.plan.tables:
        place = (block.file, block.sheet)
        for column, source in block.columns.items():
            if not source.months:
                continue
            told = tuple(dict.fromkeys((block.id, source.months)))
            seen: set[Key] = set()
            for row in raw.rows(*place, told):
                name = same_id(row.cells[block.id])
                day = raw.day(place, row, source.months, source.calendar, source.order)
                key = (block.table, column, names.get(name, ""))
                again = block.one_per_patient and key in seen
                if isinstance(day, date) and name and not again:
                    found[key].append(day)
                    seen.add(key)
    return found


def _written_months(
    raw: Raw, tables: Mapping[str, Table], headers: Mapping[str, Mapping[str, str]]
) -> dict[Key, list[float]]:
    """Every month of those columns in the output."""
    dated = {
        (b.table, c) for b in raw.plan.tables for c, source in b.columns.items() if source.months
    }
    found: dict[Key, list[float]] = defaultdict(list)
    for table, column in sorted(dated):
        header = headers[table]
        for row in tables[table]:
            if row[header[column]]:
                key = (table, column, row[header["patient_id"]])
                found[key].append(float(row[header[column]]))
    return found


def _order_faults(
    days: Mapping[Key, Sequence[date]], months: Mapping[Key, Sequence[float]]
) -> list[str]:
    """Patients whose events of all tables stand in another order than their dates."""
    told: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for key, written in months.items():
        known = sorted(days.get(key, []))[-len(written) :]
        told[key[2]] += zip(known, sorted(written), strict=False)
    for pairs in told.values():
        for (day, month), (later, further) in pairwise(sorted(pairs)):
            if (day < later) != (month < further):
                return ["the order of a patient's dates differs"]
    return []
