import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.rates import recurrent_events as module
from rtxoutcomes.estimate.rates.recurrent_events import mean_cumulative, mean_events_at

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "missing.json").read_text(encoding="utf-8")
)["mean_cumulative"]
# Sums of a few dozen products.
RTOL = 1e-12

event = st.tuples(st.integers(0, 7), st.integers(1, 40).map(lambda quarters: quarters / 4))
events = st.lists(event, max_size=25)
FOLLOW = np.array([10.0, 10.5, 11.0, 12.0, 12.0, 13.0, 14.0, 20.0])


def curve(rows: list[tuple[int, float]]) -> module.MeanCumulative:
    return mean_cumulative(FOLLOW, [k for k, _ in rows], [m for _, m in rows])


def test_the_curve_and_its_robust_error_match_r() -> None:
    r = REFERENCE

    result = mean_cumulative(r["follow_up"], r["patient"], r["months"])

    assert result.months.tolist() == r["times"]
    assert result.at_risk.tolist() == r["at_risk"]
    assert result.events.tolist() == r["events"]
    np.testing.assert_allclose(result.mean, r["mean"], RTOL)
    np.testing.assert_allclose(result.mean, r["survfit"], RTOL)
    np.testing.assert_allclose(result.std_error, r["std_error"], RTOL)


def test_patients_taken_in_blocks_are_the_same_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    r = REFERENCE
    single = mean_cumulative(r["follow_up"], r["patient"], r["months"])

    monkeypatch.setattr(module, "_CELLS", 20)
    blocks = mean_cumulative(r["follow_up"], r["patient"], r["months"])

    np.testing.assert_allclose(blocks.std_error, single.std_error, RTOL)


@settings(deadline=None, max_examples=40)
@given(events)
def test_while_all_are_watched_the_mean_is_the_mean_count_and_its_error_that_of_a_mean(
    rows: list[tuple[int, float]],
) -> None:
    result = curve(rows)

    counts = np.bincount([k for k, m in rows if m <= 10], minlength=8)
    at_ten = mean_events_at(result, 10.0)
    assert at_ten.estimate == pytest.approx(counts.mean())
    if counts.std() > 0:
        # The sandwich divides by n, not by n - 1.
        assert at_ten.std_error == pytest.approx(counts.std() / math.sqrt(8))
        assert at_ten.conf_low < at_ten.estimate < at_ten.conf_high


@settings(deadline=None, max_examples=40)
@given(events)
def test_the_curve_rises_and_order_of_events_does_not_matter(rows: list[tuple[int, float]]) -> None:
    result, turned = curve(rows), curve(rows[::-1])

    assert (np.diff(result.mean, prepend=0.0) > 0).all()
    assert result.events.sum() == len(rows)
    np.testing.assert_allclose(result.std_error, turned.std_error, rtol=1e-9, atol=1e-12)


def test_times_that_differ_by_rounding_are_one_time() -> None:
    result = mean_cumulative([1.0, 1.0], [0, 1], [0.3, 0.1 + 0.2])

    assert result.months.size == 1
    assert result.events.tolist() == [2]


def test_who_enters_late_is_not_at_risk_before() -> None:
    result = mean_cumulative([10.0, 10.0], [0, 1], [4.0, 8.0], entry=[0.0, 4.0])

    assert result.at_risk.tolist() == [1, 2]
    assert result.mean.tolist() == [1.0, 1.5]


def test_nothing_is_known_beyond_the_last_follow_up() -> None:
    result = mean_events_at(curve([(0, 2.0)]), 21.0)

    assert (result.status, result.note) == ("not_estimable", "no_followup_at_tau")
    assert math.isnan(result.estimate)


def test_no_event_by_then_is_zero_without_an_interval() -> None:
    result = mean_events_at(curve([(0, 6.0)]), 3.0)

    assert (result.estimate, result.status, result.note) == (0.0, "bound_only", "no_events")
    assert math.isnan(result.conf_high)
    assert mean_events_at(curve([]), 12.0).note == "no_events"


def test_an_empty_sample_is_not_estimable() -> None:
    result = mean_events_at(mean_cumulative([], [], []), 12.0)

    assert (result.status, result.note) == ("not_estimable", "n_zero")


def test_one_event_each_at_one_time_has_no_spread() -> None:
    result = mean_events_at(mean_cumulative([5.0, 6.0], [0, 1], [2.0, 2.0]), 4.0)

    assert (result.estimate, result.status, result.note) == (1.0, "bound_only", "zero_variance")
    assert math.isnan(result.std_error)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([5.0], [1], [2.0]), r"patient\[0\] must be below the 1 patients, not 1"),
        (([5.0], [0], [6.0]), r"months\[0\] must be after 0 and at most 5, not 6"),
        (([5.0], [0], [0.0]), r"months\[0\] must be after 0"),
        (([-5.0], [], []), r"follow_up\[0\] must be finite and at least 0, not -5"),
        (([5.0], [0, 0], [1.0]), "months must be as long as patient"),
        (([5.0], [0.5], [1.0]), r"patient\[0\] must be a whole number"),
    ],
)
def test_malformed_observations_are_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        mean_cumulative(*arguments)


def test_malformed_options_are_refused() -> None:
    with pytest.raises(ValueError, match=r"follow_up\[0\] must be after its entry 5, not 5"):
        mean_cumulative([5.0], [], [], entry=[5.0])
    with pytest.raises(ValueError, match="entry must be as long as follow_up"):
        mean_cumulative([5.0], [], [], entry=[0.0, 0.0])
    with pytest.raises(ValueError, match="conf_level"):
        mean_cumulative([5.0], [], [], conf_level=1.0)
    with pytest.raises(ValueError, match="month must be"):
        mean_events_at(curve([]), -1.0)
