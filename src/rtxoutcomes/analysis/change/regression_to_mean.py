"""Regression to the mean, and change per year."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.change.quantification import needing_values, substituted
from rtxoutcomes.analysis.descriptive import not_collected
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.analysis.scale import changes, from_scale, on_scale, scale_of
from rtxoutcomes.arrays import Floats
from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.derive.months import at_least
from rtxoutcomes.derive.scores import visits_from_baseline
from rtxoutcomes.estimate.paired.change import mean_change
from rtxoutcomes.estimate.paired.regression_to_mean import (
    expected_regression,
    limit_nearest_no_change,
)
from rtxoutcomes.estimate.paired.trend import theil_sen
from rtxoutcomes.results import Choice, Estimate, MethodKey, Quantity, Row
from rtxoutcomes.study import Score, Study

ANALYSIS = "change"
# Plausible correlations between two untreated values of a patient.
CORRELATIONS = {"0.70": 0.7, "0.75": 0.75, "0.80": 0.8, "0.85": 0.85, "0.90": 0.9, "0.95": 0.95}
SLOPE = "mean of patients' Theil-Sen slopes over {:g} months or more, paired t"


def untreated_change(counts: PairCounts, score: Score) -> Iterator[Statistic]:
    """The limit nearest to no change, and the change expected from regression to the mean."""
    baseline = np.repeat(on_scale(counts.before, score), counts.count)
    unit = scale_of(score).unit
    nearest = from_scale(limit_nearest_no_change(changes(counts, score), counts.dropped), score)
    yield Statistic(Quantity.LIMIT_NEAREST_NO_CHANGE, nearest, "alternative", unit)
    if score.external_mean is None:
        return
    elsewhere = float(on_scale(np.array([score.external_mean]), score)[0])
    method = f"expected regression to the mean of {score.external_mean:g} elsewhere"
    for level, correlation in CORRELATIONS.items():
        expected = expected_regression(baseline, elsewhere, correlation, counts.dropped)
        expected = replace(expected, method=f"{method}, correlation {correlation:g}")
        expected = from_scale(expected, score)
        yield Statistic(Quantity.EXPECTED_CHANGE, expected, "sensitivity", unit, level=level)


def slope_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """Change per year by diagnosis, comparable between unequal lengths of follow-up.

    Patients whose visits span less than the study's minimum are dropped and counted: a step of the
    scale within a week is 52 steps a year.
    """
    visits, limit = visits_from_baseline(cohort, score), score.quantification_limit

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        if visits is None:
            nothing = "months of visits were not collected"
            value = not_collected(nothing, len(patients), scale_of(score).measure)
            yield _per_year(value, score)
            return
        own = visits[visits["patient_id"].isin(patients["patient_id"])]
        some = limit is not None and bool((own["value"] < limit).any())
        yield from needing_values(
            lambda choice: [_mean_slope(own, len(patients), score, choice)], affected=some
        )

    return Question(ANALYSIS, score.name).rows(cohort.patients, study, statistics, overall=False)


def _mean_slope(visits: pd.DataFrame, n: int, score: Score, choice: Choice) -> Statistic:
    slopes = _slopes(visits.assign(value=substituted(visits["value"], score, choice)), score)
    mean = mean_change(slopes, dropped=n - len(slopes))
    method = SLOPE.format(score.minimum_slope_months)
    mean = replace(mean, method_key=MethodKey.MEAN_THEIL_SEN, method=method)
    return _per_year(from_scale(mean, score), score)


def _per_year(value: Estimate, score: Score) -> Statistic:
    unit = f"{scale_of(score).unit} per year"
    return Statistic(Quantity.CHANGE_PER_YEAR, value, "alternative", unit)


def _slopes(visits: pd.DataFrame, score: Score) -> Floats:
    """The slope of each patient whose visits span long enough, on the scale of the analysis."""
    ordered = visits.sort_values("patient_id", kind="stable")
    years = ordered["month"].to_numpy("float64") / MONTHS_PER_YEAR
    values = on_scale(ordered["value"], score)
    cuts = np.flatnonzero(np.diff(pd.factorize(ordered["patient_id"])[0])) + 1
    enough = score.minimum_slope_months / MONTHS_PER_YEAR
    estimates = [
        theil_sen(*both)
        for both in zip(np.split(years, cuts), np.split(values, cuts), strict=True)
        if both[0].size and at_least(both[0].max(keepdims=True) - both[0].min(), enough)
    ]
    return np.array([e.estimate for e in estimates if e.status == "ok"], dtype=np.float64)
