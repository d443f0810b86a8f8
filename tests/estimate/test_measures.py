"""Every estimator sets how its number is read, and the key of its method."""

import numpy as np
import pytest

from rtxoutcomes import estimate as e
from rtxoutcomes.estimate.balance import largest_difference
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

MONTHS = np.array([3.0, 5.0, 7.0, 9.0, 12.0, 14.0])
EVENT = np.array([True, False, True, True, False, True])
NO_EVENT = np.zeros(6, dtype=bool)
GROUP = np.array([0, 1, 0, 1, 0, 1])
X = np.array([[0.1], [0.7], [0.3], [1.5], [0.2], [0.9]])
DESIGN = np.column_stack([np.ones(6), X])
TERMS = ["1", "x"]
STEPS = np.array([-2, -1, 0, 1, -3, -1])
# More changed patients than the exact signed-rank tests take.
MANY = np.tile(STEPS, 250)
CAUSE = np.array([1, 0, 2, 1, 0, 1])
COUNTS = [0, 3, 1, 6, 0, 2]
YEARS = [1.0, 2.0, 1.5, 2.0, 1.0, 0.5]
TABLE_2X2 = [[3, 9], [5, 4]]
EVENTS = e.event_table(MONTHS, EVENT)
CURVE = e.kaplan_meier(EVENTS)
FOLLOW_UP = e.reverse_kaplan_meier(MONTHS, EVENT)
MEAN_CURVE = e.mean_cumulative(MONTHS, [0, 2, 3], [1.0, 4.0, 6.0])
NET = e.net_proportion_improved(3, 1, 6)
NET_OF_NOBODY = e.net_proportion_improved(0, 0, 0)
PROPORTION = e.proportion(3, 12)
RATE = e.rate(COUNTS, YEARS)
LOST = e.best_and_worst_case(3, 12, 2)
FIRTH_COX = e.firth_cox(MONTHS, EVENT, X, ["x"]).coefficients[0]
NO_FIRTH_COX = e.firth_cox(MONTHS, NO_EVENT, X, ["x"]).coefficients[0]
COX = e.cox(MONTHS, EVENT, X, ["x"]).coefficients[0]
ROBUST_COX = e.cox(MONTHS, EVENT, X, ["x"], cluster=GROUP).coefficients[0]
MONOTONE_COX = e.cox(MONTHS, EVENT, 20 - MONTHS[:, None], ["x"]).coefficients[0]
FIRTH_LOGISTIC = e.firth_logistic(EVENT, DESIGN, TERMS).coefficients[1]
LOGISTIC = e.logistic(EVENT, DESIGN, TERMS).coefficients[1]
NO_LOGISTIC = e.logistic(NO_EVENT, DESIGN, TERMS).coefficients[1]
POISSON = e.poisson_regression(COUNTS, YEARS, DESIGN, TERMS).terms[1]
NO_POISSON = e.poisson_regression([0] * 6, YEARS, DESIGN, TERMS).terms[1]
NEGATIVE_BINOMIAL = e.negative_binomial(COUNTS, YEARS, DESIGN, TERMS)
NO_NEGATIVE_BINOMIAL = e.negative_binomial([0] * 6, YEARS, DESIGN, TERMS)
HAZARDS = e.proportional_hazards_test(MONTHS, EVENT, X, ["x"])
NO_HAZARDS = e.proportional_hazards_test(MONTHS, NO_EVENT, X, ["x"])
SMD = e.standardised_difference(MONTHS, MONTHS + 1)

# Estimator, and after a colon which of its results; the result; its measure and method.
MADE: list[tuple[str, e.Estimate, Measure, MethodKey]] = [
    # proportions and tables
    ("proportion: wilson", PROPORTION.wilson, Measure.PROPORTION, MethodKey.WILSON),
    (
        "proportion: exact",
        PROPORTION.clopper_pearson,
        Measure.PROPORTION,
        MethodKey.CLOPPER_PEARSON,
    ),
    ("proportion: mid-p", PROPORTION.mid_p, Measure.PROPORTION, MethodKey.MID_P),
    (
        "proportion_interval",
        e.proportion_interval(3, 12, "mid_p"),
        Measure.PROPORTION,
        MethodKey.MID_P,
    ),
    (
        "proportion_interval: nobody",
        e.proportion_interval(0, 0),
        Measure.PROPORTION,
        MethodKey.WILSON,
    ),
    ("agresti_coull", e.agresti_coull(3, 12), Measure.PROPORTION, MethodKey.AGRESTI_COULL),
    ("jeffreys", e.jeffreys(3, 12), Measure.PROPORTION, MethodKey.JEFFREYS),
    ("jeffreys: open", e.jeffreys(3, 12, modified=False), Measure.PROPORTION, MethodKey.JEFFREYS),
    ("zero_event_bound", e.zero_event_bound(12), Measure.PROPORTION, MethodKey.ZERO_EVENT_BOUND),
    ("zero_event_limit", e.zero_event_limit(12), Measure.PROPORTION, MethodKey.ZERO_EVENT_LIMIT),
    ("freeman_halton", e.freeman_halton(TABLE_2X2), Measure.TEST, MethodKey.FREEMAN_HALTON),
    (
        "freeman_halton: one group",
        e.freeman_halton([[3, 9]]),
        Measure.TEST,
        MethodKey.FREEMAN_HALTON,
    ),
    (
        "freeman_halton: too many tables",
        e.freeman_halton(np.arange(900, 909).reshape(3, 3)),
        Measure.TEST,
        MethodKey.CHI_SQUARE,
    ),
    ("chi_square", e.chi_square(TABLE_2X2), Measure.TEST, MethodKey.CHI_SQUARE),
    (
        "fisher_doubled",
        e.fisher_doubled(TABLE_2X2),
        Measure.ODDS_RATIO,
        MethodKey.CONDITIONAL_ODDS_RATIO,
    ),
    (
        "fisher_doubled: no event",
        e.fisher_doubled([[0, 9], [0, 4]]),
        Measure.ODDS_RATIO,
        MethodKey.CONDITIONAL_ODDS_RATIO,
    ),
    (
        "risk_difference_melded",
        e.risk_difference_melded(3, 12, 5, 9),
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.RISK_DIFFERENCE_MELDED,
    ),
    (
        "risk_difference_melded: nobody",
        e.risk_difference_melded(0, 0, 5, 9),
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.RISK_DIFFERENCE_MELDED,
    ),
    (
        "risk_difference_newcombe",
        e.risk_difference_newcombe(3, 12, 5, 9),
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.NEWCOMBE,
    ),
    (
        "risk_difference_newcombe: nobody",
        e.risk_difference_newcombe(0, 0, 5, 9),
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.NEWCOMBE,
    ),
    (
        "risk_difference_miettinen_nurminen",
        e.risk_difference_miettinen_nurminen(3, 12, 5, 9),
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.MIETTINEN_NURMINEN,
    ),
    (
        "risk_ratio_koopman",
        e.risk_ratio_koopman(3, 12, 5, 9),
        Measure.RISK_RATIO,
        MethodKey.KOOPMAN,
    ),
    (
        "risk_ratio_miettinen_nurminen",
        e.risk_ratio_miettinen_nurminen(3, 12, 5, 9),
        Measure.RISK_RATIO,
        MethodKey.MIETTINEN_NURMINEN_RATIO,
    ),
    # rates
    ("rate: scaled", RATE.scaled, Measure.RATE, MethodKey.GARWOOD_SCALED),
    ("rate: independent", RATE.independent, Measure.RATE, MethodKey.GARWOOD),
    (
        "rate_ratio_exact",
        e.rate_ratio_exact(3, 9.0, 5, 8.0),
        Measure.RATE_RATIO,
        MethodKey.EXACT_RATE_RATIO,
    ),
    (
        "rate_ratio_exact: no event",
        e.rate_ratio_exact(0, 9.0, 0, 8.0),
        Measure.RATE_RATIO,
        MethodKey.EXACT_RATE_RATIO,
    ),
    (
        "rate_ratio_point_probability",
        e.rate_ratio_point_probability(3, 9.0, 5, 8.0),
        Measure.TEST,
        MethodKey.EXACT_RATE_RATIO_MINIMUM_LIKELIHOOD,
    ),
    (
        "rate_ratio_quasi_poisson",
        e.rate_ratio_quasi_poisson(3, 9.0, 5, 8.0),
        Measure.RATE_RATIO,
        MethodKey.QUASI_POISSON_RATIO,
    ),
    (
        "before_after_ratio",
        e.before_after_ratio(COUNTS, YEARS, COUNTS[::-1], YEARS),
        Measure.RATE_RATIO,
        MethodKey.EXACT_BEFORE_AFTER,
    ),
    (
        "before_after_ratio: many events",
        e.before_after_ratio([3000], [1.0], [2000], [1.0]),
        Measure.RATE_RATIO,
        MethodKey.SCORE_BEFORE_AFTER,
    ),
    ("poisson_regression", POISSON.rate_ratio, Measure.RATE_RATIO, MethodKey.POISSON_REGRESSION),
    ("poisson_regression: log", POISSON.log_rate, Measure.DIFFERENCE, MethodKey.POISSON_REGRESSION),
    (
        "poisson_regression: none",
        NO_POISSON.rate_ratio,
        Measure.RATE_RATIO,
        MethodKey.POISSON_REGRESSION,
    ),
    (
        "poisson_regression: no log",
        NO_POISSON.log_rate,
        Measure.DIFFERENCE,
        MethodKey.POISSON_REGRESSION,
    ),
    (
        "negative_binomial",
        NEGATIVE_BINOMIAL.terms[1].rate_ratio,
        Measure.RATE_RATIO,
        MethodKey.NEGATIVE_BINOMIAL,
    ),
    (
        "negative_binomial: log",
        NEGATIVE_BINOMIAL.terms[1].log_rate,
        Measure.DIFFERENCE,
        MethodKey.NEGATIVE_BINOMIAL,
    ),
    (
        "negative_binomial: dispersion",
        NEGATIVE_BINOMIAL.dispersion,
        Measure.DISPERSION,
        MethodKey.NEGATIVE_BINOMIAL,
    ),
    (
        "negative_binomial: no log",
        NO_NEGATIVE_BINOMIAL.terms[1].log_rate,
        Measure.DIFFERENCE,
        MethodKey.NEGATIVE_BINOMIAL,
    ),
    (
        "negative_binomial: no dispersion",
        NO_NEGATIVE_BINOMIAL.dispersion,
        Measure.DISPERSION,
        MethodKey.NEGATIVE_BINOMIAL,
    ),
    (
        "mean_events_at",
        e.mean_events_at(MEAN_CURVE, 6.0),
        Measure.MEAN_EVENTS,
        MethodKey.MEAN_CUMULATIVE,
    ),
    # paired change
    ("mean_change", e.mean_change(STEPS / 2), Measure.DIFFERENCE, MethodKey.PAIRED_T),
    (
        "geometric_mean_ratio",
        e.geometric_mean_ratio(MONTHS, MONTHS + 1),
        Measure.RATIO,
        MethodKey.GEOMETRIC_MEAN_RATIO,
    ),
    (
        "geometric_mean_ratio: one patient",
        e.geometric_mean_ratio(MONTHS[:1], MONTHS[:1] + 1),
        Measure.RATIO,
        MethodKey.GEOMETRIC_MEAN_RATIO,
    ),
    (
        "censored_geometric_mean_ratio",
        e.censored_geometric_mean_ratio(MONTHS, MONTHS + 1, 4.0),
        Measure.RATIO,
        MethodKey.INTERVAL_CENSORED,
    ),
    (
        "left_censored_ratio: a baseline below",
        e.left_censored_ratio(MONTHS, MONTHS + 1, (4.0, 4.0)),
        Measure.RATIO,
        MethodKey.CENSORED_BIVARIATE,
    ),
    (
        "left_censored_ratio: a value at follow-up below",
        e.left_censored_ratio(MONTHS + 1, MONTHS, (0.1, 4.0)),
        Measure.RATIO,
        MethodKey.TOBIT_RATIO,
    ),
    (
        "left_censored_ratio: all below",
        e.left_censored_ratio(MONTHS, MONTHS, (0.1, 99.0)),
        Measure.RATIO,
        MethodKey.CENSORED_BOUND,
    ),
    (
        "standardised_mean_change",
        e.standardised_mean_change(STEPS / 2),
        Measure.STANDARDISED_DIFFERENCE,
        MethodKey.STANDARDISED_MEAN_CHANGE,
    ),
    ("rank_biserial", e.rank_biserial(STEPS), Measure.CORRELATION, MethodKey.RANK_BISERIAL),
    (
        "rank_biserial: pratt",
        e.rank_biserial(STEPS, "pratt"),
        Measure.CORRELATION,
        MethodKey.RANK_BISERIAL_PRATT,
    ),
    (
        "relative_effect",
        e.relative_effect(STEPS, -STEPS, "lower", np.random.default_rng(1)),
        Measure.PROPORTION,
        MethodKey.RELATIVE_EFFECT,
    ),
    ("signed_rank", e.signed_rank(STEPS), Measure.TEST, MethodKey.SIGNED_RANK),
    (
        "signed_rank: pratt",
        e.signed_rank(STEPS, "pratt"),
        Measure.TEST,
        MethodKey.SIGNED_RANK_PRATT,
    ),
    ("signed_rank: many", e.signed_rank(MANY), Measure.TEST, MethodKey.SIGNED_RANK_NORMAL),
    (
        "signed_rank: many, pratt",
        e.signed_rank(MANY, "pratt"),
        Measure.TEST,
        MethodKey.SIGNED_RANK_PRATT_NORMAL,
    ),
    (
        "signed_rank_asymptotic",
        e.signed_rank_asymptotic(STEPS),
        Measure.TEST,
        MethodKey.SIGNED_RANK_NORMAL,
    ),
    ("hodges_lehmann", e.hodges_lehmann(STEPS, 0.5), Measure.DIFFERENCE, MethodKey.HODGES_LEHMANN),
    (
        "hodges_lehmann: many",
        e.hodges_lehmann(MANY, 0.5),
        Measure.DIFFERENCE,
        MethodKey.HODGES_LEHMANN,
    ),
    ("walsh_interval", e.walsh_interval(STEPS, 0.5), Measure.DIFFERENCE, MethodKey.WALSH),
    ("walsh_interval: many", e.walsh_interval(MANY, 0.5), Measure.DIFFERENCE, MethodKey.WALSH),
    (
        "net_proportion_improved",
        NET.net,
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.NET_PROPORTION_MELDED,
    ),
    ("net_proportion_improved: sign", NET.sign, Measure.PROPORTION, MethodKey.SIGN_TEST),
    (
        "net_proportion_improved: nobody",
        NET_OF_NOBODY.net,
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.NET_PROPORTION_MELDED,
    ),
    (
        "net_proportion_improved: no sign",
        NET_OF_NOBODY.sign,
        Measure.PROPORTION,
        MethodKey.SIGN_TEST,
    ),
    ("theil_sen", e.theil_sen(MONTHS, MONTHS + 1), Measure.DIFFERENCE, MethodKey.THEIL_SEN),
    (
        "limit_nearest_no_change",
        e.limit_nearest_no_change(STEPS / 2),
        Measure.DIFFERENCE,
        MethodKey.LIMIT_NEAREST_NO_CHANGE,
    ),
    (
        "limit_nearest_no_change: one",
        e.limit_nearest_no_change(STEPS[:1] / 2),
        Measure.DIFFERENCE,
        MethodKey.LIMIT_NEAREST_NO_CHANGE,
    ),
    (
        "expected_regression",
        e.expected_regression(MONTHS, 4.0, 0.8),
        Measure.DIFFERENCE,
        MethodKey.EXPECTED_REGRESSION,
    ),
    (
        "expected_regression: nobody",
        e.expected_regression(MONTHS[:0], 4.0, 0.8),
        Measure.DIFFERENCE,
        MethodKey.EXPECTED_REGRESSION,
    ),
    # time to an event
    ("survival_at", e.survival_at(CURVE, 9.0), Measure.PROPORTION, MethodKey.KAPLAN_MEIER),
    ("survival_at: beyond", e.survival_at(CURVE, 99.0), Measure.PROPORTION, MethodKey.KAPLAN_MEIER),
    (
        "survival_at: follow-up",
        e.survival_at(FOLLOW_UP, 9.0),
        Measure.PROPORTION,
        MethodKey.REVERSE_KAPLAN_MEIER,
    ),
    (
        "survival_at_band",
        e.survival_at_band(CURVE, 9.0),
        Measure.PROPORTION,
        MethodKey.KAPLAN_MEIER_BETA_PRODUCT,
    ),
    ("risk_at", e.risk_at(EVENTS, 12.0), Measure.PROPORTION, MethodKey.RISK_BETA_PRODUCT),
    ("risk_at: beyond", e.risk_at(EVENTS, 99.0), Measure.PROPORTION, MethodKey.RISK_BETA_PRODUCT),
    ("median", e.median(CURVE), Measure.DURATION, MethodKey.KAPLAN_MEIER_QUANTILE),
    ("median: follow-up", e.median(FOLLOW_UP), Measure.DURATION, MethodKey.REVERSE_KAPLAN_MEIER),
    ("quantile", e.quantile(CURVE, 0.25), Measure.DURATION, MethodKey.KAPLAN_MEIER_QUANTILE),
    (
        "restricted_mean",
        e.restricted_mean(EVENTS, 12.0),
        Measure.DURATION,
        MethodKey.RESTRICTED_MEAN,
    ),
    (
        "restricted_mean: beyond",
        e.restricted_mean(EVENTS, 99.0),
        Measure.DURATION,
        MethodKey.RESTRICTED_MEAN,
    ),
    (
        "restricted_mean_difference",
        e.restricted_mean_difference(EVENTS, EVENTS, 12.0),
        Measure.DURATION_DIFFERENCE,
        MethodKey.RESTRICTED_MEAN_DIFFERENCE,
    ),
    ("log_rank", e.log_rank(MONTHS, EVENT, GROUP), Measure.TEST, MethodKey.LOG_RANK),
    ("log_rank: no event", e.log_rank(MONTHS, NO_EVENT, GROUP), Measure.TEST, MethodKey.LOG_RANK),
    (
        "log_rank_permutation",
        e.log_rank_permutation(MONTHS, EVENT, GROUP, np.random.default_rng(1)),
        Measure.TEST,
        MethodKey.LOG_RANK_PERMUTATION,
    ),
    (
        "log_rank_exact_unstudentised",
        e.log_rank_exact_unstudentised(MONTHS, EVENT, GROUP),
        Measure.TEST,
        MethodKey.LOG_RANK_EXACT,
    ),
    ("peto_peto", e.peto_peto(MONTHS, EVENT, GROUP), Measure.TEST, MethodKey.PETO_PETO),
    (
        "cumulative_hazard_ratio",
        e.cumulative_hazard_ratio(CURVE, CURVE, 9.0),
        Measure.CUMULATIVE_HAZARD_RATIO,
        MethodKey.CUMULATIVE_HAZARD_RATIO,
    ),
    (
        "survival_difference",
        e.survival_difference(CURVE, CURVE, 9.0),
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.SURVIVAL_DIFFERENCE_MELDED,
    ),
    (
        "survival_difference: beyond",
        e.survival_difference(CURVE, CURVE, 99.0),
        Measure.PROPORTION_DIFFERENCE,
        MethodKey.SURVIVAL_DIFFERENCE_MELDED,
    ),
    (
        "incidence_at",
        e.incidence_at(MONTHS, CAUSE, 1, 9.0),
        Measure.PROPORTION,
        MethodKey.AALEN_JOHANSEN,
    ),
    (
        "follow_up_completeness",
        e.follow_up_completeness(MONTHS, EVENT, 12.0),
        Measure.PROPORTION,
        MethodKey.COMPLETENESS,
    ),
    # regression
    ("firth_cox", FIRTH_COX.hazard_ratio, Measure.HAZARD_RATIO, MethodKey.FIRTH_COX),
    ("firth_cox: log", FIRTH_COX.log_hazard, Measure.DIFFERENCE, MethodKey.FIRTH_COX),
    ("firth_cox: none", NO_FIRTH_COX.hazard_ratio, Measure.HAZARD_RATIO, MethodKey.FIRTH_COX),
    ("firth_cox: no log", NO_FIRTH_COX.log_hazard, Measure.DIFFERENCE, MethodKey.FIRTH_COX),
    ("cox", COX.hazard_ratio, Measure.HAZARD_RATIO, MethodKey.COX),
    ("cox: clusters", ROBUST_COX.hazard_ratio, Measure.HAZARD_RATIO, MethodKey.COX),
    ("cox: monotone", MONOTONE_COX.log_hazard, Measure.DIFFERENCE, MethodKey.COX),
    ("firth_logistic", FIRTH_LOGISTIC.odds_ratio, Measure.ODDS_RATIO, MethodKey.FIRTH_LOGISTIC),
    ("firth_logistic: log", FIRTH_LOGISTIC.log_odds, Measure.DIFFERENCE, MethodKey.FIRTH_LOGISTIC),
    ("logistic", LOGISTIC.odds_ratio, Measure.ODDS_RATIO, MethodKey.LOGISTIC),
    ("logistic: none", NO_LOGISTIC.odds_ratio, Measure.ODDS_RATIO, MethodKey.LOGISTIC),
    ("logistic: no log", NO_LOGISTIC.log_odds, Measure.DIFFERENCE, MethodKey.LOGISTIC),
    ("proportional_hazards_test", HAZARDS.together, Measure.TEST, MethodKey.PROPORTIONAL_HAZARDS),
    (
        "proportional_hazards_test: a term",
        HAZARDS.terms[0][1],
        Measure.TEST,
        MethodKey.PROPORTIONAL_HAZARDS,
    ),
    (
        "proportional_hazards_test: none",
        NO_HAZARDS.together,
        Measure.TEST,
        MethodKey.PROPORTIONAL_HAZARDS,
    ),
    (
        "linear_hc3",
        e.linear_hc3(MONTHS, DESIGN, TERMS).terms[1].value,
        Measure.DIFFERENCE,
        MethodKey.LINEAR_HC3,
    ),
    (
        "linear_hc3: equal variances",
        e.linear_hc3(MONTHS, DESIGN, TERMS, covariance="classical").terms[1].value,
        Measure.DIFFERENCE,
        MethodKey.LINEAR,
    ),
    ("joint_test", e.joint_test(MONTHS, DESIGN, [1]), Measure.TEST, MethodKey.JOINT_TEST),
    (
        "joint_test: constant",
        e.joint_test(np.ones(6), DESIGN, [1]),
        Measure.TEST,
        MethodKey.JOINT_TEST,
    ),
    # missing data
    (
        "best_and_worst_case: none",
        LOST.none_of_lost,
        Measure.PROPORTION,
        MethodKey.NONE_OF_THE_MISSING,
    ),
    (
        "best_and_worst_case: all",
        LOST.all_of_lost,
        Measure.PROPORTION,
        MethodKey.ALL_OF_THE_MISSING,
    ),
    (
        "best_and_worst_case: bounds",
        LOST.bounds,
        Measure.PROPORTION,
        MethodKey.BOUNDS_OF_THE_MISSING,
    ),
    ("tipping_shift", e.tipping_shift(STEPS / 2, 2), Measure.DIFFERENCE, MethodKey.TIPPING_SHIFT),
    (
        "tipping_shift: none",
        e.tipping_shift(STEPS / 2, 0),
        Measure.DIFFERENCE,
        MethodKey.TIPPING_SHIFT,
    ),
    (
        "risk_with_censored_hazard",
        e.risk_with_censored_hazard(MONTHS, EVENT, 12.0, 2.0),
        Measure.PROPORTION,
        MethodKey.CENSORED_HAZARD,
    ),
    (
        "rubin_pool",
        e.rubin_pool([0.1, 0.2], [0.3, 0.3], n=9).value,
        Measure.DIFFERENCE,
        MethodKey.MULTIPLE_IMPUTATION,
    ),
    # description
    (
        "standardised_difference",
        SMD,
        Measure.STANDARDISED_DIFFERENCE,
        MethodKey.STANDARDISED_MEAN_DIFFERENCE,
    ),
    (
        "standardised_share_difference",
        e.standardised_share_difference(np.array([3, 9]), np.array([5, 4])),
        Measure.STANDARDISED_DIFFERENCE,
        MethodKey.STANDARDISED_PROPORTION_DIFFERENCE,
    ),
    (
        "largest_difference",
        largest_difference([SMD], n=6),
        Measure.STANDARDISED_DIFFERENCE,
        MethodKey.LARGEST_STANDARDISED_DIFFERENCE,
    ),
]
# Curves, tables, predictions and adjusted p-values: none of them returns an Estimate.
WITHOUT_ESTIMATE = {
    "pooled_dispersion",
    "aalen_johansen",
    "adjust",
    "at_risk_at",
    "beta_product_limits",
    "conditional_odds",
    "describe",
    "event_table",
    "flic_risks",
    "holm",
    "impute_pairs",
    "kaplan_meier",
    "mean_cumulative",
    "planning_hazard_ratio",
    "planning_odds_ratio",
    "ratio_ranks",
    "reverse_kaplan_meier",
    "separating_terms",
    "smallest_attainable_p",
}


@pytest.mark.parametrize(
    ("result", "measure", "key"), [pytest.param(*row[1:], id=row[0]) for row in MADE]
)
def test_an_estimate_has_the_measure_and_the_method_of_its_estimator(
    result: e.Estimate, measure: Measure, key: MethodKey
) -> None:
    assert (result.measure, result.method_key) == (measure, key)


def test_every_public_estimator_is_in_the_table() -> None:
    estimators = {name for name in e.__all__ if not name[0].isupper()}

    assert estimators - {row[0].split(":")[0] for row in MADE} == WITHOUT_ESTIMATE
