"""Tails and quantiles against R, and against one another."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.estimate import tails

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "reference" / "tails.json").read_text(encoding="utf-8")
)
WHOLE = ("binomial_sf", "binomial_cdf")
# Both sides iterate to double precision; the file holds 15 digits.
RTOL = 1e-12
shares = st.floats(0.001, 0.999)


@pytest.mark.parametrize("case", R["cases"], ids=lambda c: f"{c['name']}-{c['arguments']}")
def test_each_is_that_of_r(case: dict[str, Any]) -> None:
    result = case["arguments"]
    given_values = result if isinstance(result, list) else [result]
    if case["name"] in WHOLE:
        given_values = [int(given_values[0]), int(given_values[1]), given_values[2]]

    value = getattr(tails, case["name"])(*given_values)

    # A quantile of 0 comes out of both as a rounding error.
    assert value == pytest.approx(case["value"], rel=RTOL, abs=1e-300 if case["value"] else 1e-15)


def test_every_function_has_a_value_of_r() -> None:
    public = {name for name in vars(tails) if name.endswith(("_sf", "_isf", "_ppf", "_cdf"))}

    assert public == {case["name"] for case in R["cases"]}


@given(tail=shares, df=st.integers(1, 60))
def test_a_quantile_has_the_requested_tail(tail: float, df: int) -> None:
    # Quantiles are found by iteration; a tail is steep where its quantile is not.
    assert tails.normal_sf(tails.normal_isf(tail)) == pytest.approx(tail, rel=1e-9)
    assert tails.chi2_sf(tails.chi2_isf(tail, df), df) == pytest.approx(tail, rel=1e-9)
    assert tails.t_sf(tails.t_isf(tail, df), df) == pytest.approx(tail, rel=1e-9)


@given(n=st.integers(1, 60), part=st.floats(0, 1), share=shares)
def test_below_and_above_make_one(n: int, part: float, share: float) -> None:
    count = round(part * n)

    result = tails.binomial_cdf(count, n, share) + tails.binomial_sf(count, n, share)

    assert result == pytest.approx(1, abs=1e-13)


def test_a_two_sided_quantile_has_the_p_value_of_its_level() -> None:
    z, t = tails.two_sided_z(0.9), tails.two_sided_t(0.9, 7)

    assert tails.normal_p(z) == tails.normal_p(-z) == pytest.approx(0.1, rel=1e-12)
    assert tails.t_p(t, 7) == tails.t_p(-t, 7) == pytest.approx(0.1, rel=1e-9)
    # A squared normal variable is chi-square with 1 df.
    assert tails.chi2_p(z**2, 1) == pytest.approx(0.1, rel=1e-12)


def test_no_p_value_is_zero_or_above_one() -> None:
    assert tails.normal_p(50) == tails.chi2_p(5_000, 1) == tails.bounded_p(0.0) == tails.SMALLEST_P
    assert tails.t_p(1e200, 3) == tails.SMALLEST_P
    assert tails.bounded_p(1 + 1e-12) == 1.0
    assert tails.bounded_p(0.3) == 0.3
