"""A call of every public estimator that is right: its name, and its arguments by name."""

from typing import Any

import numpy as np

from rtxoutcomes import estimate

MONTHS = np.array([3.0, 5.0, 7.0, 9.0, 12.0, 14.0])
EVENT = np.array([True, False, True, True, False, True])
X = np.array([[0.1], [0.7], [0.3], [1.5], [0.2], [0.9]])
DESIGN = np.column_stack([np.ones(6), X])
STEPS = np.array([-2, -1, 0, 1, -3, -1])
TABLE = estimate.event_table(MONTHS, EVENT)
TIMES: dict[str, Any] = {"months": MONTHS, "event": EVENT}
GROUPED: dict[str, Any] = TIMES | {"group": np.array([0, 1, 0, 1, 0, 1])}
COX: dict[str, Any] = TIMES | {
    "covariates": X,
    "terms": ["x"],
    "entry": np.zeros(6),
    "strata": np.zeros(6, dtype=np.int64),
}
CAUSE = np.array([1, 0, 2, 1, 0, 1])
PAIR = {"a": estimate.kaplan_meier(TABLE), "b": estimate.kaplan_meier(TABLE)}
CURVE = {"curve": estimate.kaplan_meier(TABLE)}
SAMPLE = {"events": [0, 2, 1, 0, 3, 1], "years": [1.0, 2.0, 1.0, 1.0, 2.0, 1.0]}
RATE_RATIO = {"events_a": 4, "years_a": 10.0, "events_b": 10, "years_b": 12.0}
TWO = {"events_a": 8, "n_a": 42, "events_b": 1, "n_b": 14}
SQUARE = {"table": [[8, 34], [1, 13]]}
P_VALUES = {"p_values": {"a": 0.01, "b": 0.04}}
# What an estimator takes beyond these is left at its default.
CALLS: dict[str, dict[str, Any]] = {
    "aalen_johansen": {"months": MONTHS, "cause": CAUSE},
    "at_risk_at": {"table": TABLE, "months": [6.0]},
    "beta_product_limits": {"at_risk": np.array([6, 5]), "events": np.array([1, 0])},
    "censored_geometric_mean_ratio": {"before": MONTHS, "after": MONTHS + 1, "limit": 2.0},
    "cox": COX | {"cluster": np.array([0, 0, 1, 1, 2, 2])},
    "cumulative_hazard_ratio": PAIR | {"month": 9.0},
    "describe": {"values": MONTHS},
    "event_table": TIMES | {"entry": np.zeros(6)},
    "expected_regression": {"baseline": MONTHS, "external_mean": 4.0, "correlation": 0.8},
    "firth_cox": COX,
    "firth_logistic": {"outcome": EVENT, "design": DESIGN, "terms": ["1", "x"]},
    "follow_up_completeness": {"months": MONTHS, "left_early": EVENT, "horizon": 12.0},
    "flic_risks": {"outcome": EVENT, "design": DESIGN, "at": DESIGN},
    "geometric_mean_ratio": {"before": MONTHS, "after": MONTHS + 1},
    "hodges_lehmann": {"change": STEPS, "step": 0.5},
    "incidence_at": {"months": MONTHS, "cause": CAUSE, "wanted": 1, "month": 9.0},
    "joint_test": {"outcome": MONTHS, "design": DESIGN, "columns": [1]},
    "kaplan_meier": {"table": TABLE},
    "left_censored_ratio": {"before": MONTHS, "after": MONTHS + 1, "limits": (2.0, 2.0)},
    "linear_hc3": {"outcome": MONTHS, "design": DESIGN, "terms": ["1", "x"]},
    "log_rank": GROUPED,
    "log_rank_exact_unstudentised": GROUPED,
    "log_rank_permutation": GROUPED | {"rng": np.random.default_rng(1)},
    "logistic": {"outcome": EVENT, "design": DESIGN, "terms": ["1", "x"]},
    "mean_change": {"change": STEPS / 2},
    "median": CURVE,
    "net_proportion_improved": {"better": 3, "worse": 1, "n": 6},
    "peto_peto": GROUPED,
    "planning_hazard_ratio": {"events": 16},
    "proportional_hazards_test": COX,
    "planning_odds_ratio": {"events": 16, "n": 99},
    "separating_terms": {"outcome": EVENT, "design": DESIGN, "terms": ["1", "x"]},
    "quantile": CURVE | {"share": 0.25},
    "rank_biserial": {"change": STEPS},
    "ratio_ranks": {"before": np.array([2, 3]), "after": np.array([3, 3])},
    "restricted_mean": {"table": TABLE, "tau": 12.0},
    "restricted_mean_difference": {"a": TABLE, "b": TABLE, "tau": 12.0},
    "reverse_kaplan_meier": TIMES,
    "risk_at": {"table": TABLE, "month": 12.0},
    "signed_rank": {"change": STEPS},
    "signed_rank_asymptotic": {"change": STEPS},
    "smallest_attainable_p": {"change": STEPS},
    "standardised_mean_change": {"change": STEPS / 2},
    "survival_at": CURVE | {"month": 12.0},
    "survival_at_band": CURVE | {"month": 12.0},
    "survival_difference": PAIR | {"month": 9.0},
    "theil_sen": {"years": MONTHS, "values": MONTHS + 1},
    "limit_nearest_no_change": {"change": STEPS / 2},
    "walsh_interval": {"change": STEPS, "step": 0.5},
    "adjust": P_VALUES | {"method": "BH"},
    "agresti_coull": {"events": 8, "n": 42},
    "before_after_ratio": {
        "before": [2, 1, 1],
        "before_years": [1.0, 1.0, 1.0],
        "after": [0, 1, 0],
        "after_years": [2.0, 1.5, 2.0],
    },
    "best_and_worst_case": {"events": 8, "seen": 38, "lost": 4},
    "chi_square": SQUARE,
    "conditional_odds": SQUARE,
    "fisher_doubled": SQUARE,
    "freeman_halton": SQUARE,
    "holm": P_VALUES,
    "impute_pairs": {
        "before": [2.0, 3.0, 2.5, 4.0, 3.5],
        "after": [1.5, np.nan, 2.0, 4.5, 3.0],
        "group": [0, 0, 0, 0, 0],
        "imputations": 2,
        "rng": np.random.default_rng(1),
    },
    "jeffreys": {"events": 8, "n": 42},
    "mean_cumulative": {
        "follow_up": [12.0, 12.0, 6.0, 9.0],
        "patient": [0, 0, 2],
        "months": [3.0, 8.0, 5.0],
    },
    "mean_events_at": {
        "curve": estimate.mean_cumulative([12.0, 12.0, 6.0, 9.0], [0, 0, 2], [3.0, 8.0, 5.0]),
        "month": 6.0,
    },
    "negative_binomial": {
        "events": [0, 5, 0, 1, 0, 7, 1, 0],
        "years": [1.0, 1.0, 2.0, 1.0, 1.0, 2.0, 1.0, 2.0],
        "design": np.ones((8, 1)),
        "terms": ["1"],
    },
    "poisson_regression": SAMPLE | {"design": DESIGN, "terms": ["1", "x"]},
    "pooled_dispersion": SAMPLE | {"group": [0, 0, 0, 1, 1, 1]},
    "proportion": {"events": 8, "n": 42},
    "proportion_interval": {"events": 8, "n": 42},
    "rate": SAMPLE,
    "rate_ratio_exact": RATE_RATIO,
    "rate_ratio_point_probability": RATE_RATIO,
    "rate_ratio_quasi_poisson": RATE_RATIO,
    "relative_effect": {
        "before": [6, 4, 7, 5, 8, 6],
        "after": [4, 4, 5, 6, 5, 5],
        "better": "lower",
        "rng": np.random.default_rng(1),
    },
    "risk_difference_melded": TWO,
    "risk_difference_miettinen_nurminen": TWO,
    "risk_difference_newcombe": TWO,
    "risk_ratio_koopman": TWO,
    "risk_ratio_miettinen_nurminen": TWO,
    "risk_with_censored_hazard": TIMES | {"month": 12.0, "multiple": 2.0},
    "rubin_pool": {"estimates": [-0.31, -0.35], "std_errors": [0.15, 0.16], "n": 42},
    "standardised_difference": {"first": [37.0, 41.0, 29.0], "second": [44.0, 39.0, 50.0]},
    "standardised_share_difference": {"first": [30, 12], "second": [27, 16]},
    "tipping_shift": {"change": STEPS / 2, "missing": 3},
    "zero_event_bound": {"n": 14},
    "zero_event_limit": {"n": 14},
}
