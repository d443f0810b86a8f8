"""No evidence of disease activity in a window of time (Havrdova 2009); what is unknown stays so.

Each part is True (no activity), False (activity) or None (unknown). Any False decides; else any
None leaves the whole unknown.
"""

from collections.abc import Iterable, Sequence

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.confirmed.events import HALF_DAY, Course, Found

# A scored visit so long before the end of the window, or later, covers the window.
VISIT_MONTHS = 3.0

Known = bool | None
Window = tuple[float, float]
"""First day, and the day after the last, from the baseline."""


def conjunction(parts: Iterable[Known]) -> Known:
    """Three-valued "and": False if any part is, else None if any is unknown, else True."""
    parts = tuple(parts)
    return False if False in parts else None if None in parts else True


def no_relapse(relapses: Sequence[float] | None, follow_up: float, window: Window) -> Known:
    """Whether no relapse began in the window; None if follow-up ended before, or none recorded."""
    if relapses is None:
        return None
    if any(_inside(onset, window) for onset in relapses):
        return False
    return True if follow_up >= window[1] - HALF_DAY else None


def no_worsening(course: Course, found: Found | None, window: Window) -> Known:
    """Whether no confirmed worsening began in the window.

    Unknown if one is not yet confirmed, or if no visit with a score is near its end or later.
    """
    if found is None:
        return None
    if any(_inside(course.days[event.onset], window) for event in found.events):
        return False
    if found.unconfirmed is not None and _inside(course.days[found.unconfirmed], window):
        return None
    near = window[1] - VISIT_MONTHS * DAYS_PER_MONTH
    return True if course.days[-1] >= near - HALF_DAY else None


def no_new_lesions(
    scans: Sequence[tuple[float, Sequence[float | None]]] | None, window: Window
) -> Known:
    """Whether no scan in the window shows a lesion; None unless one scan has all its counts.

    `scans` are the day and the counts of each scan, None where a count was not read.
    """
    inside = [counts for day, counts in scans or () if _inside(day, window)]
    if any(count is not None and count > 0 for counts in inside for count in counts):
        return False
    complete = any(all(count is not None for count in counts) for counts in inside)
    return True if complete else None


def _inside(day: float, window: Window) -> bool:
    return window[0] - HALF_DAY <= day < window[1] - HALF_DAY
