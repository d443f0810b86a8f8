"""What a change is read with: its pace, what comes about by itself, what was not quantified."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.change.effect_sizes import Key
from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group, share
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.derive.scores import last_visit_pairs, visits_from_baseline
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio, mean_change
from rtxoutcomes.estimate.paired.interval_censored import censored_geometric_mean_ratio
from rtxoutcomes.estimate.paired.regression_to_mean import expected_regression, tipping_change
from rtxoutcomes.estimate.paired.trend import theil_sen
from rtxoutcomes.results import Estimate, Role, Row
from rtxoutcomes.study import Score, Study
from rtxoutcomes.tabulate import MONTHS_PER_YEAR

# Correlations of two untreated values of a patient that one may expect of such scores.
CORRELATIONS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
SLOPE = "mean of patients' Theil-Sen slopes, paired t"
VALUES = ("before", "after")


def surroundings(counts: PairCounts, score: Score) -> dict[Key, Estimate]:
    """The tipping value of a change, and what regression to the mean would lead to."""
    before, after = (_on_scale(v, score) for v in (counts.before, counts.after))
    baseline = np.repeat(before, counts.count)
    change = np.repeat(after - before, counts.count)
    unit = "ratio" if score.scale == "log" else "score"
    tipping = _back(tipping_change(change, counts.dropped), score)
    told: dict[Key, Estimate] = {("tipping_change", "beside", unit): tipping}
    if score.external_mean is None:
        return told
    elsewhere = float(_on_scale(np.array([score.external_mean]), score)[0])
    for correlation in CORRELATIONS:
        expected = expected_regression(baseline, elsewhere, correlation, counts.dropped)
        method = f"expected regression to the mean of {score.external_mean:g} elsewhere"
        named = replace(expected, method=f"{method}, correlation {correlation:g}")
        term = f"expected_change_{correlation:.2f}"
        told[(term, "sensitivity", unit)] = _back(named, score)
    return told


def slope_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """Change per year by diagnosis: patients followed for unequal times are made comparable."""
    question, rows = Question("change", score.name), list[Row]()
    visits = visits_from_baseline(cohort, score)
    unit = "ratio per year" if score.scale == "log" else f"{score.unit} per year"
    for group, patients in groups(cohort.patients, study, overall=False):
        if visits is None:
            told = not_collected("months of visits were not collected", len(patients))
        else:
            slopes = _slopes(visits[visits["diagnosis"] == group], score)
            told = mean_change(slopes, dropped=len(patients) - len(slopes))
            told = of_group(_back(replace(told, method=SLOPE), score), patients)
        rows.append(question.row(group, "change_per_year", told, "beside", unit))
    return rows


def unquantified_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """The ratio if values below the limit of quantification were other than the limit itself."""
    pairs, limit = last_visit_pairs(cohort, score), score.quantification_limit
    if pairs is None or limit is None:
        return []
    question, rows = Question("change", score.name), list[Row]()
    for group, patients in groups(pairs, study, overall=False):
        complete = patients.dropna(subset=["before", "after"])
        before, after = (complete[name].to_numpy("float64") for name in VALUES)
        for term, value in _unquantified(before, after, limit, len(patients) - len(complete)):
            role: Role = "beside" if term == "value_below_limit" else "sensitivity"
            unit = "" if role == "beside" else "ratio"
            rows.append(question.row(group, term, of_group(value, patients), role, unit))
    return rows


def _unquantified(
    before: NDArray[np.float64], after: NDArray[np.float64], limit: float, dropped: int
) -> list[tuple[str, Estimate]]:
    below = (before < limit) | (after < limit)
    halved = [np.where(values < limit, limit / 2, values) for values in (before, after)]
    half = geometric_mean_ratio(halved[0], halved[1], dropped)
    method = f"patients with a value below the limit of quantification, {limit:g}"
    count = share(int(below.sum()), before.size, dropped)
    if count.status == "ok":
        count = replace(count, estimate=float(below.sum()))
    half_method = f"{half.method}, values below quantification at half the limit"
    return [
        ("value_below_limit", replace(count, method=method)),
        ("ratio_half_limit", replace(half, method=half_method)),
        (
            "ratio_interval_censored",
            censored_geometric_mean_ratio(before, after, limit, dropped),
        ),
    ]


def _slopes(visits: pd.DataFrame, score: Score) -> NDArray[np.float64]:
    """The slope of each patient with two visits or more, on the scale of the analysis."""
    limit = score.quantification_limit or 0.0
    ordered = visits.sort_values("patient_id", kind="stable")
    years = ordered["month"].to_numpy("float64") / MONTHS_PER_YEAR
    values = ordered["value"].to_numpy("float64")
    values = _on_scale(np.maximum(values, limit) if limit else values, score)
    cuts = np.flatnonzero(np.diff(pd.factorize(ordered["patient_id"])[0])) + 1
    told = [
        theil_sen(*both) for both in zip(np.split(years, cuts), np.split(values, cuts), strict=True)
    ]
    return np.array([slope.estimate for slope in told if slope.status == "ok"], dtype=np.float64)


def _on_scale(values: NDArray[np.float64], score: Score) -> NDArray[np.float64]:
    return np.asarray(np.log(values)) if score.scale == "log" else values


def _back(value: Estimate, score: Score) -> Estimate:
    """A difference of logarithms as a ratio; the standard error stays on the log scale."""
    if score.scale != "log":
        return value
    numbers = np.exp([value.estimate, value.conf_low, value.conf_high])
    estimate, low, high = (float(number) for number in numbers)
    return replace(value, estimate=estimate, conf_low=low, conf_high=high)
