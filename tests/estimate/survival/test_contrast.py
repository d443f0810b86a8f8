"""Two survival curves at one month."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.statistics import survival_difference_at_fixed_point_in_time_test

from rtxoutcomes.estimate.proportions.melded import risk_difference_melded
from rtxoutcomes.estimate.survival.contrast import cumulative_hazard_ratio, survival_difference
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import Curve, kaplan_meier
from rtxoutcomes.results.method import MethodKey

FOLDER = Path(__file__).parents[2] / "reference"
R: dict[str, Any] = json.loads((FOLDER / "survival.json").read_text(encoding="utf-8"))
MELDED: dict[str, Any] = json.loads((FOLDER / "melded.json").read_text(encoding="utf-8"))
# Closed forms in double precision on both sides.
RTOL = 1e-10


def curve(months: list[float], event: list[int], conf_level: float = 0.95) -> Curve:
    return kaplan_meier(event_table(np.array(months), np.array(event, dtype=bool)), conf_level)


def group(name: str, conf_level: float = 0.95) -> Curve:
    r = R["groups"][name]
    return curve(r["months"], r["event"], conf_level)


@pytest.mark.parametrize("r", R["contrasts"], ids=lambda r: f"{r['a']}-{r['b']}")
def test_the_ratio_of_hazards_rests_on_standard_errors_of_survfit(r: dict[str, Any]) -> None:
    result = cumulative_hazard_ratio(group(r["a"], 0.9), group(r["b"], 0.9), r["month"])

    np.testing.assert_allclose(
        [result.estimate, result.std_error, result.conf_low, result.conf_high, result.statistic],
        [r["ratio"], r["std_error"], *r["conf"], r["z"]],
        rtol=RTOL,
    )
    assert result.p_value == pytest.approx(r["p"], rel=RTOL)


def test_the_test_is_that_of_lifelines() -> None:
    fits = []
    for name in ("mixed", "last_event"):
        r = R["groups"][name]
        fits.append(KaplanMeierFitter().fit(r["months"], r["event"]))

    result = cumulative_hazard_ratio(group("mixed"), group("last_event"), 12.0)
    theirs = survival_difference_at_fixed_point_in_time_test(12.0, *fits)

    assert result.statistic**2 == pytest.approx(theirs.test_statistic, rel=1e-9)
    assert result.p_value == pytest.approx(theirs.p_value, rel=1e-9)


@pytest.mark.parametrize("month", [6.0, 12.0])
def test_the_other_way_round_is_the_mirror_image(month: float) -> None:
    a, b = group("mixed"), group("last_event")

    ratio, turned = cumulative_hazard_ratio(a, b, month), cumulative_hazard_ratio(b, a, month)
    difference, back = survival_difference(a, b, month), survival_difference(b, a, month)

    assert ratio.estimate == pytest.approx(1 / turned.estimate)
    assert (ratio.p_value, ratio.events) == (turned.p_value, turned.events)
    assert (difference.conf_low, difference.conf_high) == (-back.conf_high, -back.conf_low)


@pytest.mark.parametrize("conf_level", [0.5, 0.8, 0.95, 0.99])
def test_p_is_below_alpha_exactly_when_one_is_outside_the_limits(conf_level: float) -> None:
    a, b = group("mixed", conf_level), group("last_event", conf_level)

    result = cumulative_hazard_ratio(a, b, 12.0)

    assert (result.p_value <= 1 - conf_level) == (not result.conf_low < 1 < result.conf_high)
    assert result.p_pair == result.method_key


@pytest.mark.parametrize("r", MELDED["curves"], ids=lambda r: f"{r['month']}-{r['estimate']}")
def test_the_difference_is_that_of_an_integration_in_r(r: dict[str, Any]) -> None:
    a, b = (curve(r[side]["months"], r[side]["event"], r["level"]) for side in "ab")

    result = survival_difference(a, b, r["month"])

    assert result.estimate == pytest.approx(r["estimate"], abs=1e-14)
    # R's integrals and its root finder stop at about 1e-12.
    assert [result.conf_low, result.conf_high] == pytest.approx(r["limits"], abs=1e-10)
    assert result.p_value == pytest.approx(r["p"], rel=1e-10)
    assert result.p_pair == result.method_key == MethodKey.SURVIVAL_DIFFERENCE_MELDED


free_of_all = st.integers(1, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None, max_examples=60, derandomize=True)
@given(free_of_all, free_of_all, st.sampled_from([0.8, 0.95, 0.99]))
def test_without_censoring_the_difference_is_that_of_two_proportions(
    a: tuple[int, int], b: tuple[int, int], level: float
) -> None:
    # All events at different times before month 12, no patient censored before.
    first, second = (
        curve(
            [*(1 + k / 2 for k in range(n - free)), *[20.0] * free],
            [1] * (n - free) + [0] * free,
            level,
        )
        for free, n in (a, b)
    )

    result, exact = survival_difference(first, second, 12.0), risk_difference_melded(*a, *b, level)

    # The shapes of the beta distributions are computed from moments: some 1e-13 are lost.
    numbers = ("estimate", "conf_low", "conf_high", "p_value")
    for name in numbers:
        assert getattr(result, name) == pytest.approx(getattr(exact, name), abs=1e-11), name
    assert (result.n, result.events) == (exact.n, exact.n - a[0] - b[0])


def with_censoring(rng: np.random.Generator, n: int, level: float) -> Curve:
    months = rng.integers(1, 25, n).astype(float)
    return curve(months.tolist(), rng.integers(0, 2, n).tolist(), level)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_p_is_at_most_alpha_exactly_where_0_is_outside_the_difference(level: float) -> None:
    rng = np.random.default_rng(20240215)
    results = [
        survival_difference(with_censoring(rng, 12, level), with_censoring(rng, 9, level), 8.0)
        for _ in range(200)
    ]

    given = [result for result in results if result.status == "ok"]

    outside = [not result.conf_low <= 0 <= result.conf_high for result in given]
    assert outside == [result.p_value <= 1 - level for result in given]
    assert len(given) > 150
    assert 0 < sum(outside) < len(given)


@pytest.mark.parametrize(
    ("a", "b", "month", "note"),
    [
        ("mixed", "no_event", 12.0, "no_events"),
        ("mixed", "no_event", 60.0, "no_followup_at_tau"),
        ("mixed", "last_event", 28.0, "all_events"),
        ("mixed", "last_event", 25.0, "all_events"),
    ],
)
def test_without_both_survivals_there_is_no_ratio(a: str, b: str, month: float, note: str) -> None:
    result = cumulative_hazard_ratio(group(a), group(b), month)

    assert (result.status, result.note) == ("not_estimable", note)


def test_a_group_without_an_event_still_has_a_difference() -> None:
    result = survival_difference(group("mixed"), group("no_event"), 12.0)

    assert result.status == "ok"
    assert -1 <= result.conf_low < result.estimate < result.conf_high <= 1


def test_a_group_of_which_all_had_the_event_is_compared_beyond_its_last_time() -> None:
    everybody, nobody = curve([1.0, 2, 3, 4, 5], [1] * 5), curve([30.0] * 5, [0] * 5)

    result = survival_difference(nobody, everybody, 12.0)

    assert (result.status, result.estimate) == ("ok", 1.0)
    # 5 of 5 against 0 of 5: Fisher's one-sided P is 1 in the number of ways to choose 5 of 10.
    assert result.p_value == pytest.approx(2 / math.comb(10, 5))
    assert 0 < result.conf_low < result.conf_high == 1.0


def test_an_empty_group_has_no_difference() -> None:
    nobody = curve([], [])

    for contrast in (cumulative_hazard_ratio, survival_difference):
        result = contrast(group("mixed"), nobody, 12.0)

        assert (result.status, result.note) == ("not_estimable", "n_zero")
