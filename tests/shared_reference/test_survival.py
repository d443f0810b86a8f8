"""Kaplan-Meier, its readings and restricted means against results from R."""

import math
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.survival.at_month import survival_at
from rtxoutcomes.estimate.survival.event_table import at_risk_at, event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier, reverse_kaplan_meier
from rtxoutcomes.estimate.survival.quantile import median, quantile
from rtxoutcomes.estimate.survival.restricted_mean import (
    restricted_mean,
    restricted_mean_difference,
)
from shared_reference.loader import Check, checks

SCOPE = tomllib.loads((Path(__file__).parent / "scope.toml").read_text(encoding="utf-8"))


def groups(check: Check) -> Iterator[tuple[str, pd.DataFrame]]:
    """Groups in order of first appearance, named as in the expected results."""
    data, column = check.data(), check.args["group"]
    if column is None:
        yield "ALL", data
        return
    for value in data[column].drop_duplicates():
        yield str(value), data[data[column] == value]


def times(check: Check, rows: pd.DataFrame) -> tuple[Any, Any]:
    return (
        rows[check.args["time"]].to_numpy("float64"),
        rows[check.args["event"]].to_numpy() == 1,
    )


def tables(check: Check) -> dict[str, EventTable]:
    return {name: event_table(*times(check, rows)) for name, rows in groups(check)}


def followed(table: EventTable, tau: float) -> bool:
    """Whether a curve is known at tau. R prolongs one that ends with a censoring; we refuse to."""
    return bool(table.months[-1] >= tau or table.at_risk[-1] == table.events[-1])


def beyond_0(check: Check, group: str) -> list[float]:
    """Times at which R has no number, and survival is 0 here since it has reached 0."""
    decided = [d for d in SCOPE["decided"] if (d["task"], d["case"]) == (check.task, check.case)]
    return [month for d in decided for month in d["beyond_0"].get(group, [])]


def normal_inference(estimate: float, std_error: float) -> tuple[list[float], float]:
    """The limits and P that R gives of an estimate and its error."""
    half = 1.959963984540054 * std_error
    p_value = 2 * float(stats.norm.sf(abs(estimate / std_error))) if std_error else float("nan")
    return [estimate - half, estimate + half], p_value


def compare_all(check: Check, got: Any, expected: list[Any], what: str) -> None:
    assert len(got) == len(expected), what
    for value, wanted in zip(got, expected, strict=True):
        check.compare(float(value), wanted, what)


@pytest.mark.parametrize("check", checks("km.curve"))
def test_the_curve_is_that_of_survfit(check: Check) -> None:
    for name, table in tables(check).items():
        curve, expected = kaplan_meier(table), check.expected[name]

        for got, key in [
            (curve.months, "time"),
            (curve.at_risk, "n_risk"),
            (curve.events, "n_event"),
            (curve.censored, "n_censor"),
            (curve.survival, "survival"),
            (curve.std_error, "se_greenwood"),
        ]:
            compare_all(check, got, expected[key], f"{name} {key}")


@pytest.mark.parametrize("check", checks("km.curve_ci"))
def test_the_limits_are_those_of_survfit(check: Check) -> None:
    for name, table in tables(check).items():
        curve = kaplan_meier(table, check.args["conf_level"], check.args["conf_type"])

        compare_all(check, curve.months, check.expected[name]["time"], name)
        compare_all(check, curve.conf_low, check.expected[name]["lower"], f"{name} lower")
        compare_all(check, curve.conf_high, check.expected[name]["upper"], f"{name} upper")


@pytest.mark.parametrize("check", checks("km.at_risk"))
def test_numbers_at_risk_count_those_whose_time_is_that_or_later(check: Check) -> None:
    for name, table in tables(check).items():
        expected = check.expected[name]
        events = [int(table.events[table.months <= t].sum()) for t in check.args["times"]]

        compare_all(check, at_risk_at(table, check.args["times"]), expected["n_risk"], name)
        compare_all(check, events, expected["cumulative_events"], name)


@pytest.mark.parametrize("check", checks("km.counts"))
def test_follow_up_and_its_median(check: Check) -> None:
    for name, rows in groups(check):
        months, event = times(check, rows)
        table, expected = event_table(months, event), check.expected[name]
        total = float((table.months * (table.events + table.censored)).sum())

        check.compare(table.n, expected["n"], name)
        check.compare(int(table.events.sum()), expected["events"], name)
        check.compare(total, expected["total_time"], name)
        wanted = expected["median_followup_reverse_km"]
        check.compare(median(kaplan_meier(event_table(months, ~event))).estimate, wanted, name)
        # R lets relapses leave after censorings at a tied time; follow-up is read the other way.
        if not ((table.events > 0) & (table.censored > 0)).any():
            check.compare(median(reverse_kaplan_meier(months, event)).estimate, wanted, name)


@pytest.mark.parametrize("check", checks("km.median"))
def test_the_median_and_its_limits(check: Check) -> None:
    for name, table in tables(check).items():
        curve = kaplan_meier(table, check.args["conf_level"], check.args["conf_type"])

        got, expected = median(curve), check.expected[name]

        check.compare(got.estimate, expected["median"], name)
        compare_all(check, [got.conf_low, got.conf_high], expected["ci"], name)


@pytest.mark.parametrize("check", checks("km.quantiles"))
def test_quantiles_and_their_limits(check: Check) -> None:
    for name, table in tables(check).items():
        curve = kaplan_meier(table, check.args["conf_level"], check.args["conf_type"])

        got, expected = [quantile(curve, p) for p in check.args["probs"]], check.expected[name]

        compare_all(check, [e.estimate for e in got], expected["quantile"], name)
        compare_all(check, [e.conf_low for e in got], expected["lower"], f"{name} lower")
        compare_all(check, [e.conf_high for e in got], expected["upper"], f"{name} upper")


@pytest.mark.parametrize("check", checks("km.survival_at"))
def test_survival_at_given_months(check: Check) -> None:
    for name, table in tables(check).items():
        curve = kaplan_meier(table, check.args["conf_level"], check.args["conf_type"])

        expected, decided = check.expected[name], beyond_0(check, name)
        got = [survival_at(curve, t) for t in check.args["times"]]

        for place, month in enumerate(check.args["times"]):
            if month in decided:
                assert (got[place].estimate, got[place].note) == (0.0, "all_events")
                assert expected["survival"][place] is None
                got[place] = replace(got[place], estimate=float("nan"))
        compare_all(check, [e.estimate for e in got], expected["survival"], name)
        compare_all(check, [e.std_error for e in got], expected["se"], f"{name} se")
        for estimate, lower, upper in zip(got, expected["lower"], expected["upper"], strict=True):
            if estimate.note == "no_events":
                # Before the first time R prints 1 and 1, after it nothing: there is no limit.
                assert (lower, upper) in {(1, 1), (None, None)}
                assert np.isnan([estimate.conf_low, estimate.conf_high]).all()
                continue
            check.compare(estimate.conf_low, lower, f"{name} lower")
            check.compare(estimate.conf_high, upper, f"{name} upper")


@pytest.mark.parametrize("check", checks("km.rmst"))
def test_restricted_means(check: Check) -> None:
    for name, table in tables(check).items():
        got, expected = restricted_mean(table, check.args["tau"]), check.expected[name]

        if not followed(table, check.args["tau"]):
            assert (got.status, got.note) == ("not_estimable", "no_followup_at_tau")
            continue
        check.compare(got.estimate, expected["rmst"], name)
        # Without an event R prints a standard error of 0; here there is none, with a note.
        std_error = 0.0 if got.note == "no_events" else got.std_error
        check.compare(std_error, expected["se"], f"{name} se")


@pytest.mark.parametrize("check", checks("km.rmst_difference"))
def test_differences_of_restricted_means(check: Check) -> None:
    every = tables(check)
    for a, b in combinations(every, 2):
        expected = check.expected[f"{a} minus {b}"]

        got = restricted_mean_difference(every[a], every[b], check.args["tau"])

        if not all(followed(every[g], check.args["tau"]) for g in (a, b)):
            assert (got.status, got.note) == ("not_estimable", "no_followup_at_tau")
            continue
        check.compare(got.estimate, expected["difference"], f"{a} minus {b}")
        # Of a group without an event R adds an error of 0; here the difference then has none.
        alone = [restricted_mean(every[g], check.args["tau"]).std_error for g in (a, b)]
        std_error = math.hypot(*(0.0 if math.isnan(error) else error for error in alone))
        limits, p_value = normal_inference(got.estimate, std_error)
        check.compare(std_error, expected["se"], f"{a} minus {b} se")
        compare_all(check, limits, expected["ci"], f"{a} minus {b} ci")
        check.compare(p_value, expected["p"], f"{a} minus {b} p")
