"""Tobit regression against survreg, and where it has no maximum."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rtxoutcomes.estimate.paired.tobit import tobit

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "left_censored.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", R["tobit"])
def test_coefficients_covariance_and_spread_are_those_of_survreg(name: str) -> None:
    r = R["tobit"][name]
    before, after = np.array(r["before"], float), np.array(r["after"], float)
    x = np.log(before) - np.log(before).mean()
    outcome = np.log(np.maximum(after, r["limit"]))

    fit = tobit(outcome, np.column_stack([np.ones(x.size), x]), after < r["limit"])

    # survreg stops when the likelihood changes by less than 1e-14 of itself.
    assert fit is not None
    np.testing.assert_allclose(fit.coefficients, r["coefficients"], rtol=1e-7)
    np.testing.assert_allclose(fit.covariance, r["covariance"], rtol=1e-6)
    assert fit.sd == pytest.approx(r["sd"], rel=1e-7)


def test_without_values_below_it_is_least_squares_with_the_likelihoods_variance() -> None:
    x = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    y = np.array([1.0, 0.5, 2.0, 2.5, 2.0])

    fit = tobit(y, np.column_stack([np.ones(5), x]), np.zeros(5, dtype=bool))

    assert fit is not None
    # The sum of products is 4 and that of squares 10; closed forms, up to rounding.
    np.testing.assert_allclose(fit.coefficients, [1.6, 0.4], rtol=1e-12)
    residual = y - 1.6 - 0.4 * x
    assert fit.sd**2 == pytest.approx((residual @ residual) / 5, rel=1e-12)
    np.testing.assert_allclose(
        fit.covariance, np.diag([fit.sd**2 / 5, fit.sd**2 / 10]), rtol=1e-9, atol=1e-15
    )


def test_known_outcomes_on_a_line_have_no_maximum() -> None:
    x = np.arange(6.0)
    below = np.array([True, False, False, False, False, False])

    assert tobit(1 + x, np.column_stack([np.ones(6), x]), below) is None
