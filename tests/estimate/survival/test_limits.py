import json
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.limits import ConfType, survival_limits
from rtxoutcomes.estimate.survival.product_limit import product_limit

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)
TYPES: tuple[ConfType, ...] = ("log-log", "log", "plain")
# Closed forms in double precision on both sides; the file holds 15 digits.
RTOL = 1e-12


@pytest.mark.parametrize("conf_type", TYPES)
@pytest.mark.parametrize("r", REFERENCE["groups"].values(), ids=REFERENCE["groups"])
def test_limits_are_those_of_survfit(r: dict[str, Any], conf_type: ConfType) -> None:
    survival, log_variance = product_limit(np.array(r["n_risk"]), np.array(r["n_event"]))

    low, high = survival_limits(survival, log_variance, 0.9, conf_type)

    expected = r["limits"][conf_type]
    np.testing.assert_allclose(low, np.array(expected["lower"], float), rtol=RTOL)
    np.testing.assert_allclose(high, np.array(expected["upper"], float), rtol=RTOL)


@settings(deadline=None, max_examples=50)
@given(st.floats(0.01, 0.99), st.floats(1e-4, 1.0), st.sampled_from(TYPES))
def test_limits_enclose_the_estimate_inside_0_and_1(
    survival: float, log_variance: float, conf_type: ConfType
) -> None:
    low, high = survival_limits(np.array([survival]), np.array([log_variance]), conf_type=conf_type)

    assert 0 <= low[0] <= survival <= high[0] <= 1


def test_no_scale_has_limits_where_nobody_is_left() -> None:
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
