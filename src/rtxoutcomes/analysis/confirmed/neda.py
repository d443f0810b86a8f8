"""No evidence of disease activity: the proportion among those known, and both extremes."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from rtxoutcomes.analysis.descriptive import counted, not_collected
from rtxoutcomes.analysis.extremes import GOOD, cases
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.confirmed.activity import NEDA_2, NEDA_3, activity_of, scanned
from rtxoutcomes.derive.confirmed.cohort import ConfirmedChanges
from rtxoutcomes.estimate.missing.best_worst import best_and_worst_case
from rtxoutcomes.estimate.proportions.proportion import proportion_interval
from rtxoutcomes.results import ALL, Measure, Quantity
from rtxoutcomes.study import Confirmed

LACKING = {
    NEDA_2: "relapses were not collected",
    NEDA_3: "relapses or scans were not collected",
}
Activity = dict[float, pd.DataFrame]


def activity_by_month(cohort: Cohort, changes: ConfirmedChanges, block: Confirmed) -> Activity:
    """Month -> NEDA of each patient, with the levels that can be known as columns."""
    levels = [NEDA_2] if changes.courses.relapses_known else []
    levels += [NEDA_3] if levels and scanned(cohort) else []
    return {
        month: activity_of(cohort, changes, month)[["group", *levels]]
        for month in block.neda_months
    }


def neda_statistics(activity: Activity, group: str) -> Iterator[Statistic]:
    """NEDA-2 and NEDA-3 by each month, of a group or of all."""
    for month, frame in activity.items():
        patients = frame if group == ALL else frame[frame["group"] == group]
        for level, lacking in LACKING.items():
            if level not in patients:
                nothing = not_collected(lacking, len(patients), Measure.PROPORTION)
                yield Statistic(Quantity.NO_ACTIVITY, nothing, month=month, level=level)
            else:
                yield from _of_level(patients[level], month, level)


def _of_level(known: pd.Series, month: float, level: str) -> Iterator[Statistic]:
    """Patients without activity among those known; the unknown are counted apart."""
    n, unknown = len(known), int(known.isna().sum())
    quiet = sum(answer is True for answer in known)
    value = replace(proportion_interval(quiet, n - unknown), dropped=unknown)
    yield Statistic(Quantity.NO_ACTIVITY, value, month=month, level=level)
    yield Statistic(Quantity.ACTIVITY_UNKNOWN, counted(unknown, n), month=month, level=level)
    if unknown:
        bounds = best_and_worst_case(quiet, n - unknown, unknown)
        # If all of the unknown had been free of activity, and if none of them had.
        for case in cases(bounds, Quantity.NO_ACTIVITY, GOOD):
            yield replace(case, month=month, level=level)
