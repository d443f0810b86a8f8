"""What users write with arrays of their own: sound code, which type checkers accept and which runs.

Each function is one snippet. The lint job checks the types; test_snippets.py runs each.
"""

import dataclasses
import json

import numpy as np
import pandas as pd

import rtxoutcomes as rtx
from rtxoutcomes import estimate
from rtxoutcomes.estimate import hodges_lehmann, kaplan_meier, log_rank, signed_rank

FRAME = pd.DataFrame(
    {
        "months": [3.0, 5.0, 7.0, 9.0, 12.0, 14.0, 6.0, 8.0],
        "relapse": [1, 0, 1, 1, 0, 1, 0, 1],
        "age": [34, 51, 47, 29, 38, 60, 44, 41],
        "sex": ["female", "male", "female", "female", "male", "male", "female", "male"],
        "before": [2.0, 3.5, 4.0, 1.0, 6.0, 2.5, 3.0, 2.0],
        "after": [1.5, 3.5, 3.0, 1.5, 5.5, 2.0, 2.0, 2.5],
    }
)


def lists() -> None:
    curve = kaplan_meier([3, 5, 7], [True, False, True])
    print(curve.survival[0], curve.at_risk.tolist())


def tuples() -> None:
    print(log_rank((3, 5, 7, 9), (1, 0, 1, 1), (0, 0, 1, 1)).p_value)


def columns_of_a_frame() -> None:
    print(log_rank(FRAME["months"], FRAME["relapse"], FRAME["sex"]))


def a_categorical() -> None:
    print(log_rank(FRAME["months"], FRAME["relapse"], FRAME["sex"].astype("category")))


def a_boolean_column() -> None:
    print(estimate.risk_at(FRAME["months"], FRAME["relapse"] == 1, 12).estimate)


def nullable_numbers() -> None:
    ages = pd.Series([34, None, 47], dtype="Int64")
    print(estimate.describe(ages).mean)


def arrays_of_whole_numbers() -> None:
    print(kaplan_meier(np.array([3, 5, 7]), np.array([1, 0, 1])))


def a_median() -> None:
    median = estimate.median(FRAME["months"], FRAME["relapse"])
    print(f"{median.estimate:.1f} ({median.conf_low:.1f} to {median.conf_high:.1f})")


def a_restricted_mean() -> None:
    print(estimate.restricted_mean([3.0, 5.0, 7.0], [1, 0, 1], 6))


def a_restricted_mean_of_a_table() -> None:
    table = estimate.event_table(FRAME["months"], FRAME["relapse"])
    print(estimate.restricted_mean(table, 12).estimate)


def paired_tests() -> None:
    change = FRAME["after"] - FRAME["before"]
    halves = change / 0.5
    print(signed_rank(halves).p_value, hodges_lehmann(halves, 0.5).estimate)


def a_net_proportion() -> None:
    better, worse = int((FRAME["after"] < FRAME["before"]).sum()), 2
    net = estimate.net_proportion_improved(better, worse, len(FRAME))
    print(net.net.estimate, net.sign.p_value)


def counts_of_pandas() -> None:
    events = FRAME["relapse"].sum()
    wilson = estimate.proportion(events, len(FRAME)).wilson
    print(json.dumps(dataclasses.asdict(wilson)))


def a_cox_model_with_labels() -> None:
    covariates = FRAME[["age"]].assign(female=FRAME["sex"] == "female")
    fit = estimate.firth_cox(FRAME["months"], FRAME["relapse"], covariates)
    print(fit.summary[["hazard_ratio", "p_value"]].loc["female"])


def a_covariate_of_labels() -> None:
    fit = estimate.firth_cox(FRAME["months"], FRAME["relapse"], FRAME[["age", "sex"]])
    print(fit.summary.loc["sex[male]"])


def one_covariate() -> None:
    print(estimate.cox(FRAME["months"], FRAME["relapse"], FRAME["age"]).summary)


def an_adjusted_change() -> None:
    design = pd.DataFrame({"intercept": 1.0, "baseline": FRAME["before"]})
    print(estimate.linear_hc3(FRAME["after"], design).summary["coefficient"])


def a_rate() -> None:
    rate = estimate.rate([0, 2, 1], [1.0, 2.0, 1.5])
    print(rate)


def permutations() -> None:
    rng = np.random.default_rng(7)
    months, relapse, sex = FRAME["months"], FRAME["relapse"], FRAME["sex"]
    test = estimate.log_rank_permutation(months, relapse, sex, rng, draws=99)
    print(test.method)


def an_adjustment() -> None:
    print(estimate.holm(pd.Series({"edss": 0.01, "igg": 0.04})))


def an_estimate_as_a_row() -> None:
    row: rtx.estimate.Estimate = estimate.proportion(8, 42).wilson
    print(row.to_frame()["estimate"].iloc[0], row.status, row.n)
