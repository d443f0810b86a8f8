"""Relapse between each two diagnoses. Descriptive and unadjusted: a diagnosis is no exposure."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.between import indicators
from rtxoutcomes.analysis.question import Question, not_collected
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import EventCount
from rtxoutcomes.derive.months import MONTHS_PER_YEAR
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.proportions.contingency import (
    fisher_doubled,
    risk_difference_miettinen_nurminen,
    risk_difference_newcombe,
)
from rtxoutcomes.estimate.proportions.relative_risk import (
    risk_ratio_koopman,
    risk_ratio_miettinen_nurminen,
)
from rtxoutcomes.estimate.rates.dispersed_counts import negative_binomial
from rtxoutcomes.estimate.rates.poisson import poisson_regression
from rtxoutcomes.estimate.rates.rate import rate_ratio_exact
from rtxoutcomes.results import ALL, Estimate, Role, Row
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import event_count

CONTRAST = Question("contrast", "relapse")
UNADJUSTED = "between-diagnosis, unadjusted"
Named = tuple[str, Estimate, Role, str]


def proportion_contrast_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Every two diagnoses: difference and ratios of the proportions with a relapse.

    The earlier diagnosis of the study is set against the later one, as the terms say.
    """
    history = attack_history(cohort, study)
    rows: list[Row] = []
    for one, other in combinations(study.codes, 2):
        if history is None:
            rows.append(_nothing(cohort, f"difference:{one} minus {other}"))
            continue
        a, b = (history[history["diagnosis"] == code] for code in (one, other))
        counts = event_count(a, "event"), event_count(b, "event")
        for term, value, role, unit in _proportions(one, other, *counts):
            told = _labelled(value, a.empty or b.empty)
            rows.append(CONTRAST.row(ALL, term, told, role, unit))
    return rows


def rate_contrast_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Every two diagnoses: the ratio of rates, the later diagnosis over the earlier.

    It stands three times: as if attacks were independent, with errors that let them cluster, and
    from a negative binomial model, whose dispersion is given too.
    """
    history = attack_history(cohort, study)
    rows: list[Row] = []
    for one, other in combinations(study.codes, 2):
        term = f"rate_ratio:{other} vs {one}"
        if history is None:
            rows.append(_nothing(cohort, term))
            continue
        a, b = (history[history["diagnosis"] == code] for code in (one, other))
        for value in _rates(other, a, b):
            told = _labelled(value, a.empty or b.empty)
            rows.append(CONTRAST.row(ALL, term, told, "beside", "rate ratio"))
    return rows if history is None else [*rows, *_model_rows(history, study)]


def _nothing(cohort: Cohort, term: str) -> Row:
    value = not_collected("relapses were not collected", len(cohort.patients))
    return CONTRAST.row(ALL, term, value, "beside")


def _labelled(value: Estimate, absent: bool = False) -> Estimate:
    told = replace(value, method=f"{value.method}; {UNADJUSTED}")
    return replace(told, status="not_estimable", note="group_absent") if absent else told


def _proportions(one: str, other: str, a: EventCount, b: EventCount) -> Iterator[Named]:
    counts = (a.events, a.n, b.events, b.n)
    table = np.array([[a.events, a.n - a.events], [b.events, b.n - b.events]], dtype=np.int64)
    pair = f"{one} vs {other}"
    less = f"difference:{one} minus {other}"
    yield less, risk_difference_newcombe(*counts), "beside", "difference of proportions"
    yield (
        less,
        risk_difference_miettinen_nurminen(*counts),
        "sensitivity",
        "difference of proportions",
    )
    yield f"ratio:{pair}", risk_ratio_koopman(*counts), "beside", "risk ratio"
    yield f"ratio:{pair}", risk_ratio_miettinen_nurminen(*counts), "sensitivity", "risk ratio"
    yield f"odds_ratio:{pair}", fisher_doubled(table), "beside", "odds ratio"


def _rates(other: str, a: pd.DataFrame, b: pd.DataFrame) -> Iterator[Estimate]:
    """Rate of b over rate of a."""
    years = [float(part["follow_up_months"].sum()) / MONTHS_PER_YEAR for part in (a, b)]
    attacks = [int(part["attacks"].sum()) for part in (a, b)]
    exact = rate_ratio_exact(attacks[1], years[1], attacks[0], years[0])
    yield replace(exact, method=f"{exact.method}, independent attacks")
    both = pd.concat([a, b])
    seen = both[both["follow_up_months"] > 0]
    fit = poisson_regression(
        seen["attacks"].to_numpy("int64"),
        seen["follow_up_months"].to_numpy("float64") / MONTHS_PER_YEAR,
        np.column_stack([np.ones(len(seen)), (seen["diagnosis"] == other).to_numpy("float64")]),
        ["(Intercept)", other],
        dropped=len(both) - len(seen),
    )
    yield fit.terms[1].rate_ratio


def _model_rows(history: pd.DataFrame, study: Study) -> list[Row]:
    """The negative binomial model of all diagnoses that have patients, against the first."""
    seen = history[history["follow_up_months"] > 0]
    present = [code for code in study.codes if (seen["diagnosis"] == code).any()]
    if len(present) < 2:
        return []
    fit = negative_binomial(
        seen["attacks"].to_numpy("int64"),
        seen["follow_up_months"].to_numpy("float64") / MONTHS_PER_YEAR,
        np.column_stack([np.ones(len(seen)), indicators(seen["diagnosis"], present)]),
        ["(Intercept)", *present[1:]],
        dropped=len(history) - len(seen),
    )
    rows = [
        CONTRAST.row(
            ALL,
            f"rate_ratio:{term.term} vs {present[0]}",
            _labelled(term.rate_ratio),
            "sensitivity",
            "rate ratio",
        )
        for term in fit.terms[1:]
    ]
    return [*rows, CONTRAST.row(ALL, "dispersion", fit.dispersion, "sensitivity")]
