"""The proof that intervals, orders and counts are unchanged, from the raw tables and the output.

Of the code that made the output, only the pseudonyms and the parsing of dates are used: days are
grouped by patient anew from the raw cells, and months from the bytes that will be written.
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

ColumnOfPatient = tuple[str, str, str]
WrittenRows = Sequence[Mapping[str, str]]
# A double holds 600 months to 1e-13; a day is a whole number.
_SAME_DAY = 1e-6


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared, and what differs.

    `intervals` counts the intervals compared, `orders` the patients whose order of dates was;
    `largest_gap` is the largest difference in days; `faults` describes each difference.
    """

    intervals: int
    orders: int
    rows: int
    largest_gap: float
    faults: tuple[str, ...]


def prove(
    raw: Raw,
    names: Mapping[str, str],
    tables: Mapping[str, WrittenRows],
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
        How many rows of each table were to be written: rows read less rows excluded.
    headers
        The header of each column of the data model in the output, by table.
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
        # Excluded rows lie before those that were kept.
        known = sorted(days.get((table, column, patient), []))[-len(written) :]
        differences = _gaps(start[patient], known, sorted(written))
        intervals += len(differences)
        gaps += differences
        if not differences or max(differences) > _SAME_DAY:
            faults.append(f"{table}.{column}: an interval differs")
    return Proof(
        intervals=intervals,
        orders=len(start.keys() & {patient for _, _, patient in months}),
        rows=sum(map(len, tables.values())),
        largest_gap=max(gaps),
        faults=tuple(dict.fromkeys([*faults, *_order_faults(days, months)])),
    )


def _gaps(start: date, known: Sequence[date], written: Sequence[float]) -> list[float]:
    """Differences in days: of intervals from the first infusion, and between successive dates."""
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


def _raw_days(raw: Raw, names: Mapping[str, str]) -> dict[ColumnOfPatient, list[date]]:
    """Every day of the mapped columns, by table, column of the data model and pseudonym."""
    days: dict[ColumnOfPatient, list[date]] = defaultdict(list)
    for block in raw.plan.tables:
        for column, source in block.columns.items():
            if not source.months:
                continue
            seen: set[ColumnOfPatient] = set()
            for row in raw.rows_of(block, [block.id, source.months]):
                name = same_id(row.cells[block.id])
                day = raw.day(block.place, row, source)
                key = (block.table, column, names.get(name, ""))
                repeated = block.one_per_patient and key in seen
                if isinstance(day, date) and name and not repeated:
                    days[key].append(day)
                    seen.add(key)
    return days


def _written_months(
    raw: Raw, tables: Mapping[str, WrittenRows], headers: Mapping[str, Mapping[str, str]]
) -> dict[ColumnOfPatient, list[float]]:
    """Every month of those columns in the output."""
    dated = {
        (b.table, c) for b in raw.plan.tables for c, source in b.columns.items() if source.months
    }
    months: dict[ColumnOfPatient, list[float]] = defaultdict(list)
    for table, column in sorted(dated):
        header = headers[table]
        for row in tables[table]:
            if row[header[column]]:
                patient = row[header["patient_id"]]
                months[table, column, patient].append(float(row[header[column]]))
    return months


def _order_faults(
    days: Mapping[ColumnOfPatient, Sequence[date]],
    months: Mapping[ColumnOfPatient, Sequence[float]],
) -> list[str]:
    """A fault if the events of a patient, over all tables, are not in the order of their dates."""
    by_patient: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for key, written in months.items():
        known = sorted(days.get(key, []))[-len(written) :]
        by_patient[key[2]] += zip(known, sorted(written), strict=False)
    for pairs in by_patient.values():
        for (day, month), (later, further) in pairwise(sorted(pairs)):
            if (day < later) != (month < further):
                return ["the order of a patient's dates differs"]
    return []
