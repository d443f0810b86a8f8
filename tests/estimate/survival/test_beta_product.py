import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.beta_product import beta_product_limits

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)
# Two different beta quantile routines, the older of them to about 1e-13.
RTOL = 1e-10


def test_matches_r() -> None:
    r = REFERENCE["groups"]["mixed"]

    low, high = beta_product_limits(np.array(r["n_risk"]), np.array(r["n_event"]))

    np.testing.assert_allclose(low, REFERENCE["band"]["low"], rtol=RTOL)
    np.testing.assert_allclose(high, REFERENCE["band"]["high"], rtol=RTOL)


@pytest.mark.parametrize("r", REFERENCE["clopper_pearson"])
def test_all_events_at_one_time_give_clopper_pearson(r: dict[str, list[float]]) -> None:
    low, high = beta_product_limits(np.array([r["n"]]), np.array([r["events"]]))

    # atol for limits at 0 and 1, which are closed on one side
    np.testing.assert_allclose([1 - high[0], 1 - low[0]], r["limits"], rtol=RTOL, atol=1e-15)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=12), st.integers(1, 30))
def test_how_the_same_events_are_spread_does_not_matter_without_censoring(
    steps: list[int], spare: int
) -> None:
    events = np.array(steps)
    n = int(events.sum()) + spare
    at_risk = n - np.cumsum(events) + events

    low, high = beta_product_limits(at_risk, events)

    once_low, once_high = beta_product_limits(np.array([n]), np.array([events.sum()]))
    # The moments of a product of betas that is itself a beta, added up as logarithms.
    np.testing.assert_allclose([low[-1], high[-1]], [once_low[0], once_high[0]], rtol=1e-9)


@pytest.mark.parametrize("r", REFERENCE["widening"])
def test_one_event_in_14_widens_as_patients_leave(r: dict[str, Any]) -> None:
    low, high = beta_product_limits(np.array([14, r["left"]]), np.array([1, 0]))

    np.testing.assert_allclose([low[-1], high[-1]], r["limits"], rtol=RTOL)


def test_without_an_event_the_lower_limit_is_a_power_of_half_the_level() -> None:
    low, high = beta_product_limits(np.array([14]), np.array([0]))

    # One closed form against a quantile routine.
    assert low[0] == pytest.approx(0.025 ** (1 / 14), rel=1e-12)
    assert high[0] == 1


def test_no_patient_remaining_means_no_lower_bound() -> None:
    low, high = beta_product_limits(np.array([3]), np.array([3]))

    assert low[0] == 0
    assert high[0] == pytest.approx(1 - 0.025 ** (1 / 3), rel=1e-12)


def test_a_million_patients_keep_their_digits() -> None:
    n = 10**6

    low, high = beta_product_limits(np.array([n]), np.array([1]))

    # The upper limit of a count of 1 in a million is that of a Poisson mean, 5.5716, to 1e-5.
    assert (1 - low[0]) * n == pytest.approx(5.5716, abs=1e-3)
    assert (1 - high[0]) * n == pytest.approx(0.025318, abs=1e-5)


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="events must be as long as at_risk"):
        beta_product_limits(np.array([2, 1]), np.array([1]))


def test_a_level_outside_0_and_1_is_refused() -> None:
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        beta_product_limits(np.array([2]), np.array([1]), conf_level=0)
