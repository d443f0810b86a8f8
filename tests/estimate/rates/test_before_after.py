import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.rates import before_after
from rtxoutcomes.estimate.rates.before_after import CAVEAT, before_after_ratio
from rtxoutcomes.estimate.rates.exact_ratio import rate_ratio_exact

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "before_after.json").read_text(encoding="utf-8")
)
# R's root finder stops at 1e-14 of the log ratio, with sums of products below it.
RTOL = 1e-9

patient = st.tuples(
    st.integers(0, 4), st.integers(0, 4), st.integers(4, 12).map(lambda quarters: quarters / 4)
)
patients = st.lists(patient, min_size=1, max_size=25)


def ratio(rows: list[tuple[int, int, float]], level: float = 0.95) -> Any:
    before, after, years = (np.array(column) for column in zip(*rows, strict=True))
    return before_after_ratio(before, np.ones(len(rows)), after, years, conf_level=level)


@pytest.mark.parametrize("name", REFERENCE["cases"])
def test_ratio_limits_and_p_match_r(name: str) -> None:
    r = REFERENCE["cases"][name]
    s = r["set"]

    result = before_after_ratio(s["before"], s["s"], s["after"], s["t"], conf_level=r["level"])

    expected = [math.nan if r[k] is None else r[k] for k in ("estimate", "low", "high", "p")]
    actual = [result.estimate, result.conf_low, result.conf_high, result.p_value]
    np.testing.assert_allclose(actual, expected, RTOL)


def test_patients_followed_equally_long_give_the_exact_test_of_two_rates() -> None:
    r = REFERENCE["poisson_test"]
    s = REFERENCE["cases"]["one_ratio"]["set"]

    result = before_after_ratio(s["before"], s["s"], s["after"], s["t"])

    actual = [result.estimate, result.conf_low, result.conf_high]
    np.testing.assert_allclose(actual, [r["estimate"], *r["conf"]], RTOL)


@settings(deadline=None, max_examples=40)
@given(patients)
def test_equal_years_agree_with_the_pooled_ratio_and_unequal_ones_need_not(
    rows: list[tuple[int, int, float]],
) -> None:
    same = [(b, a, 2.0) for b, a, _ in rows]
    before, after = sum(b for b, _, _ in rows), sum(a for _, a, _ in rows)

    within = ratio(same)
    pooled = rate_ratio_exact(after, 2.0 * len(rows), before, float(len(rows)))

    assert (within.status, within.note) == (pooled.status, pooled.note)
    if within.status == "ok":
        assert within.estimate == pytest.approx(pooled.estimate, rel=1e-9)
        assert within.conf_low == pytest.approx(pooled.conf_low, rel=1e-8)
        assert within.p_value == pytest.approx(pooled.p_value, rel=1e-9)


@settings(deadline=None, max_examples=40)
@given(patients, st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_leaves_one_out_exactly_where_p_is_small(
    rows: list[tuple[int, int, float]], level: float
) -> None:
    result = ratio(rows, level)
    assume(result.status in ("ok", "bound_only"))
    # Exactly 1 and exactly alpha go together, but either may be rounded away from it.
    assume(abs(result.p_value - (1 - level)) > 1e-9)
    high = math.inf if math.isnan(result.conf_high) else result.conf_high

    assert (result.conf_low <= 1 <= high) == (result.p_value > 1 - level)


@settings(deadline=None, max_examples=40)
@given(patients)
def test_turning_time_round_inverts_the_ratio(rows: list[tuple[int, int, float]]) -> None:
    before, after, years = (np.array(column) for column in zip(*rows, strict=True))
    ones = np.ones(len(rows))

    forward = before_after_ratio(before, ones, after, years)
    backward = before_after_ratio(after, years, before, ones)

    assert forward.status == backward.status
    if forward.status == "ok":
        assert forward.estimate * backward.estimate == pytest.approx(1, rel=1e-9)
        assert forward.conf_low * backward.conf_high == pytest.approx(1, rel=1e-8)
        assert forward.p_value == pytest.approx(backward.p_value, rel=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.lists(patient, min_size=2, max_size=12), st.randoms())
def test_the_order_of_patients_does_not_matter(
    rows: list[tuple[int, int, float]], shuffler: Any
) -> None:
    shuffled = list(rows)
    shuffler.shuffle(shuffled)

    one, other = ratio(rows), ratio(shuffled)

    # Sums of logarithms in another order.
    np.testing.assert_allclose(
        [one.estimate, one.conf_low, one.p_value],
        [other.estimate, other.conf_low, other.p_value],
        rtol=1e-11,
    )


def test_patients_without_time_in_a_period_are_uninformative_and_counted() -> None:
    result = before_after_ratio([1, 2, 3], [1, 1, 1], [1, 0, 0], [2, 1, 0], dropped=4)
    without = before_after_ratio([1, 2], [1, 1], [1, 0], [2, 1])

    assert (result.n, result.dropped, result.events) == (2, 5, 4)
    assert (result.estimate, result.p_value) == (without.estimate, without.p_value)


def test_the_method_states_that_regression_to_the_mean_is_not_excluded() -> None:
    assert CAVEAT in before_after_ratio([1], [1], [1], [1]).method
    assert "regression to the mean" in CAVEAT


def test_many_events_use_the_score_and_the_method_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    years = rng.uniform(1, 3, 400)
    before, after = rng.poisson(2, 400), rng.poisson(1.7 * years)
    exact = before_after_ratio(before, np.ones(400), after, years)

    monkeypatch.setattr(before_after, "MOST_EXACT", 100)
    score = before_after_ratio(before, np.ones(400), after, years)

    assert "too many events" in score.method
    assert CAVEAT in score.method
    assert score.estimate == pytest.approx(exact.estimate, rel=1e-9)
    # Two thousand events: the discrete law and the normal one are a third of an event apart.
    assert score.conf_low == pytest.approx(exact.conf_low, rel=2e-3)
    assert score.conf_high == pytest.approx(exact.conf_high, rel=2e-3)


def test_many_events_in_one_period_leave_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before_after, "MOST_EXACT", 1)
    one = [1.0, 1.0]

    below = before_after_ratio([9, 9], one, [0, 0], one)
    above = before_after_ratio([0, 0], one, [9, 9], one)

    assert (below.estimate, below.conf_low, below.note) == (0.0, 0.0, "no_events")
    assert math.isnan(above.estimate)
    assert math.isnan(above.conf_high)
    assert above.conf_low * below.conf_high == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize(("rows", "note"), [(0, "n_zero"), (3, "no_events")])
def test_no_patient_or_no_event_is_not_estimable(rows: int, note: str) -> None:
    none = np.zeros(rows, dtype=np.int64)

    result = before_after_ratio(none, np.ones(rows), none, np.ones(rows))

    assert (result.status, result.note, result.n) == ("not_estimable", note, rows)


def test_no_p_value_is_zero() -> None:
    result = before_after_ratio([2000], [1], [1], [1000])

    assert 0 < result.p_value < 1e-300


def test_malformed_patients_are_refused_by_name_and_place() -> None:
    with pytest.raises(ValueError, match=r"after\[1\] must be a whole number, at least 0, not -1"):
        before_after_ratio([1, 1], [1, 1], [1, -1], [1, 1])
    with pytest.raises(ValueError, match=r"before\[0\] must be a whole number.*not 0\.5"):
        before_after_ratio([0.5], [1], [1], [1])
    with pytest.raises(ValueError, match=r"after_years\[0\] must be finite.*not nan"):
        before_after_ratio([1], [1], [1], [math.nan])
    with pytest.raises(ValueError, match=r"after must be as long as before"):
        before_after_ratio([1, 2], [1, 1], [1], [1])
    with pytest.raises(ValueError, match=r"after\[0\] must be 0 where there is no person-time"):
        before_after_ratio([1], [1], [1], [0])
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        before_after_ratio([1], [1], [1], [1], conf_level=1)
