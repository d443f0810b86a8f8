"""What would have to be true of the missing, and what follows where it is assumed."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.between import indicators, on_scale
from rtxoutcomes.analysis.question import Question, groups, of_group
from rtxoutcomes.analysis.robustness.missing import ANALYSIS, Pairs
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.likelihood.linear import linear_hc3
from rtxoutcomes.estimate.missing.imputation import ImputedPairs, impute_pairs
from rtxoutcomes.estimate.missing.informative_censoring import risk_with_censored_hazard
from rtxoutcomes.estimate.missing.pooling import rubin_pool
from rtxoutcomes.estimate.missing.tipping import tipping_shift
from rtxoutcomes.results import ALL, Estimate, Note, Row
from rtxoutcomes.study import Score, Study

Reals = NDArray[np.float64]
IMPUTED = "imputed"


def assumption_rows(cohort: Cohort, study: Study, pairs: Pairs) -> list[Row]:
    """Tipping points, imputations where the study asks for them, hazards of the censored."""
    rows = list(_censoring_rows(cohort, study))
    place = 0
    for score in study.scores:
        for endpoint, found in pairs[score.name].items():
            place += 1
            if found is None:
                continue
            question = Question(ANALYSIS, endpoint)
            rows += _tipping_rows(question, found, study, score)
            if study.missing.imputations is not None:
                # Each endpoint has draws of its own, whatever others the study has.
                rng = np.random.default_rng([study.randomness.seed, place])
                rows += _imputed_rows(question, found, study, score, rng)
    return rows


def _censoring_rows(cohort: Cohort, study: Study) -> Iterator[Row]:
    """Risk by each month if those censored before it had a multiple of the others' hazard.

    Only where somebody was censored before: elsewhere the multiple changes nothing.
    """
    history = attack_history(cohort, study)
    rule, question = study.relapse, Question(ANALYSIS, "relapse")
    if history is None:
        return
    for group, patients in groups(history, study, overall=True):
        months = patients["months"].to_numpy("float64")
        event = patients["event"].to_numpy(bool)
        for month in sorted({rule.risk_months, *rule.survival_months}):
            # The tolerance holds in the risk at the horizon and nowhere else.
            slack = rule.risk_tolerance if month == rule.risk_months else 0.0
            for multiple in study.missing.censored_hazards:
                value = risk_with_censored_hazard(months, event, month, multiple, tolerance=slack)
                if value.dropped > 0:
                    term = f"risk_{month:g}_months:hazard x{multiple:g}"
                    yield question.row(group, term, value, "sensitivity")


def _tipping_rows(
    question: Question, pairs: pd.DataFrame, study: Study, score: Score
) -> Iterator[Row]:
    for group, patients in groups(pairs, study, overall=False):
        known = patients.dropna(subset=["before", "after"])
        change = on_scale(known["after"], score) - on_scale(known["before"], score)
        value = tipping_shift(change, len(patients) - len(known))
        value = _shown(of_group(value, patients), score)
        yield question.row(group, "tipping_shift", value, "sensitivity", _unit(score))


def _unit(score: Score) -> str:
    return "ratio" if score.scale == "log" else score.unit


def _shown(value: Estimate, score: Score) -> Estimate:
    """A difference of logarithms as a ratio; the standard error stays on the log scale."""
    if score.scale != "log":
        return value
    return replace(
        value,
        method=f"{value.method}, as a ratio",
        estimate=float(np.exp(value.estimate)),
        conf_low=float(np.exp(value.conf_low)),
        conf_high=float(np.exp(value.conf_high)),
    )


def _imputed_rows(
    question: Question,
    pairs: pd.DataFrame,
    study: Study,
    score: Score,
    rng: np.random.Generator,
) -> list[Row]:
    """Mean change by diagnosis, and the difference between diagnoses given baseline, pooled."""
    times = study.missing.imputations or 0
    codes = {code: k for k, code in enumerate(study.codes)}
    group = np.array([codes[code] for code in pairs["diagnosis"]], dtype=np.int64)
    before, after = on_scale(pairs["before"], score), on_scale(pairs["after"], score)
    told = impute_pairs(before, after, group, times, rng)
    term = "mean_ratio" if score.scale == "log" else "mean_change"
    rows = []
    for k, (code, patients) in enumerate(groups(pairs, study, overall=False)):
        change = (told.after - told.before)[:, group == k]
        value = of_group(_pooled_mean(change, told.note, times), patients)
        shown = _shown(value, score)
        rows.append(question.row(code, f"{term}:{IMPUTED}", shown, "sensitivity", _unit(score)))
    if told.note:
        return rows
    return [*rows, *_adjusted_rows(question, pairs, study, score, told)]


def _pooled_mean(change: Reals, note: Note, times: int) -> Estimate:
    n = change.shape[1]
    if note or n < 2:
        return Estimate(
            method=f"multiple imputation ({times})",
            n=n,
            status="not_attempted",
            note=note or ("n_one" if n else "n_zero"),
        )
    errors = change.std(axis=1, ddof=1) / np.sqrt(n)
    return rubin_pool(change.mean(axis=1), errors, n=n, complete_df=n - 1).value


def _adjusted_rows(
    question: Question, pairs: pd.DataFrame, study: Study, score: Score, told: ImputedPairs
) -> Iterator[Row]:
    """Change of each diagnosis less that of each later one, given baseline: imputed and pooled."""
    present = [code for code in study.codes if (pairs["diagnosis"] == code).any()]
    for a, b in combinations(study.codes, 2):
        value = Estimate(
            method=f"multiple imputation ({len(told.before)})",
            n=len(pairs),
            status="not_attempted",
            note="group_absent",
        )
        if a in present and b in present:
            # The pair's second diagnosis is the reference; errors of a contrast need a fit each.
            ordered = [b, a, *(code for code in present if code not in (a, b))]
            value = _pooled_contrast(indicators(pairs["diagnosis"], ordered), told)
        name = f"adjusted_change:{a} minus {b}:{IMPUTED}"
        yield question.row(ALL, name, _shown(value, score), "sensitivity", _unit(score))


def _pooled_contrast(dummies: Reals, told: ImputedPairs) -> Estimate:
    """The coefficient of the first indicator in each completed data set, pooled; HC3 errors."""
    n, size = len(dummies), dummies.shape[1] + 2
    terms = ["(Intercept)", *(f"diagnosis {k}" for k in range(dummies.shape[1])), "baseline"]
    values = []
    for before, after in zip(told.before, told.after, strict=True):
        design = np.column_stack([np.ones(n), dummies, before])
        values.append(linear_hc3(after - before, design, terms).terms[1].value)
    pooled = _pooled_terms(values, n, size)
    return replace(pooled, method=f"{pooled.method}, HC3")


def _pooled_terms(values: list[Estimate], n: int, size: int) -> Estimate:
    """One coefficient of all imputations; where one has none, what that one says."""
    failed = next((value for value in values if value.status != "ok"), None)
    if failed is not None:
        return replace(failed, method=f"multiple imputation ({len(values)})")
    return rubin_pool(
        [value.estimate for value in values],
        [value.std_error for value in values],
        n=n,
        complete_df=n - size,
    ).value
