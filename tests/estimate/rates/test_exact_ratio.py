"""The ratio of two rates given the sum of the events: against R, symmetry, bounds and errors."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.rates.exact_ratio import rate_ratio_exact, rate_ratio_point_probability

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "rate.json").read_text(encoding="utf-8")
)
# Quantiles of gamma and beta distributions from two libraries, and 15 digits in the file.
RTOL = 1e-10
time = st.integers(1, 40).map(lambda quarters: quarters / 4)
arm = st.tuples(st.integers(0, 60), time)


@pytest.mark.parametrize("r", REFERENCE["ratios"], ids=lambda r: str(r["events"]))
def test_the_ratio_of_two_rates_matches_poisson_test_of_r(r: dict[str, Any]) -> None:
    a, b = zip(r["events"], r["years"], strict=True)

    result, point = rate_ratio_exact(*a, *b, r["level"]), rate_ratio_point_probability(*a, *b)

    actual = [result.estimate, result.conf_low, result.conf_high, result.p_value, point.p_value]
    names = ["estimate", "low", "high", "p_doubled", "p_point"]
    expected = [math.nan if r[name] is None else r[name] for name in names]
    np.testing.assert_allclose(actual, expected, RTOL)


@settings(deadline=None, max_examples=60)
@given(arm, arm)
def test_swapping_the_groups_inverts_the_ratio(a: tuple[int, float], b: tuple[int, float]) -> None:
    forward, backward = rate_ratio_exact(*a, *b), rate_ratio_exact(*b, *a)

    assert (forward.status, forward.note) == (backward.status, backward.note)
    if forward.status == "ok":
        assert forward.estimate * backward.estimate == pytest.approx(1, rel=1e-12)
        assert forward.conf_low * backward.conf_high == pytest.approx(1, rel=1e-10)
        assert forward.p_value == pytest.approx(backward.p_value, rel=1e-10)


@settings(deadline=None, max_examples=60)
@given(arm, arm)
def test_the_interval_of_a_ratio_never_contradicts_its_p(
    a: tuple[int, float], b: tuple[int, float]
) -> None:
    result = rate_ratio_exact(*a, *b)

    if result.status in ("ok", "bound_only"):
        high = math.inf if math.isnan(result.conf_high) else result.conf_high
        # Exactly 1 and exactly 0.05 go together, but either may be rounded away from it.
        assume(abs(result.p_value - 0.05) > 1e-12)
        assert (result.conf_low <= 1 <= high) == (result.p_value >= 0.05)


def test_a_ratio_counts_patients_and_its_interval_inverts_its_test() -> None:
    result = rate_ratio_exact(4, 10.0, 1, 30.0, n=12)

    assert (result.n, result.events) == (12, 5)
    assert result.p_pair == result.method_key == "exact_rate_ratio"
    assert rate_ratio_point_probability(4, 10.0, 1, 30.0, n=12).n == 12
    assert rate_ratio_point_probability(4, 10.0, 1, 30.0, n=12).p_pair == ""


def test_a_ratio_without_an_event_is_not_estimable() -> None:
    for result in (
        rate_ratio_exact(0, 3.0, 0, 4.0),
        rate_ratio_point_probability(0, 3.0, 0, 4.0),
    ):
        assert (result.status, result.note) == ("not_estimable", "no_events")


def test_a_ratio_without_person_time_is_not_estimable() -> None:
    result = rate_ratio_exact(0, 0.0, 3, 4.0)

    assert (result.status, result.note) == ("not_estimable", "n_zero")


def test_an_event_in_one_group_only_gives_a_bound() -> None:
    below, above = rate_ratio_exact(0, 3.0, 4, 4.0), rate_ratio_exact(4, 4.0, 0, 3.0)

    assert (below.status, below.estimate, below.conf_low) == ("bound_only", 0, 0)
    assert (above.status, above.note) == ("bound_only", "no_events")
    assert math.isnan(above.estimate)
    assert math.isnan(above.conf_high)
    assert above.conf_low * below.conf_high == pytest.approx(1)


def test_no_p_value_of_a_ratio_is_zero() -> None:
    assert 0 < rate_ratio_exact(9000, 1.0, 1, 9000.0).p_value < 1e-300
    assert 0 < rate_ratio_point_probability(9000, 1.0, 1, 9000.0).p_value < 1e-300


def test_malformed_groups_of_a_ratio_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="events_a must be a whole number, at least 0, not -1"):
        rate_ratio_exact(-1, 1.0, 2, 1.0)
    with pytest.raises(ValueError, match=r"years_a must be a finite number.*not nan"):
        rate_ratio_exact(1, math.nan, 2, 1.0)
    with pytest.raises(ValueError, match="years_b must be above 0 where events_b = 2"):
        rate_ratio_exact(1, 1.0, 2, 0.0)
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        rate_ratio_exact(1, 1.0, 2, 1.0, 0)


def test_a_ratio_of_rates_has_the_person_years_of_both() -> None:
    assert rate_ratio_exact(4, 10.0, 1, 30.0).person_years == 40
    assert rate_ratio_point_probability(4, 10.0, 1, 30.0).person_years == 40
