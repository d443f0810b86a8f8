"""Counts: sufficient statistics of the estimates, without any row of a patient."""

from dataclasses import dataclass

import numpy as np

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.calendar import DAYS_PER_MONTH, SAME_TIME
from rtxoutcomes.glance import WithoutValues


@dataclass(frozen=True, slots=True, repr=False)
class EventTable(WithoutValues):
    """Distinct times of one group in ascending order, with the numbers at each.

    All arrays have shape (times,). `months`: the distinct times of events and censorings.
    `at_risk`: patients whose own time is that or later (R's convention; with delayed entry, those
    who entered before it). `n` is the number of patients in the group.
    """

    n: int
    months: Floats
    at_risk: Ints
    events: Ints
    censored: Ints


@dataclass(frozen=True, slots=True, repr=False)
class PairCounts(WithoutValues):
    """How often each pair of values of a score occurs in one group.

    Arrays of shape (distinct pairs,), sorted by before, then after; in the unit of the score.
    `lattice_before`, `lattice_after` are the same values as whole numbers of the score's smallest
    step, so that ties and zeros are exact. `dropped` counts patients without a complete pair.
    """

    before: Floats
    after: Floats
    lattice_before: Ints
    lattice_after: Ints
    count: Ints
    dropped: int

    @property
    def n(self) -> int:
        return int(self.count.sum())


@dataclass(frozen=True, slots=True, repr=False)
class RateCounts(WithoutValues):
    """Events and person-time of one group, by distinct (events, years) of a patient.

    Arrays of shape (patterns,). `years` is the time at risk of a patient. `unknown` counts patients
    whose recorded number of events is a lower bound.
    """

    events: Ints
    years: Floats
    count: Ints
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class EventCount:
    """Patients of one group and how many of them had at least one event."""

    n: int
    events: int


@dataclass(frozen=True, slots=True)
class TimeUnit:
    """The unit in which times are whole numbers, and how many of it make a month."""

    name: str
    per_month: float

    def of_months(self, months: Floats) -> Floats:
        """Months as whole numbers of the unit."""
        if not self.name:
            return months
        return np.asarray(np.floor(months * self.per_month + 0.5))

    def to_months(self, times: Floats) -> Floats:
        return np.asarray(times / self.per_month)


DAY = TimeUnit("day", DAYS_PER_MONTH)
# More decimals than these are those of a computed number.
TIME_UNITS = (
    DAY,
    TimeUnit("month", 1.0),
    *(TimeUnit(f"{10.0**-k:.{k}f} month", 10.0**k) for k in range(1, 7)),
)
# Times that are whole numbers of none of these stay as they are.
AS_RECORDED = TimeUnit("", 1.0)


def time_unit(months: Floats) -> TimeUnit:
    """The unit in which all of these months are whole numbers.

    Days if all are whole days, within a relative 1e-8; otherwise the last decimal that is used.
    """
    days = DAY.to_months(DAY.of_months(months))
    if (np.abs(days - months) <= SAME_TIME * np.abs(months)).all():
        return DAY
    decimals = (u for u in TIME_UNITS[1:] if (u.to_months(u.of_months(months)) == months).all())
    return next(decimals, AS_RECORDED)
