"""Where other software gives another number: both numbers of each row of docs/differences.md."""

import json
import math
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.utils import restricted_mean_survival_time
from scipy import stats
from statsmodels.api import GLM, OLS, Logit, families
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson

from rtxoutcomes import estimate
from rtxoutcomes.publish.environment import differences_from_lock
from rtxoutcomes.rounding import fixed

ROOT = Path(__file__).resolve().parents[1]
R = json.loads((ROOT / "tests" / "reference" / "differences.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")

CHANGE = np.array([-1, -1, -0.5, -0.5, -0.5, 0.5, -1, -1, 0.5, -1.5, 0, 0, 0, 0])
HALF = np.rint(CHANGE * 2).astype(np.int64)
NMOSD = np.repeat([-2, 0, 1], [9, 3, 2])
LARGER = np.repeat([-4, -3, -2, -1, 0, 1, 2, 3, 4], [1, 3, 4, 6, 9, 6, 7, 5, 2])
MONTHS = np.array([3.0, 5, 7, 7, 9, 12, 12, 14, 18, 20])
EVENT = np.array([1, 0, 1, 1, 0, 1, 0, 0, 1, 0]) == 1
TABLE = estimate.event_table(MONTHS, EVENT)
CURVE = estimate.kaplan_meier(TABLE)
SEPARATED_OUTCOME = np.array([1.0, 1, 1, 0, 0, 0, 0, 0])
SEPARATED = np.column_stack([np.ones(8), [1.0, 1, 1, 1, 0, 0, 0, 0]])
GROUPS = np.column_stack([np.ones(8), [0.0, 0, 0, 0, 1, 1, 1, 1]])
SPREAD = np.array([0.0, 1, 2, 9, 3, 5, 6, 20])

Both = tuple[float | str, float | str]
NONE = "none"


def sas_signed_rank(change: np.ndarray) -> float:
    """PROC UNIVARIATE above 20 pairs: Student's t of S = W+ - n(n + 1)/4, ties in its variance."""
    nonzero = change[change != 0]
    n, ranks = len(nonzero), stats.rankdata(np.abs(nonzero))
    s = ranks[nonzero > 0].sum() - n * (n + 1) / 4
    ties = np.unique(np.abs(nonzero), return_counts=True)[1]
    v = n * (n + 1) * (2 * n + 1) / 24 - (ties**3 - ties).sum() / 48
    t = s * math.sqrt(n - 1) / math.sqrt(n * v - s**2)
    return float(2 * stats.t.sf(abs(t), n - 1))


def lifelines_curve(months: np.ndarray = MONTHS, event: np.ndarray = EVENT) -> KaplanMeierFitter:
    return KaplanMeierFitter().fit(months, event)


def lifelines_rmst() -> float:
    _, variance = restricted_mean_survival_time(lifelines_curve(), t=12, return_variance=True)
    return math.sqrt(variance)


def half_months() -> tuple[np.ndarray, np.ndarray]:
    """Two of four relapse before a gap in which the curve stands at exactly one half."""
    return np.array([2.0, 8.0, 15.0, 20.0]), np.array([True, True, True, False])


def lifelines_separated() -> float:
    frame = pd.DataFrame({"t": [1.0, 2, 3, 4, 5, 6, 7, 8], "e": [1] * 4 + [0] * 4})
    frame["x"] = [1.0] * 4 + [0.0] * 4
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(CoxPHFitter().fit(frame, "t", "e").summary.loc["x", "p"])


def our_separated() -> float:
    x = np.array([[1.0]] * 4 + [[0.0]] * 4)
    fit = estimate.firth_cox(np.arange(1.0, 9), np.arange(8) < 4, x, ["x"])
    return fit.coefficients[0].hazard_ratio.p_value


def poisson_error(kind: str) -> float:
    """statsmodels' error of a slope of counts on two groups."""
    counts = np.array([0.0, 1, 2, 5, 1, 3, 4, 12])
    return float(GLM(counts, GROUPS, family=families.Poisson()).fit(cov_type=kind).bse[1])


def by_hand_hc3_poisson() -> float:
    """Two groups of four: the fitted mean is that of the group, each leverage a quarter."""
    counts = np.array([[0.0, 1, 2, 5], [1, 3, 4, 12]])
    mean = counts.mean(axis=1, keepdims=True)
    residual = (counts - mean) / (1 - 1 / 4)
    return float(np.sqrt(((residual**2).sum(axis=1) / (4 * mean[:, 0]) ** 2).sum()))


def quietly(number: Callable[[], Any]) -> float:
    """A number of another library, whose warnings are its own affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(number())


CASES: dict[str, Callable[[], Both]] = {
    "signed rank with zeros, scipy exact": lambda: (
        estimate.signed_rank(HALF).p_value,
        quietly(lambda: stats.wilcoxon(CHANGE, method="exact").pvalue),
    ),
    "signed rank of 14 with ties, scipy": lambda: (
        estimate.signed_rank(NMOSD).p_value,
        quietly(lambda: stats.wilcoxon(NMOSD / 2).pvalue),
    ),
    "signed rank with zeros, R": lambda: (
        estimate.signed_rank(HALF).p_value,
        R["signed_rank"],
    ),
    "signed rank of 43, SAS": lambda: (
        estimate.signed_rank(LARGER).p_value,
        sas_signed_rank(LARGER),
    ),
    "no patient changed, scipy": lambda: (
        NONE if math.isnan(estimate.signed_rank(np.zeros(8, np.int64)).p_value) else "",
        quietly(lambda: stats.wilcoxon(np.zeros(8)).pvalue),
    ),
    "all change alike, scipy": lambda: (
        NONE if math.isnan(estimate.mean_change(np.full(8, -0.5)).p_value) else "",
        quietly(lambda: stats.ttest_1samp(np.full(8, -0.5), 0).pvalue),
    ),
    "Hodges-Lehmann with zeros, R": lambda: (
        estimate.hodges_lehmann(HALF, 0.5).estimate,
        R["hodges_lehmann"],
    ),
    "table of three groups, scipy": lambda: (
        estimate.freeman_halton(np.array([[8, 34], [10, 33], [1, 13]])).p_value,
        stats.fisher_exact(
            np.array([[8, 34], [10, 33], [1, 13]]),
            method=stats.MonteCarloMethod(rng=np.random.default_rng(1)),
        ).pvalue,
    ),
    "table of two groups, R": lambda: (
        estimate.fisher_doubled(np.array([[11, 31], [0, 14]])).p_value,
        R["fisher"],
    ),
    "Wilson at no event, statsmodels": lambda: (
        estimate.proportion(0, 14).wilson.conf_low,
        proportion_confint(0, 14, method="wilson")[0],
    ),
    "interval by default, statsmodels": lambda: (
        estimate.proportion(0, 14).wilson.conf_high,
        proportion_confint(0, 14)[1],
    ),
    "Miettinen-Nurminen, statsmodels": lambda: (
        estimate.risk_difference_miettinen_nurminen(8, 42, 1, 14).conf_low,
        statsmodels_score(),
    ),
    "mid-p limit of no event, statsmodels": lambda: (
        estimate.rate(np.array([0]), np.array([25.5])).independent.conf_low,
        quietly(lambda: confint_poisson(0, 25.5, method="midp-c")[0]),
    ),
    "ratio of two rates, R": lambda: (
        estimate.rate_ratio_exact(4, 10.0, 1, 30.0).p_value,
        R["rate_ratio"],
    ),
    "Poisson with HC3, statsmodels": lambda: (by_hand_hc3_poisson(), poisson_error("HC3")),
    "limits of survival at 12 months, R": lambda: (
        estimate.survival_at(CURVE, 12).conf_high,
        R["survival_log_high"],
    ),
    "number at risk at 12 months, lifelines": lambda: (
        float(estimate.at_risk_at(TABLE, [12.0])[0]),
        float((MONTHS > 12).sum()),
    ),
    "survival beyond the last time, lifelines": lambda: (
        NONE if math.isnan(estimate.survival_at(CURVE, 36).estimate) else "",
        float(lifelines_curve().predict(36)),
    ),
    "median where the curve is flat at 0.5, lifelines": lambda: (
        estimate.median(estimate.kaplan_meier(estimate.event_table(*half_months()))).estimate,
        float(lifelines_curve(*half_months()).median_survival_time_),
    ),
    "error of the restricted mean, lifelines": lambda: (
        estimate.restricted_mean(TABLE, 12.0).std_error,
        quietly(lifelines_rmst),
    ),
    "no event at all, lifelines": lambda: (
        float(estimate.beta_product_limits(np.array([14]), np.array([0]))[0][0]),
        float(
            lifelines_curve(np.full(14, 12.0), np.zeros(14, bool)).confidence_interval_.iloc[-1, 0]
        ),
    ),
    "separated Cox model, lifelines": lambda: (our_separated(), lifelines_separated()),
    "separated logistic model, statsmodels": lambda: (
        estimate.firth_logistic(SEPARATED_OUTCOME, SEPARATED, ["1", "x"])
        .coefficients[1]
        .log_odds.estimate,
        quietly(lambda: Logit(SEPARATED_OUTCOME, SEPARATED).fit(disp=0, maxiter=35).params[1]),
    ),
    "HC3 of least squares, statsmodels": lambda: (
        estimate.linear_hc3(SPREAD, GROUPS, ["1", "x"]).terms[1].value.p_value,
        float(OLS(SPREAD, GROUPS).fit(cov_type="HC3").pvalues[1]),
    ),
    "Holm with a missing P, statsmodels": lambda: (
        estimate.holm({"a": 0.01, "b": math.nan, "c": 0.04}, size=2)["a"],
        float(multipletests([0.01, math.nan, 0.04], method="holm")[1][0]),
    ),
    "rounding 0.125 to two decimals, Python": lambda: (fixed(0.125, 2), f"{0.125:.2f}"),
}


def statsmodels_score() -> float | str:
    try:
        return float(confint_proportions_2indep(8, 42, 1, 14, compare="diff", method="score")[0])
    except ValueError:
        return NONE


def rows() -> dict[str, tuple[str, str]]:
    found = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ", PAGE, flags=re.MULTILINE)
    return {what.strip(): (ours.strip(), theirs.strip()) for what, ours, theirs in found}


def printed(number: float | str, shown: str) -> str:
    """The number as the page shows it: to as many digits."""
    if isinstance(number, str):
        return number
    if "e" in shown:
        return f"{number:.1e}"
    decimals = len(shown.partition(".")[2])
    return fixed(number, decimals).replace("\N{MINUS SIGN}", "-")


@pytest.mark.skipif(bool(differences_from_lock()), reason="other libraries than those of the lock")
@pytest.mark.parametrize("what", CASES)
def test_both_numbers_of_a_row_are_what_the_two_programs_give(what: str) -> None:
    ours, theirs = CASES[what]()

    shown = rows()[what]

    assert (printed(ours, shown[0]), printed(theirs, shown[1])) == shown


def test_every_row_of_the_page_is_tried() -> None:
    assert set(rows()) - {"what", "---"} == set(CASES)
