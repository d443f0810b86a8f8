import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.product_limit import product_limit

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)
# Both sides multiply the same few fractions; the file holds 15 digits.
RTOL = 1e-13


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


def test_a_time_with_nobody_at_risk_is_no_step() -> None:
    survival, log_variance = product_limit(np.array([2, 0]), np.array([1, 0]))

    assert survival.tolist() == [0.5, 0.5]
    assert log_variance.tolist() == [0.5, 0.5]
