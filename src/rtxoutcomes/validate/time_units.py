"""Months that seem to be days, weeks or years: recognised by their pattern, and asked back.

A study file states `[reading] times_are_months = true` where they are months nevertheless.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR
from rtxoutcomes.cohort import ONE_TABLE
from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import CheckedTable

END = "follow_up_months"
RULE = "column.unit"
_WEEKS_PER_MONTH = DAYS_PER_MONTH / 7
# Fifteen years in whole months, as the median of a cohort, are rarer than half a year in days.
_LONG = 180.0
_SHORT = 5.0
_FEWEST = 5
_FEWEST_DISTINCT = 4
_MOST = 0.95
_MANY = 0.8
_HALF = 0.5
# A table is looked at as one only if a sample of its rows is in another unit.
_SAMPLE = 2_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: a number in it times `factor` is a number of months."""

    name: str
    factor: float

    @property
    def remedy(self) -> str:
        change = f"divide by {1 / self.factor:.7g}" if self.factor < 1 else "multiply by 12"
        return (
            f"{change} if these are {self.name}; if they are months, state it in the study file: "
            "[reading] times_are_months = true"
        )


DAYS = Unit("days", 1 / DAYS_PER_MONTH)
WEEKS = Unit("weeks", 1 / _WEEKS_PER_MONTH)
YEARS = Unit("years", MONTHS_PER_YEAR)


def time_unit_findings(tables: Mapping[str, CheckedTable], study: Study) -> list[Violation]:
    """At most one finding for each column of months."""
    people = tables.get("patients", tables.get(ONE_TABLE))
    if people is None or study.reading.times_are_months or END not in people.collected:
        return []
    known = {(t.name, v.column) for t in tables.values() for v in t.violations if v.rule == RULE}
    found = _findings(tables, people, study)
    return [violation for violation in found if (violation.table, violation.column) not in known]


def _findings(
    tables: Mapping[str, CheckedTable], people: CheckedTable, study: Study
) -> list[Violation]:
    end = _numbers(people, END)
    if (unit := unit_of(end, study.relapse.risk_months)) is not None:
        return [_finding(people, END, unit, end)]
    return _later_than_follow_up(tables, people, end)


def unit_of(values: Floats, horizon: float) -> Unit | None:
    """The unit that times of follow-up seem to have; None where they look like months.

    `horizon`: the month by which the study reports its risk; a cohort has patients seen as long.
    """
    known = values[values > 0]
    if len(known) < _FEWEST:
        return None
    median, longest = float(np.median(known)), float(known.max())
    whole = float(np.mean(known == np.floor(known)))
    if whole >= _MOST:
        return _whole_unit(known, median, longest)
    brief = longest < min(horizon, MONTHS_PER_YEAR) and median < _SHORT
    varied = brief and len(np.unique(known)) >= _FEWEST_DISTINCT and whole <= _HALF
    return YEARS if varied and not _of_dates(known) else None


def _whole_unit(known: Floats, median: float, longest: float) -> Unit | None:
    """The unit that whole numbers seem to have."""
    if median > _LONG:
        return DAYS
    weekly, quarterly = np.all(known % 7 == 0), np.mean(_near_quarters(known)) >= _MANY
    if longest < 52 or not (weekly or quarterly) or len(np.unique(known)) < _FEWEST_DISTINCT:
        return None
    return DAYS if weekly and longest >= 12 * 7 else WEEKS if quarterly else None


def _near_quarters(weeks: Floats) -> Bools:
    """Multiples of a quarter of a year in weeks, and a week more or less than a year."""
    quarters: Bools = (weeks % 13 == 0) | (np.abs((weeks + 1) % 52 - 1) <= 1)
    return quarters


def _of_dates(months: Floats) -> bool:
    """Whether these are whole days divided by the length of a month, as dates give them."""
    days = months * DAYS_PER_MONTH
    exact = (np.abs(days - np.round(days)) < 1e-6) & (months != np.floor(months))
    return bool(np.mean(exact) >= _HALF)


def _later_than_follow_up(
    tables: Mapping[str, CheckedTable], people: CheckedTable, end: Floats
) -> list[Violation]:
    """Columns of which most months lie after the end of follow-up, but not in another unit."""
    found = []
    for table, column in _columns_of_months(tables):
        month = _numbers(table, column)
        rows = np.arange(0, len(month), max(len(month) // _SAMPLE, 1))
        if _unit_of_later(month[rows], _ends_of(table, people, end, rows)) is None:
            continue
        unit = _unit_of_later(month, _ends_of(table, people, end, np.arange(len(month))))
        if unit is YEARS:
            return [_finding(people, END, unit, end)]
        if unit is not None:
            found.append(_finding(table, column, unit, month))
    return found


def _columns_of_months(tables: Mapping[str, CheckedTable]) -> Iterator[tuple[CheckedTable, str]]:
    for table in tables.values():
        names = ("relapse_month",) if table.name == ONE_TABLE else ("month",)
        yield from ((table, name) for name in names if name in table.collected)


def _ends_of(table: CheckedTable, people: CheckedTable, end: Floats, rows: Ints) -> Floats:
    """The end of follow-up of the patient of each of these rows."""
    if table is people:
        return end[rows]
    known = pd.Series(end, index=people.frame["patient_id"])
    known = known[known.index.notna() & ~known.index.duplicated()]
    last = table.frame["patient_id"].iloc[rows].map(known)
    return np.asarray(last.to_numpy("float64", na_value=np.nan), dtype=np.float64)


def _unit_of_later(month: Floats, end: Floats) -> Unit | None:
    known = (month > 0) & ~np.isnan(end)
    later, last = month[known], end[known]
    after = later > last
    if int(after.sum()) < _FEWEST or np.mean(after) < _HALF:
        return None
    # A day more: the last visit may be the last contact.
    fits = {
        unit: np.mean(later * factor <= last + 1 / DAYS_PER_MONTH) >= _MOST
        for unit, factor in ((WEEKS, WEEKS.factor), (DAYS, DAYS.factor), (YEARS, 1 / YEARS.factor))
    }
    # The last visits lie near the end of follow-up in the right unit.
    ratio = np.log(np.quantile(later / np.maximum(last, 1 / DAYS_PER_MONTH), _MOST))
    nearest = sorted(fits, key=lambda unit: abs(ratio - abs(np.log(unit.factor))))
    return next((unit for unit in nearest if fits[unit]), None)


def _numbers(table: CheckedTable, column: str) -> Floats:
    values = table.frame[column].to_numpy("float64", na_value=np.nan)
    return np.asarray(values, dtype=np.float64)


def _finding(table: CheckedTable, column: str, unit: Unit, values: Floats) -> Violation:
    rule = Rule(RULE, f"must be in months; it looks like {unit.name}", unit.remedy)
    value = f"{int((~np.isnan(values)).sum())} values with a median of {np.nanmedian(values):.4g}"
    header = table.headers[column]
    return Violation.of(table.name, *rule, column=header, value=value)
