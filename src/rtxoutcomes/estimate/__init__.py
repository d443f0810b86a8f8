"""Small-sample clinical statistics: arrays or counts in, frozen results out; no cohort needed.

Every estimator returns `Estimate` values (or a small record of them): a number with its n, the
patients dropped, method, limits, P value, and a `status` with a `note` where there is no result.
Arrays are lists, tuples, arrays or columns of pandas, and groups may have labels. An invalid
argument raises ValueError or, where it is of a wrong kind, TypeError, in one sentence.
docs/choose-an-estimator.md leads from a question to a function. Each module has one statistical
idea; these are the public names.

- proportions: `proportion`, `proportion_interval`, `agresti_coull`, `jeffreys`, `zero_event_bound`,
  `zero_event_limit`;
  tables: `freeman_halton`, `fisher_doubled`, `chi_square`, `conditional_odds`; of two groups:
  `risk_difference_melded`, `risk_difference_newcombe`, `risk_difference_miettinen_nurminen`,
  `risk_ratio_koopman`, `risk_ratio_miettinen_nurminen`
- rates: `rate`, `pooled_dispersion`, `rate_ratio_quasi_poisson`, `rate_ratio_exact`,
  `rate_ratio_point_probability`, `before_after_ratio`, `poisson_regression`, `negative_binomial`,
  `mean_cumulative`, `mean_events_at`
- missing data: `best_and_worst_case`, `tipping_shift`, `risk_with_censored_hazard`,
  `impute_pairs`, `rubin_pool`
- paired change: `mean_change`, `geometric_mean_ratio`, `standardised_mean_change`,
  `rank_biserial`, `relative_effect`, `signed_rank`, `signed_rank_asymptotic`, `ratio_ranks`,
  `smallest_attainable_p`, `hodges_lehmann`, `walsh_interval`, `net_proportion_improved`,
  `theil_sen`, `limit_nearest_no_change`, `expected_regression`, `left_censored_ratio`,
  `censored_geometric_mean_ratio`
- time to event: `event_table`, `at_risk_at`, `kaplan_meier`, `reverse_kaplan_meier`, `survival_at`,
  `survival_at_band`, `risk_at`, `median`, `quantile`, `beta_product_limits`, `restricted_mean`,
  `restricted_mean_difference`, `log_rank`, `log_rank_permutation`, `log_rank_exact_unstudentised`,
  `peto_peto`, `cumulative_hazard_ratio`, `survival_difference`, `aalen_johansen`, `incidence_at`,
  `follow_up_completeness`
- regression: `firth_logistic`, `flic_risks`, `logistic`, `separating_terms`,
  `planning_odds_ratio`, `firth_cox`, `cox`, `planning_hazard_ratio`,
  `proportional_hazards_test`, `linear_hc3`, `joint_test`
- several tests: `holm`, `adjust`; description: `describe`, `standardised_difference`,
  `standardised_share_difference`
"""

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.balance import standardised_difference, standardised_share_difference
from rtxoutcomes.estimate.describe import Description, describe
from rtxoutcomes.estimate.likelihood.cox import cox, firth_cox
from rtxoutcomes.estimate.likelihood.cox_fit import Coefficient, CoxFit
from rtxoutcomes.estimate.likelihood.firth_logistic import (
    LogisticCoefficient,
    LogisticFit,
    firth_logistic,
    flic_risks,
)
from rtxoutcomes.estimate.likelihood.linear import LinearFit, LinearTerm, joint_test, linear_hc3
from rtxoutcomes.estimate.likelihood.logistic import logistic
from rtxoutcomes.estimate.likelihood.planning import planning_hazard_ratio, planning_odds_ratio
from rtxoutcomes.estimate.likelihood.proportional_hazards import (
    ProportionalHazards,
    proportional_hazards_test,
)
from rtxoutcomes.estimate.likelihood.separation import separating_terms
from rtxoutcomes.estimate.missing.best_worst import BestWorst, best_and_worst_case
from rtxoutcomes.estimate.missing.imputation import ImputedPairs, impute_pairs
from rtxoutcomes.estimate.missing.informative_censoring import risk_with_censored_hazard
from rtxoutcomes.estimate.missing.pooling import Pooled, rubin_pool
from rtxoutcomes.estimate.missing.tipping import tipping_shift
from rtxoutcomes.estimate.multiplicity import adjust, holm
from rtxoutcomes.estimate.paired.change import (
    geometric_mean_ratio,
    mean_change,
    rank_biserial,
    standardised_mean_change,
)
from rtxoutcomes.estimate.paired.exchange import relative_effect
from rtxoutcomes.estimate.paired.hodges_lehmann import hodges_lehmann, walsh_interval
from rtxoutcomes.estimate.paired.interval_censored import censored_geometric_mean_ratio
from rtxoutcomes.estimate.paired.left_censored import left_censored_ratio
from rtxoutcomes.estimate.paired.regression_to_mean import (
    expected_regression,
    limit_nearest_no_change,
)
from rtxoutcomes.estimate.paired.responders import NetProportionImproved, net_proportion_improved
from rtxoutcomes.estimate.paired.signed_rank import (
    ratio_ranks,
    signed_rank,
    signed_rank_asymptotic,
    smallest_attainable_p,
)
from rtxoutcomes.estimate.paired.trend import theil_sen
from rtxoutcomes.estimate.proportions.conditional_odds import ConditionalOdds, conditional_odds
from rtxoutcomes.estimate.proportions.contingency import (
    chi_square,
    fisher_doubled,
    freeman_halton,
)
from rtxoutcomes.estimate.proportions.melded import risk_difference_melded
from rtxoutcomes.estimate.proportions.proportion import (
    Proportion,
    agresti_coull,
    jeffreys,
    proportion,
    proportion_interval,
)
from rtxoutcomes.estimate.proportions.risk_ratio import (
    risk_ratio_koopman,
    risk_ratio_miettinen_nurminen,
)
from rtxoutcomes.estimate.proportions.two_proportions import (
    risk_difference_miettinen_nurminen,
    risk_difference_newcombe,
)
from rtxoutcomes.estimate.proportions.zero_events import zero_event_bound, zero_event_limit
from rtxoutcomes.estimate.rates.before_after import before_after_ratio
from rtxoutcomes.estimate.rates.count_model import RateTerm
from rtxoutcomes.estimate.rates.dispersed_counts import NegativeBinomialFit, negative_binomial
from rtxoutcomes.estimate.rates.dispersion import Dispersion, pooled_dispersion
from rtxoutcomes.estimate.rates.exact_ratio import rate_ratio_exact, rate_ratio_point_probability
from rtxoutcomes.estimate.rates.poisson import PoissonFit, poisson_regression
from rtxoutcomes.estimate.rates.quasi_poisson import rate_ratio_quasi_poisson
from rtxoutcomes.estimate.rates.rate import Rate, rate
from rtxoutcomes.estimate.rates.recurrent_events import (
    MeanCumulative,
    mean_cumulative,
    mean_events_at,
)
from rtxoutcomes.estimate.survival.at_month import risk_at, survival_at, survival_at_band
from rtxoutcomes.estimate.survival.beta_product import beta_product_limits
from rtxoutcomes.estimate.survival.competing import (
    CumulativeIncidence,
    aalen_johansen,
    incidence_at,
)
from rtxoutcomes.estimate.survival.contrast import (
    cumulative_hazard_ratio,
    survival_difference,
)
from rtxoutcomes.estimate.survival.event_table import at_risk_at, event_table
from rtxoutcomes.estimate.survival.follow_up import follow_up_completeness
from rtxoutcomes.estimate.survival.kaplan_meier import (
    Curve,
    kaplan_meier,
    reverse_kaplan_meier,
)
from rtxoutcomes.estimate.survival.log_rank import log_rank, peto_peto
from rtxoutcomes.estimate.survival.permuted_log_rank import (
    log_rank_exact_unstudentised,
    log_rank_permutation,
)
from rtxoutcomes.estimate.survival.quantile import median, quantile
from rtxoutcomes.estimate.survival.restricted_mean import (
    restricted_mean,
    restricted_mean_difference,
)
from rtxoutcomes.results.estimate import Estimate

__all__ = [
    "BestWorst",
    "Coefficient",
    "ConditionalOdds",
    "CoxFit",
    "CumulativeIncidence",
    "Curve",
    "Description",
    "Dispersion",
    "Estimate",
    "EventTable",
    "ImputedPairs",
    "LinearFit",
    "LinearTerm",
    "LogisticCoefficient",
    "LogisticFit",
    "MeanCumulative",
    "NegativeBinomialFit",
    "NetProportionImproved",
    "PoissonFit",
    "Pooled",
    "Proportion",
    "ProportionalHazards",
    "Rate",
    "RateTerm",
    "aalen_johansen",
    "adjust",
    "agresti_coull",
    "at_risk_at",
    "before_after_ratio",
    "best_and_worst_case",
    "beta_product_limits",
    "censored_geometric_mean_ratio",
    "chi_square",
    "conditional_odds",
    "cox",
    "cumulative_hazard_ratio",
    "describe",
    "event_table",
    "expected_regression",
    "firth_cox",
    "firth_logistic",
    "fisher_doubled",
    "flic_risks",
    "follow_up_completeness",
    "freeman_halton",
    "geometric_mean_ratio",
    "hodges_lehmann",
    "holm",
    "impute_pairs",
    "incidence_at",
    "jeffreys",
    "joint_test",
    "kaplan_meier",
    "left_censored_ratio",
    "limit_nearest_no_change",
    "linear_hc3",
    "log_rank",
    "log_rank_exact_unstudentised",
    "log_rank_permutation",
    "logistic",
    "mean_change",
    "mean_cumulative",
    "mean_events_at",
    "median",
    "negative_binomial",
    "net_proportion_improved",
    "peto_peto",
    "planning_hazard_ratio",
    "planning_odds_ratio",
    "poisson_regression",
    "pooled_dispersion",
    "proportion",
    "proportion_interval",
    "proportional_hazards_test",
    "quantile",
    "rank_biserial",
    "rate",
    "rate_ratio_exact",
    "rate_ratio_point_probability",
    "rate_ratio_quasi_poisson",
    "ratio_ranks",
    "relative_effect",
    "restricted_mean",
    "restricted_mean_difference",
    "reverse_kaplan_meier",
    "risk_at",
    "risk_difference_melded",
    "risk_difference_miettinen_nurminen",
    "risk_difference_newcombe",
    "risk_ratio_koopman",
    "risk_ratio_miettinen_nurminen",
    "risk_with_censored_hazard",
    "rubin_pool",
    "separating_terms",
    "signed_rank",
    "signed_rank_asymptotic",
    "smallest_attainable_p",
    "standardised_difference",
    "standardised_mean_change",
    "standardised_share_difference",
    "survival_at",
    "survival_at_band",
    "survival_difference",
    "theil_sen",
    "tipping_shift",
    "walsh_interval",
    "zero_event_bound",
    "zero_event_limit",
]


def __dir__() -> list[str]:
    return list(__all__)
