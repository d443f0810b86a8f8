"""Results under assumptions about missing values, and the assumptions that would change them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.between import (
    adjusted_design,
    coefficient_names,
    indicators,
    reference_first,
)
from rtxoutcomes.analysis.change.quantification import below, not_estimated
from rtxoutcomes.analysis.descriptive import not_attempted
from rtxoutcomes.analysis.diagnoses import contrasts, group_numbers, groups, present_codes, times
from rtxoutcomes.analysis.question import Question, Statistic, of_group
from rtxoutcomes.analysis.robustness.missing import ANALYSIS, Pairs
from rtxoutcomes.analysis.scale import from_scale, on_scale, scale_of
from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.likelihood.linear import linear_hc3
from rtxoutcomes.estimate.missing.imputation import ImputedPairs, impute_pairs
from rtxoutcomes.estimate.missing.informative_censoring import risk_with_censored_hazard
from rtxoutcomes.estimate.missing.pooling import rubin_pool
from rtxoutcomes.estimate.missing.tipping import tipping_shift
from rtxoutcomes.estimate.variation import constant_columns
from rtxoutcomes.results import Choice, Estimate, Measure, MethodKey, Note, Quantity, Row
from rtxoutcomes.study import Score, Study


def assumption_rows(cohort: Cohort, study: Study, pairs: Pairs) -> list[Row]:
    """Tipping points, imputations where the study asks for them, hazards of the censored."""
    rows = _censoring_rows(cohort, study)
    visits = [(score, visit) for score in study.scores for visit in pairs[score.name]]
    for place, (score, visit) in enumerate(visits, 1):
        if visit.pairs is None:
            continue
        question = Question(ANALYSIS, score.name, visit.month)
        rows += question.rows(visit.pairs, study, partial(_tipping, score=score), overall=False)
        if study.missing.imputations is not None:
            # Draws of one endpoint do not depend on the other endpoints of the study.
            rng = np.random.default_rng([study.randomness.seed, place])
            rows += _imputed_rows(question, visit.pairs, study, score, rng)
    return rows


def _censoring_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Risk by each month if patients censored before it had a multiple of the others' hazard.

    Without patients censored before it, the multiple changes nothing and there is no row.
    """
    history, rule = attack_history(cohort, study), study.relapse

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        for month in sorted({rule.risk_months, *rule.survival_months}):
            # The tolerance holds in the risk at the horizon and nowhere else.
            slack = rule.risk_tolerance if month == rule.risk_months else 0.0
            for multiple in study.missing.censored_hazards:
                value = risk_with_censored_hazard(
                    *times(patients), month, multiple, tolerance=slack
                )
                if value.dropped == 0:
                    continue
                yield Statistic(
                    Quantity.RISK,
                    # The censored are analysed too, under this assumption.
                    replace(value, dropped=0),
                    "sensitivity",
                    month=month,
                    level=format(multiple, "g"),
                    choice=Choice.CENSORED_HAZARD,
                )

    if history is None:
        return []
    return Question(ANALYSIS, "relapse").rows(history, study, statistics, overall=True)


def _tipping(patients: pd.DataFrame, *, score: Score) -> Iterator[Statistic]:
    known = patients.dropna(subset=["before", "after"])
    change = on_scale(known["after"], score) - on_scale(known["before"], score)
    value = _from_scale(tipping_shift(change, len(patients) - len(known)), score)
    if below(patients):
        value = not_estimated(value)
    yield Statistic(Quantity.TIPPING_SHIFT, value, "sensitivity", scale_of(score).unit)


def _from_scale(value: Estimate, score: Score) -> Estimate:
    if score.scale != "log":
        return value
    return from_scale(replace(value, method=f"{value.method}, as a ratio"), score)


def _imputed_rows(
    question: Question, pairs: pd.DataFrame, study: Study, score: Score, rng: np.random.Generator
) -> Iterator[Row]:
    """Mean change by diagnosis, and the difference between diagnoses given baseline, pooled."""
    members, quantity = group_numbers(pairs, study), scale_of(score).mean
    before, after = on_scale(pairs["before"], score), on_scale(pairs["after"], score)
    imputed = impute_pairs(before, after, members, study.missing.imputations or 0, rng)
    for k, (code, patients) in enumerate(groups(pairs, study, overall=False)):
        value = of_group(_pooled_mean(imputed, members == k), patients)
        # What is imputed rests on the values of all groups.
        if below(pairs):
            value = not_estimated(value)
        yield question.row(code, _imputed(quantity, value, score))
    if imputed.note:
        return
    present, quantity = present_codes(pairs, study.codes), scale_of(score).adjusted
    for later, earlier in contrasts(study.ordered_codes):
        value = _not_imputed(imputed, len(pairs), "group_absent")
        if later in present and earlier in present:
            order = reference_first(later, earlier, present)
            value = _pooled_contrast(indicators(pairs["group"], order), imputed)
            if below(pairs):
                value = not_estimated(value)
        yield question.row(later, _imputed(quantity, value, score, against=earlier))


def _imputed(quantity: Quantity, value: Estimate, score: Score, against: str = "") -> Statistic:
    value = replace(_from_scale(value, score), measure=scale_of(score).measure)
    unit, choice = scale_of(score).unit, Choice.IMPUTED
    return Statistic(quantity, value, "sensitivity", unit, against=against, choice=choice)


def _not_imputed(imputed: ImputedPairs, n: int, note: Note) -> Estimate:
    key, method = MethodKey.MULTIPLE_IMPUTATION, f"multiple imputation ({len(imputed.before)})"
    return not_attempted(Measure.DIFFERENCE, key, method, n, note)


def _pooled_mean(imputed: ImputedPairs, members: Bools) -> Estimate:
    change = (imputed.after - imputed.before)[:, members]
    n = change.shape[1]
    if imputed.note or n < 2:
        return _not_imputed(imputed, n, imputed.note or ("n_one" if n else "n_zero"))
    errors = np.where(constant_columns(change.T), 0.0, change.std(axis=1, ddof=1)) / np.sqrt(n)
    return rubin_pool(change.mean(axis=1), errors, n=n, complete_df=n - 1).value


def _pooled_contrast(dummies: Floats, imputed: ImputedPairs) -> Estimate:
    """The coefficient of the first indicator in each completed data set, pooled; HC3 errors.

    If one of the models failed, its status and note.
    """
    names = coefficient_names(dummies)
    fits = [
        linear_hc3(after - before, adjusted_design(dummies, before), names)
        for before, after in zip(imputed.before, imputed.after, strict=True)
    ]
    values = [fit.terms[1].value for fit in fits]
    failed = next((value for value in values if value.status != "ok"), None)
    if failed is not None:
        method = f"multiple imputation ({len(values)}), HC3"
        return replace(failed, method_key=MethodKey.MULTIPLE_IMPUTATION, method=method)
    pooled = rubin_pool(
        [value.estimate for value in values],
        [value.std_error for value in values],
        n=fits[0].n,
        complete_df=fits[0].residual_df,
    ).value
    dropped = values[0].dropped
    return replace(pooled, dropped=dropped, method=f"{pooled.method}, HC3")
