import json
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.product_limit import ConfType, product_limit, survival_limits

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)
TYPES: tuple[ConfType, ...] = ("log-log", "log", "plain")
# Both sides multiply the same few fractions; the file holds 15 digits.
RTOL = 1e-13
# Closed forms in double precision on both sides; the file holds 15 digits.
LIMITS_RTOL = 1e-12


@pytest.mark.parametrize("r", REFERENCE["groups"].values(), ids=REFERENCE["groups"])
def test_survival_is_that_of_survfit(r: dict[str, Any]) -> None:
    survival, _ = product_limit(np.array(r["n_risk"]), np.array(r["n_event"]))

    np.testing.assert_allclose(survival, r["survival"], rtol=RTOL)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.integers(0, 20))
def test_without_censoring_survival_is_the_share_still_free(steps: list[int], spare: int) -> None:
    events = np.array(steps)
    n = int(events.sum()) + spare + 1
    at_risk = n - np.cumsum(events) + events

    survival, log_variance = product_limit(at_risk, events)

    share = 1 - np.cumsum(events) / n
    # A product of up to 20 fractions; Greenwood's formula is then that of a binomial proportion.
    np.testing.assert_allclose(survival, share, rtol=1e-13)
    np.testing.assert_allclose(survival**2 * log_variance, share * (1 - share) / n, atol=1e-14)


def test_the_variance_is_infinite_where_all_at_risk_have_the_event() -> None:
    survival, log_variance = product_limit(np.array([4, 2]), np.array([1, 2]))

    assert survival.tolist() == [0.75, 0.0]
    assert log_variance[1] == np.inf


def test_a_time_with_no_patient_at_risk_is_no_step() -> None:
    survival, log_variance = product_limit(np.array([2, 0]), np.array([1, 0]))

    assert survival.tolist() == [0.5, 0.5]
    assert log_variance.tolist() == [0.5, 0.5]


@pytest.mark.parametrize("conf_type", TYPES)
@pytest.mark.parametrize("r", REFERENCE["groups"].values(), ids=REFERENCE["groups"])
def test_limits_are_those_of_survfit(r: dict[str, Any], conf_type: ConfType) -> None:
    survival, log_variance = product_limit(np.array(r["n_risk"]), np.array(r["n_event"]))

    low, high = survival_limits(survival, log_variance, 0.9, conf_type)

    expected = r["limits"][conf_type]
    np.testing.assert_allclose(low, np.array(expected["lower"], float), rtol=LIMITS_RTOL)
    np.testing.assert_allclose(high, np.array(expected["upper"], float), rtol=LIMITS_RTOL)


@settings(deadline=None, max_examples=50)
@given(st.floats(0.01, 0.99), st.floats(1e-4, 1.0), st.sampled_from(TYPES))
def test_limits_enclose_the_estimate_inside_0_and_1(
    survival: float, log_variance: float, conf_type: ConfType
) -> None:
    low, high = survival_limits(np.array([survival]), np.array([log_variance]), conf_type=conf_type)

    assert 0 <= low[0] <= survival <= high[0] <= 1


def test_no_scale_has_limits_where_survival_is_zero() -> None:
    for conf_type in TYPES:
        low, high = survival_limits(np.zeros(1), np.array([np.inf]), conf_type=conf_type)

        assert np.isnan([low[0], high[0]]).all()


def test_an_unknown_scale_is_refused_and_the_good_ones_listed() -> None:
    with pytest.raises(ValueError, match="conf_type must be one of"):
        survival_limits(np.array([0.5]), np.array([0.1]), conf_type=cast(ConfType, "arcsine"))


def test_a_level_outside_0_and_1_is_refused() -> None:
    with pytest.raises(
        ValueError, match="conf_level must be between 0 and 1, both excluded, not 95"
    ):
        survival_limits(np.array([0.5]), np.array([0.1]), conf_level=95)
