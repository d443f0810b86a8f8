"""Proportions, exact tests and differences against R, on the cases next to the checkout."""

import math
from itertools import combinations

import numpy as np
import pytest

from rtxoutcomes.estimate.multiplicity import holm
from rtxoutcomes.estimate.proportions.contingency import (
    chi_square,
    fisher_doubled,
    freeman_halton,
)
from rtxoutcomes.estimate.proportions.proportion import agresti_coull, jeffreys, proportion
from rtxoutcomes.estimate.proportions.two_proportions import risk_difference_newcombe
from rtxoutcomes.results.estimate import Estimate
from shared_reference.loader import Check, checks

INTERVALS = (
    "proportion.ci.wilson",
    "proportion.ci.clopper_pearson",
    "proportion.ci.agresti_coull",
    "proportion.ci.jeffreys",
    "proportion.ci.jeffreys_unmodified",
)
Counts = dict[str, tuple[int, int]]


def counts(check: Check) -> Counts:
    """Events and patients of each group in order of appearance."""
    rows = check.data()
    by_group = rows.groupby(check.args["group"], sort=False)[check.args["event"]]
    return {str(name): (int(events.sum()), len(events)) for name, events in by_group}


def with_all(groups: Counts) -> Counts:
    events, patients = zip(*groups.values(), strict=True)
    return {**groups, "ALL": (sum(events), sum(patients))}


def table(groups: Counts) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array([[events, n - events] for events, n in groups.values()], dtype=np.int64)


def interval(task: str, events: int, n: int, level: float) -> Estimate:
    result = proportion(events, n, level)
    return {
        "wilson": result.wilson,
        "clopper_pearson": result.clopper_pearson,
        "agresti_coull": agresti_coull(events, n, level),
        "jeffreys": jeffreys(events, n, conf_level=level),
        "jeffreys_unmodified": jeffreys(events, n, modified=False, conf_level=level),
    }[task.rsplit(".", maxsplit=1)[-1]]


def same_p(check: Check, result: Estimate, expected: float, what: str) -> None:
    """R gives 1 where nothing can differ; here such a table is not tested, with a note."""
    if result.status == "not_attempted":
        assert expected == 1, f"{what}: not attempted, where R has {expected}"
        assert result.note in ("no_events", "all_events")
        return
    check.compare(result.p_value, expected, what)


@pytest.mark.parametrize("check", checks("proportion.count"))
def test_counts_and_proportions_are_those_of_table(check: Check) -> None:
    groups = with_all(counts(check))

    assert list(groups) == list(check.expected)
    for name, (events, n) in groups.items():
        result = proportion(events, n)
        assert (result.n, result.events) == (
            check.expected[name]["n"],
            check.expected[name]["events"],
        )
        for value in (result.wilson, result.clopper_pearson, result.mid_p):
            check.compare(value.estimate, check.expected[name]["proportion"], name)
            check.compare(100 * value.estimate, check.expected[name]["percent"], name)


@pytest.mark.parametrize("check", checks(*INTERVALS))
def test_intervals_are_those_of_r(check: Check) -> None:
    for name, (events, n) in with_all(counts(check)).items():
        result = interval(check.task, events, n, check.args["conf_level"])

        check.compare(result.conf_low, check.expected[name][0], f"{name} low")
        check.compare(result.conf_high, check.expected[name][1], f"{name} high")


@pytest.mark.parametrize("check", checks("proportion.compare.fisher_freeman_halton"))
def test_the_exact_test_is_that_of_fisher_test(check: Check) -> None:
    same_p(check, freeman_halton(table(counts(check))), check.expected["p"], "p")


@pytest.mark.parametrize(
    "check", checks("proportion.compare.chisq", "proportion.compare.chisq_yates")
)
def test_chi_square_is_that_of_chisq_test(check: Check) -> None:
    result = chi_square(table(counts(check)), yates=check.task.endswith("yates"))

    check.compare(result.statistic, check.expected["statistic"], "statistic")
    check.compare(result.p_value, check.expected["p"], "p")
    if check.expected["p"] is not None:
        check.compare(result.df, check.expected["df"], "df")


@pytest.mark.parametrize("check", checks("proportion.compare.fisher_pairwise"))
def test_pairs_of_groups_are_those_of_fisher_test(check: Check) -> None:
    groups = counts(check)
    pairs = list(combinations(groups, 2))
    result = {
        f"{a} vs {b}": freeman_halton(table({k: groups[k] for k in (a, b)})) for a, b in pairs
    }

    adjusted = holm({pair: value.p_value for pair, value in result.items()})

    assert list(result) == check.expected["pairs"]
    for pair, p, p_holm in zip(result, check.expected["p"], check.expected["p_holm"], strict=True):
        same_p(check, result[pair], p, pair)
        if math.isnan(adjusted[pair]):
            assert p_holm == 1
        else:
            check.compare(adjusted[pair], p_holm, f"{pair}, Holm")


@pytest.mark.parametrize("check", checks("proportion.difference.newcombe"))
def test_differences_are_those_of_newcombe(check: Check) -> None:
    groups = counts(check)
    for pair, expected in check.expected.items():
        a, b = pair.split(" vs ")

        result = risk_difference_newcombe(*groups[a], *groups[b], check.args["conf_level"])

        check.compare(result.estimate, expected["difference"], pair)
        check.compare(result.conf_low, expected["ci"][0], f"{pair} low")
        check.compare(result.conf_high, expected["ci"][1], f"{pair} high")


@pytest.mark.parametrize("check", checks("proportion.odds_ratio.conditional"))
def test_the_conditional_odds_ratio_is_that_of_r(check: Check) -> None:
    result = fisher_doubled(table(counts(check)), check.args["conf_level"])

    check.compare(result.estimate, check.expected["estimate"], "estimate")
    check.compare(result.conf_low, check.expected["ci"][0], "low")
    check.compare(result.conf_high, check.expected["ci"][1], "high")
