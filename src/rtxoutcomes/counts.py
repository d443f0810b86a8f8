"""Counts: sufficient statistics of the estimates, without any row of a patient."""

from dataclasses import dataclass

from rtxoutcomes.arrays import Floats, Ints
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
