"""Whether a confirmed worsening is associated with relapses or independent of them.

RAW: relapse-associated worsening. PIRA: progression independent of relapse activity, by default
as Müller and others (2023) harmonised it.
"""

from collections.abc import Sequence
from enum import StrEnum

from rtxoutcomes.derive.confirmed.events import HALF_DAY, Course, Event
from rtxoutcomes.derive.confirmed.rules import Rules

BEFORE_DAYS = 90
AFTER_DAYS = 30


class Definition(StrEnum):
    """Which windows must be free of relapses for PIRA; r reference, o onset, c confirmation.

    `MUELLER_2023`: o - 90 to o + 30, and c - 90 to c + 30. `MUELLER_2023_STRICT`: r to c.
    `CAGOL_2022`: o - 90 to c. `KAPPOS_2020`: r to o + 30, and c - 30 to c + 30.
    """

    MUELLER_2023 = "mueller2023"
    MUELLER_2023_STRICT = "mueller2023_strict"
    CAGOL_2022 = "cagol2022"
    KAPPOS_2020 = "kappos2020"


class Association(StrEnum):
    """The relation of a worsening to relapses.

    `UNDETERMINED`: relapses were not recorded for all of the windows.
    """

    RAW = "RAW"
    PIRA = "PIRA"
    UNCLASSIFIED = "unclassified"
    UNDETERMINED = "undetermined"


def association(
    course: Course,
    event: Event,
    rules: Rules,
    definition: Definition,
    collected_from: float | None = None,
) -> tuple[Association, int | None]:
    """The class of a confirmed worsening, and the visit that confirms it as PIRA.

    Parameters
    ----------
    course, event, rules
        A patient, a worsening of that patient, and the rules by which it was found.
    definition
        The windows of PIRA.
    collected_from
        Day from which relapses were recorded; None if all earlier ones are known.

    Returns
    -------
    tuple of Association and int or None
        The visit is None unless the class is PIRA. It may be later than that of the worsening.
    """
    onset, reference = course.days[event.onset], course.days[event.reference]
    if _any_within(course.relapses, onset - BEFORE_DAYS, onset):
        return Association.RAW, None
    begin = reference if definition in _FROM_REFERENCE else onset - BEFORE_DAYS
    if collected_from is not None and begin < collected_from - HALF_DAY:
        return Association.UNDETERMINED, None
    for visit in _confirmations(course, event, rules):
        windows = _windows(definition, reference, onset, course.days[visit])
        if not any(_any_within(course.relapses, *window) for window in windows):
            return Association.PIRA, visit
    return Association.UNCLASSIFIED, None


_FROM_REFERENCE = (Definition.MUELLER_2023_STRICT, Definition.KAPPOS_2020)


def _windows(
    definition: Definition, reference: float, onset: float, confirmed: float
) -> tuple[tuple[float, float], ...]:
    """The closed windows, in days, that must be free of relapses."""
    match definition:
        case Definition.MUELLER_2023_STRICT:
            return ((reference, confirmed),)
        case Definition.CAGOL_2022:
            return ((onset - BEFORE_DAYS, confirmed),)
        case Definition.KAPPOS_2020:
            around = (confirmed - AFTER_DAYS, confirmed + AFTER_DAYS)
            return ((reference, onset + AFTER_DAYS), around)
        case _:
            around = (confirmed - BEFORE_DAYS, confirmed + AFTER_DAYS)
            return ((onset - BEFORE_DAYS, onset + AFTER_DAYS), around)


def _confirmations(course: Course, event: Event, rules: Rules) -> list[int]:
    """Eligible visits that could confirm the worsening, while it holds, the earliest first."""
    eligible = course.eligible(rules.exclude_days_after_relapse)
    value = course.values[event.reference]
    earliest = course.days[event.onset] + rules.confirm_days - HALF_DAY
    visits = []
    for visit in range(event.onset + 1, len(course.values)):
        if not rules.worsens(value, course.values[visit]):
            break
        if course.days[visit] >= earliest and eligible[visit]:
            visits.append(visit)
    return visits


def _any_within(relapses: Sequence[float], first: float, last: float) -> bool:
    """Whether a relapse began in the closed window, to the nearest day."""
    return any(first - HALF_DAY <= onset < last + HALF_DAY for onset in relapses)
