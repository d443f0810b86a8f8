"""Regression to the mean, change per year, and values below the limit of quantification."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.descriptive import not_collected, number
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.analysis.scale import changes, from_scale, on_scale, scale_of
from rtxoutcomes.arrays import Floats
from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.derive.months import at_least
from rtxoutcomes.derive.scores import last_visit_pairs, visits_from_baseline
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio, mean_change
from rtxoutcomes.estimate.paired.interval_censored import censored_geometric_mean_ratio
from rtxoutcomes.estimate.paired.regression_to_mean import (
    expected_regression,
    limit_nearest_no_change,
)
from rtxoutcomes.estimate.paired.trend import theil_sen
from rtxoutcomes.results import NAN, Choice, Measure, MethodKey, Quantity, Row
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
    visits, unit = visits_from_baseline(cohort, score), f"{scale_of(score).unit} per year"
    method = SLOPE.format(score.minimum_slope_months)

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        nothing = "months of visits were not collected"
        value = not_collected(nothing, len(patients), scale_of(score).measure)
        if visits is not None:
            slopes = _slopes(visits[visits["patient_id"].isin(patients["patient_id"])], score)
            mean = mean_change(slopes, dropped=len(patients) - len(slopes))
            mean = replace(mean, method_key=MethodKey.MEAN_THEIL_SEN, method=method)
            value = from_scale(mean, score)
        yield Statistic(Quantity.CHANGE_PER_YEAR, value, "alternative", unit)

    return Question(ANALYSIS, score.name).rows(cohort.patients, study, statistics, overall=False)


def unquantified_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """The ratio under other assumptions about values below the limit of quantification."""
    pairs, limit = last_visit_pairs(cohort, score), score.quantification_limit
    if pairs is None or limit is None:
        return []
    statistics = partial(_unquantified, limit=limit)
    return Question(ANALYSIS, score.name).rows(pairs, study, statistics, overall=False)


def _unquantified(patients: pd.DataFrame, *, limit: float) -> Iterator[Statistic]:
    complete = patients.dropna(subset=["before", "after"])
    dropped, n = len(patients) - len(complete), len(complete)
    before, after = (complete[name].to_numpy("float64") for name in ("before", "after"))
    below = int(((before < limit) | (after < limit)).sum())
    measure, key = Measure.COUNT, MethodKey.BELOW_QUANTIFICATION_COUNT
    method = f"patients with a value below the limit of quantification, {limit:g}"
    some = below if n else NAN
    count = number(measure, key, some, n, dropped=dropped, events=below, method=method)
    yield Statistic(Quantity.BELOW_QUANTIFICATION, count, "alternative")
    halved = [np.where(values < limit, limit / 2, values) for values in (before, after)]
    half = geometric_mean_ratio(halved[0], halved[1], dropped)
    half = replace(half, method=f"{half.method}, values below quantification at half the limit")
    censored = censored_geometric_mean_ratio(before, after, limit, dropped)
    for value, choice in ((half, Choice.HALF_OF_LIMIT), (censored, Choice.CENSORED_MODEL)):
        yield Statistic(Quantity.GEOMETRIC_MEAN_RATIO, value, "sensitivity", "ratio", choice=choice)


def _slopes(visits: pd.DataFrame, score: Score) -> Floats:
    """The slope of each patient whose visits span long enough, on the scale of the analysis."""
    limit = score.quantification_limit or 0.0
    ordered = visits.sort_values("patient_id", kind="stable")
    years = ordered["month"].to_numpy("float64") / MONTHS_PER_YEAR
    values = ordered["value"].to_numpy("float64")
    values = on_scale(np.maximum(values, limit) if limit else values, score)
    cuts = np.flatnonzero(np.diff(pd.factorize(ordered["patient_id"])[0])) + 1
    enough = score.minimum_slope_months / MONTHS_PER_YEAR
    estimates = [
        theil_sen(*both)
        for both in zip(np.split(years, cuts), np.split(values, cuts), strict=True)
        if both[0].size and at_least(both[0].max(keepdims=True) - both[0].min(), enough)
    ]
    return np.array([e.estimate for e in estimates if e.status == "ok"], dtype=np.float64)
