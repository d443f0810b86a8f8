import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.restricted_mean import (
    restricted_mean,
    restricted_mean_difference,
)

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)
# Sums of at most a few dozen areas in double precision; the file holds 15 digits.
RTOL = 1e-12

patients = st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=1, max_size=40)


def table_of(months: list[float], event: list[int]) -> EventTable:
    return event_table(np.array(months, float), np.array(event, bool))


def group(name: str) -> EventTable:
    return table_of(REFERENCE["groups"][name]["months"], REFERENCE["groups"][name]["event"])


@pytest.mark.parametrize("name", ["mixed", "last_event", "half", "one_late"])
def test_matches_r(name: str) -> None:
    r = REFERENCE["groups"][name]

    got = restricted_mean(group(name), 12)

    assert got.estimate == pytest.approx(r["rmst_12"], rel=RTOL)
    if r["rmst_12_std_error"] > 0:
        assert got.std_error == pytest.approx(r["rmst_12_std_error"], rel=RTOL)


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("mixed", [7.35383391749466, 11.3329337972676]),
        ("half", [4.07449476825527, 11.2052697578303]),
    ],
)
def test_limits_are_those_of_the_formula_in_r(name: str, limits: list[float]) -> None:
    got = restricted_mean(group(name), 12)

    # R 4.2.2, with s <- summary(survfit(Surv(m, e) ~ 1), rmean = 12)$table, d events before 12:
    # 12 * plogis(qlogis(mean / 12) + c(-1, 1) * qnorm(0.975) * se * 12 / (mean * (12 - mean)) *
    # sqrt((d + 1) / d)).
    assert [got.conf_low, got.conf_high] == pytest.approx(limits, rel=1e-12)
    assert (got.status, got.note) == ("ok", "")


@pytest.mark.parametrize("r", REFERENCE["differences"])
def test_a_difference_matches_r(r: dict[str, Any]) -> None:
    got = restricted_mean_difference(group(r["a"]), group(r["b"]), r["tau"])

    assert got.estimate == pytest.approx(r["difference"], rel=1e-10)
    if got.note != "no_events":
        assert got.std_error == pytest.approx(r["std_error"], rel=1e-10)


@pytest.mark.parametrize(
    ("tau", "numbers"),
    [
        (12, [1.31, -2.34399568278596, 6.15568979860436, 0.527374040372091]),
        (24, [6.37857142857143, -0.619029390460548, 12.0495595448827, 0.0739366550764251]),
    ],
)
def test_limits_and_p_of_a_difference_match_the_formula_in_r(
    tau: float, numbers: list[float]
) -> None:
    got = restricted_mean_difference(group("mixed"), group("half"), tau)

    # R 4.2.2 with la and lb the limits above: d - sqrt((a - la[1])^2 + (lb[2] - b)^2) and
    # d + sqrt((la[2] - a)^2 + (b - lb[1])^2); P = 2 * pnorm(-z) at the uniroot() of a limit in z.
    actual = [got.estimate, got.conf_low, got.conf_high, got.p_value]
    np.testing.assert_allclose(actual, numbers, rtol=1e-10)
    assert got.p_value == pytest.approx(2 * float(stats.norm.sf(abs(got.statistic))))
    assert got.p_pair == got.method_key


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=30), st.integers(1, 20))
def test_without_censoring_it_is_the_mean_of_times_cut_at_the_horizon(
    months: list[int], tau: int
) -> None:
    times = np.array([*months, 25], float)

    got = restricted_mean(table_of(times.tolist(), [1] * times.size), tau)

    cut = np.minimum(times, tau)
    assert got.estimate == pytest.approx(cut.mean(), rel=RTOL)
    if cut.std() > 0:
        assert got.std_error == pytest.approx(cut.std() / np.sqrt(times.size), rel=1e-9)


@settings(deadline=None, max_examples=50)
@given(patients, patients, st.integers(1, 20))
def test_swapping_groups_flips_the_sign_and_keeps_p(
    a: list[tuple[int, bool]], b: list[tuple[int, bool]], tau: int
) -> None:
    first, second = (table_of([m for m, _ in g], [e for _, e in g]) for g in (a, b))

    forward = restricted_mean_difference(first, second, tau)
    backward = restricted_mean_difference(second, first, tau)

    assert forward.status == backward.status
    np.testing.assert_array_equal(
        [forward.estimate, forward.conf_low, forward.p_value],
        [-backward.estimate, -backward.conf_high, backward.p_value],
    )


@settings(deadline=None, max_examples=60)
@given(patients, patients, st.integers(2, 20), st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_p_is_below_its_level_exactly_where_zero_is_outside_the_interval(
    a: list[tuple[int, bool]], b: list[tuple[int, bool]], tau: int, level: float
) -> None:
    first, second = (table_of([m for m, _ in g], [e for _, e in g]) for g in (a, b))

    got = restricted_mean_difference(first, second, tau, level)

    if got.status == "ok":
        outside = not got.conf_low <= 0 <= got.conf_high
        assert outside is bool(got.p_value < 1 - level)
        assert -tau <= got.conf_low <= got.estimate <= got.conf_high <= tau


@settings(deadline=None, max_examples=60)
@given(patients, st.integers(2, 20))
def test_limits_lie_between_0_and_the_horizon_around_the_mean(
    rows: list[tuple[int, bool]], tau: int
) -> None:
    got = restricted_mean(table_of([m for m, _ in rows], [e for _, e in rows]), tau)

    if got.status == "ok":
        assert 0 <= got.conf_low <= got.estimate <= got.conf_high <= tau


def test_without_an_event_the_lower_limit_is_the_area_under_that_of_survival() -> None:
    # Of five, one leaves at 4 and one at 10: 5, 4 and 3 are at risk.
    got = restricted_mean(table_of([4.0, 10.0, 20.0, 20.0, 20.0], [0] * 5), 12)

    # With nobody relapsed among m, Clopper and Pearson's lower limit is the m-th root of 0.025.
    area = 4 * 0.025 ** (1 / 5) + 6 * 0.025 ** (1 / 4) + 2 * 0.025 ** (1 / 3)
    assert (got.status, got.note, got.estimate) == ("ok", "no_events", 12.0)
    assert got.conf_low == pytest.approx(area, rel=1e-10)
    assert got.conf_high == pytest.approx(12.0, rel=1e-15)
    assert np.isnan(got.std_error)


def test_a_group_that_ends_before_the_horizon_is_not_estimable() -> None:
    short, long = table_of([3.0, 11.9], [1, 0]), group("mixed")

    actual = [
        restricted_mean(short, 12),
        restricted_mean_difference(short, long, 12),
        restricted_mean_difference(long, short, 12),
    ]

    assert {(e.status, e.note) for e in actual} == {("not_estimable", "no_followup_at_tau")}


def test_where_all_had_the_event_it_is_the_area_whatever_the_horizon() -> None:
    everybody, nobody = table_of([1.0, 2, 3, 4, 5], [1] * 5), table_of([30.0] * 5, [0] * 5)

    got = restricted_mean(everybody, 12)
    difference = restricted_mean_difference(nobody, everybody, 12)

    # The mean of 1 to 5, and their standard deviation (divisor n) over the root of 5.
    assert got.status == "ok"
    assert got.estimate == pytest.approx(3.0, rel=1e-15)
    assert got.std_error == pytest.approx((2 / 5) ** 0.5, rel=1e-12)
    assert difference.estimate == pytest.approx(9.0, rel=1e-12)
    assert restricted_mean(everybody, 24).std_error == pytest.approx(got.std_error, rel=1e-12)


def test_a_group_without_an_event_has_a_difference_with_limits_and_no_standard_error() -> None:
    one = restricted_mean_difference(group("mixed"), group("no_event"), 12)
    both = restricted_mean_difference(group("no_event"), group("no_event"), 12)

    assert (one.status, one.note, one.conf_low < one.estimate < 0) == ("ok", "no_events", True)
    assert np.isnan([one.std_error, both.std_error]).all()
    assert (both.status, both.note, both.estimate, both.p_value) == ("ok", "no_events", 0.0, 1.0)
    # Each group can be as far from 12 as its own lower limit is.
    low = restricted_mean(group("no_event"), 12).conf_low
    assert [both.conf_low, both.conf_high] == pytest.approx([low - 12, 12 - low])


def test_all_at_risk_with_the_event_at_once_have_no_variance() -> None:
    # With delayed entry the first two are alone at risk, and the curve is 0 from then on.
    table = event_table(
        np.array([2.0, 2.0, 14.0]), np.array([True, True, False]), np.array([0.0, 0.0, 5.0])
    )

    got = restricted_mean(table, 12)

    assert (got.status, got.note, got.estimate) == ("ok", "zero_variance", 2.0)
    # Both limits are areas under those of survival, which is 0 from 2 months on: two of two.
    assert got.conf_low == pytest.approx(2 * 0.025 ** (1 / 2))
    assert got.conf_high == pytest.approx(2 + 10 * (1 - 0.025 ** (1 / 2)))
    assert np.isnan(got.std_error)


def test_a_difference_between_groups_far_apart_never_has_p_0() -> None:
    early = table_of([1.0 + k / 10_000 for k in range(1000)] + [30.0], [1] * 1000 + [0])
    late = table_of([29.0] + [30.0] * 1000, [1] + [0] * 1000)

    assert 0 < restricted_mean_difference(early, late, 30).p_value < 1e-20
    # Where limits hardly move with the level, there is none at which they reach 0.
    many = table_of([1.0 + k / 1e6 for k in range(20_000)] + [30.0], [1] * 20_000 + [0])
    some = table_of([29.0 + k / 1e6 for k in range(20_000)] + [30.0], [1] * 20_000 + [0])
    assert 0 < restricted_mean_difference(many, some, 30).p_value < 1e-300


def test_an_empty_sample_is_not_estimable() -> None:
    nobody = table_of([], [])

    assert restricted_mean(nobody, 12).note == "n_zero"
    assert restricted_mean_difference(group("mixed"), nobody, 12).note == "n_zero"


@pytest.mark.parametrize(("tau", "conf_level"), [(0.0, 0.95), (np.nan, 0.95), (12.0, 95.0)])
def test_a_horizon_or_level_without_meaning_is_refused(tau: float, conf_level: float) -> None:
    with pytest.raises(ValueError, match=r"(tau|conf_level) must be"):
        restricted_mean(group("mixed"), tau, conf_level)
