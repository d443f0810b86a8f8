"""The months that exports cover, for the group and for each patient."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rtxoutcomes.ingest.count import month_index
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.members.people import StudyPeriod


class Months(NamedTuple):
    """Months from `first` to `last`, both included."""

    first: int
    last: int

    def overlaps(self, other: "Months") -> bool:
        return self.first <= other.last and other.first <= self.last


def calendar_months(log: Log) -> Months | None:
    """The calendar months from the first dated line of an export to the last; None without any."""
    days = log.days()
    return None if days is None else Months(_month(days[0]), _month(days[1]))


def without_gaps(months: Iterable[Months | None]) -> list[Months | None]:
    """Exports of one call, each extended up to the month before the next.

    Lists of attendance are given together: a month between two of them had no meeting.
    """
    spans = list(months)
    begins = sorted({span.first for span in spans if span is not None})
    extended: list[Months | None] = []
    for span in spans:
        later = None if span is None else next((b for b in begins if b > span.last), None)
        extended.append(span if span is None or later is None else Months(span.first, later - 1))
    return extended


def months_of_patient(months: Months | None, period: StudyPeriod) -> Months | None:
    """The part of calendar months in which a patient was in the study, counted from its first.

    0 is the calendar month of the first infusion; None if the patient was not in the study.
    """
    if months is None:
        return None
    first = _month(period.first)
    last = months.last if period.last is None else min(months.last, _month(period.last))
    inside = Months(max(months.first - first, 0), last - first)
    return inside if inside.first <= inside.last else None


def engagement_months(months: Months, period: StudyPeriod) -> Months:
    """The months of the engagement table that a patient's calendar months touch, even in part."""
    first = _month(period.first)
    begin = max(_first_day(first + months.first), period.first)
    end = _first_day(first + months.last + 1) - 1
    return Months(month_index(begin - period.first), month_index(end - period.first))


def _month(day: int) -> int:
    moment = date.fromordinal(day)
    return 12 * moment.year + moment.month - 1


def _first_day(month: int) -> int:
    return date(month // 12, month % 12 + 1, 1).toordinal()
