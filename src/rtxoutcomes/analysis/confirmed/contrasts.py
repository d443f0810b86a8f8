"""First confirmed changes of each two groups: unadjusted, and descriptive."""

from collections.abc import Collection, Iterator

import pandas as pd

from rtxoutcomes.analysis.diagnoses import times
from rtxoutcomes.analysis.horizon import at_horizon
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.estimate.rates.exact_ratio import rate_ratio_exact
from rtxoutcomes.estimate.survival.contrast import survival_difference
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier
from rtxoutcomes.results import Quantity, Row
from rtxoutcomes.study import Study


def contrast_rows(
    question: Question, patients: pd.DataFrame, study: Study, applies: Collection[str]
) -> Iterator[Row]:
    """Differences of survival at the months of the study, and ratios of the rates.

    `applies` are the groups that have patients of the definition; of others there is no row.
    """
    months = study.relapse.survival_months

    def pair(later: pd.DataFrame, earlier: pd.DataFrame) -> Iterator[Statistic]:
        a, b = (event_table(*times(each)) for each in (later, earlier))
        first, second = kaplan_meier(a), kaplan_meier(b)
        for month in months:
            value = survival_difference(first, second, month)
            value = at_horizon(at_horizon(value, a, month), b, month)
            yield Statistic(Quantity.SURVIVAL_DIFFERENCE, value, "alternative", month=month)
        totals = (*_total(later), *_total(earlier))
        ratio = rate_ratio_exact(*totals, n=len(later) + len(earlier))
        yield Statistic(Quantity.RATE_RATIO, ratio, "alternative", "rate ratio")

    for row in question.contrasts(patients, study, pair):
        if {row.group, row.against} <= set(applies):
            yield row


def _total(patients: pd.DataFrame) -> tuple[int, float]:
    return int(patients["event"].sum()), float(patients["months"].sum()) / MONTHS_PER_YEAR
