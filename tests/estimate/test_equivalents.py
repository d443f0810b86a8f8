"""The calls of scipy, statsmodels and lifelines that docstrings name give the same numbers."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import (
    multivariate_logrank_test,
    survival_difference_at_fixed_point_in_time_test,
)
from lifelines.utils import restricted_mean_survival_time
from scipy import stats
from statsmodels.api import GLM, OLS, Logit, families
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from rtxoutcomes import estimate as e

TABLE = np.array([[8, 34], [3, 11]])
TWO = (8, 42, 3, 14)
MONTHS = [3.0, 5, 7, 7, 9, 12, 12, 14, 18, 20, 4, 8, 12, 13, 15, 16]
EVENT = [1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1]
GROUP = ["a"] * 8 + ["b"] * 8
AGE = [31.0, 45, 28, 50, 39, 42, 35, 55, 47, 33, 29, 61, 44, 38, 52, 41]
CHANGE = [-2.0, -1, -3, 5, -4, 7, -6, -8]
TIED = [-2.0, -1, -3, 0, -1, 1, -2, -4]
BEFORE, AFTER = np.array([11.0, 9.8, 12.1, 10.4, 9.1]), np.array([10.2, 9.5, 10.9, 10.6, 8.8])
DESIGN = np.column_stack([np.ones(16), AGE])
FITTERS = [
    KaplanMeierFitter().fit(np.array(MONTHS)[part], np.array(EVENT)[part])
    for part in (slice(8), slice(8, 16))
]
CURVES = [e.kaplan_meier(MONTHS[part], EVENT[part]) for part in (slice(8), slice(8, 16))]


def limits(result: Any) -> tuple[float, float]:
    return result.conf_low, result.conf_high


def of_two(**chosen: Any) -> Any:
    return confint_proportions_2indep(*TWO, **chosen)


# The stubs of scipy do not know all of its methods.
wilcoxon: Any = stats.wilcoxon
CASES: dict[str, tuple[Any, Any]] = {
    "agresti_coull": (
        limits(e.agresti_coull(8, 42)),
        proportion_confint(8, 42, method="agresti_coull"),
    ),
    "jeffreys": (
        limits(e.jeffreys(8, 42, modified=False)),
        proportion_confint(8, 42, method="jeffreys"),
    ),
    "proportion.wilson": (
        limits(e.proportion(8, 42).wilson),
        stats.binomtest(8, 42).proportion_ci(method="wilson"),
    ),
    "proportion.clopper_pearson": (
        limits(e.proportion(8, 42).clopper_pearson),
        stats.binomtest(8, 42).proportion_ci(),
    ),
    "zero_event_bound": (
        e.zero_event_bound(99).conf_high,
        stats.binomtest(0, 99, alternative="less").proportion_ci().high,
    ),
    "zero_event_limit": (
        e.zero_event_limit(99).conf_high,
        stats.binomtest(0, 99).proportion_ci().high,
    ),
    "risk_difference_newcombe": (
        limits(e.risk_difference_newcombe(*TWO)),
        of_two(method="newcomb"),
    ),
    # Newcombe 1998, table II (a); statsmodels has 0.0526 to 0.3440 there.
    "risk_difference_miettinen_nurminen": (
        [round(x, 4) for x in limits(e.risk_difference_miettinen_nurminen(56, 70, 48, 80))],
        (0.0528, 0.3382),
    ),
    "risk_ratio_koopman": (
        limits(e.risk_ratio_koopman(*TWO)),
        of_two(compare="ratio", method="score", correction=False),
    ),
    "risk_ratio_miettinen_nurminen": (
        limits(e.risk_ratio_miettinen_nurminen(*TWO)),
        of_two(compare="ratio", method="score"),
    ),
    "chi_square": (e.chi_square(TABLE).p_value, stats.chi2_contingency(TABLE, False).pvalue),
    "freeman_halton": (e.freeman_halton(TABLE).p_value, stats.fisher_exact(TABLE).pvalue),
    "fisher_doubled": (
        limits(e.fisher_doubled(TABLE)),
        stats.contingency.odds_ratio(TABLE).confidence_interval(),
    ),
    "conditional_odds": (
        e.conditional_odds(TABLE).chances(np.log(2.0)),
        stats.nchypergeom_fisher(56, 42, 11, 2.0).pmf(e.conditional_odds(TABLE).cells),
    ),
    "rate_ratio_point_probability": (
        e.rate_ratio_point_probability(4, 10.0, 10, 12.0).p_value,
        stats.binomtest(4, 14, 10 / 22).pvalue,
    ),
    "mean_change": (e.mean_change(AFTER - BEFORE).p_value, stats.ttest_rel(AFTER, BEFORE).pvalue),
    "geometric_mean_ratio": (
        e.geometric_mean_ratio(BEFORE, AFTER).p_value,
        stats.ttest_rel(np.log(AFTER), np.log(BEFORE)).pvalue,
    ),
    "signed_rank": (
        e.signed_rank(CHANGE).p_value,
        wilcoxon(CHANGE, method="exact").pvalue,
    ),
    "signed_rank_asymptotic": (
        e.signed_rank_asymptotic(TIED).p_value,
        wilcoxon(TIED, method="asymptotic").pvalue,
    ),
    "signed_rank_asymptotic.continuity": (
        e.signed_rank_asymptotic(TIED, continuity=True).p_value,
        wilcoxon(TIED, method="asymptotic", correction=True).pvalue,
    ),
    "net_proportion_improved.sign": (
        e.net_proportion_improved(21, 11, 42).sign.p_value,
        stats.binomtest(21, 32).pvalue,
    ),
    "theil_sen": (
        e.theil_sen([0, 0.5, 1, 1.5, 2], [11, 10.5, 3, 9.5, 9]).estimate,
        stats.theilslopes([11, 10.5, 3, 9.5, 9], [0, 0.5, 1, 1.5, 2]).slope,
    ),
    "ratio_ranks": (
        np.abs(e.ratio_ranks([2, 3, 5], [3, 5, 6])),
        stats.rankdata(np.log([1.5, 5 / 3, 1.2]), method="dense"),
    ),
    "kaplan_meier": (
        CURVES[0].survival,
        FITTERS[0].survival_function_at_times(CURVES[0].months),
    ),
    "cumulative_hazard_ratio": (
        e.cumulative_hazard_ratio(CURVES[0], CURVES[1], 12).p_value,
        survival_difference_at_fixed_point_in_time_test(12, *FITTERS).p_value,
    ),
    "restricted_mean": (
        e.restricted_mean(MONTHS[:8], EVENT[:8], 12).estimate,
        restricted_mean_survival_time(FITTERS[0], t=12),
    ),
    "log_rank": (
        e.log_rank(MONTHS, EVENT, GROUP).p_value,
        multivariate_logrank_test(MONTHS, GROUP, EVENT).p_value,
    ),
    "linear_hc3": (
        e.linear_hc3(MONTHS, DESIGN).summary["p_value"],
        OLS(MONTHS, DESIGN).fit(cov_type="HC3", use_t=True).pvalues,
    ),
    "logistic": (
        e.logistic(EVENT, DESIGN, limits="wald").summary["coefficient"],
        Logit(EVENT, DESIGN).fit(disp=0).params,
    ),
    "poisson_regression": (
        e.poisson_regression(EVENT, MONTHS, DESIGN, covariance="model").summary["std_error"],
        GLM(EVENT, DESIGN, families.Poisson(), offset=np.log(MONTHS)).fit().bse,
    ),
    "describe": (e.describe(AGE).q1, pd.Series(AGE).describe()["25%"]),
    "adjust": (
        list(e.adjust({"a": 0.01, "b": 0.04, "c": 0.03}, "BH").values()),
        multipletests([0.01, 0.04, 0.03], method="fdr_bh")[1],
    ),
    "holm": (
        list(e.holm({"a": 0.01, "b": 0.04, "c": 0.03}).values()),
        multipletests([0.01, 0.04, 0.03], method="holm")[1],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_named_call_gives_the_same_numbers(name: str) -> None:
    here, there = CASES[name]

    # Both sides are closed forms or converged searches; statsmodels stops its own at 1e-8.
    np.testing.assert_allclose(np.asarray(here, float), np.asarray(there, float), rtol=2e-6)


def test_a_cox_model_takes_no_more_lines_than_lifelines() -> None:
    patients = pd.DataFrame({"t": MONTHS, "e": EVENT, "age": AGE, "late": np.arange(16) % 2})

    theirs = CoxPHFitter().fit(patients, "t", "e").summary
    mine = e.cox(patients["t"], patients["e"], patients[["age", "late"]]).summary

    assert list(mine.index) == list(theirs.index) == ["age", "late"]
    # lifelines stops its Newton steps early.
    np.testing.assert_allclose(mine["hazard_ratio"], theirs["exp(coef)"], rtol=1e-4)
    np.testing.assert_allclose(mine["p_value"], theirs["p"], rtol=1e-3)


def test_labels_are_coded_as_a_formula_of_lifelines_codes_them() -> None:
    sex = np.where(np.arange(16) % 3 == 0, "male", "female")
    patients = pd.DataFrame({"t": MONTHS, "e": EVENT, "age": AGE, "sex": sex})

    theirs = CoxPHFitter().fit(patients, "t", "e", formula="age + sex").summary
    mine = e.cox(patients["t"], patients["e"], patients[["age", "sex"]]).summary

    assert list(mine.index) == ["age", "sex[male]"]
    assert list(theirs.index) == ["age", "sex[T.male]"]
    np.testing.assert_allclose(mine["hazard_ratio"], theirs["exp(coef)"], rtol=1e-4)


def test_walsh_averages_give_the_acceptance_set_where_nothing_is_tied() -> None:
    shift, order = e.hodges_lehmann(CHANGE, 0.5), e.walsh_interval(CHANGE, 0.5)

    # wilcox.test(conf.int = TRUE) in R has the order statistics; its hull is that of the test.
    assert limits(shift) == limits(order)
