"""Describing a variable."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.describe import QuantileType, describe

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "reference" / "describe.json").read_text(encoding="utf-8")
)
# Two passes in double precision on both sides; the file holds 15 digits.
RTOL = 1e-12
TYPES: tuple[QuantileType, ...] = (2, 6, 7)
values = st.lists(st.integers(-2000, 2000).map(lambda k: k / 8), min_size=1, max_size=40)


def reals(given_values: list[float | None]) -> NDArray[np.float64]:
    return np.array([math.nan if v is None else v for v in given_values], dtype=np.float64)


@pytest.mark.parametrize("name", R["samples"])
def test_moments_and_range_are_those_of_r(name: str) -> None:
    r = R["samples"][name]

    result = describe(reals(r["values"]))

    assert (result.n, result.missing) == (r["n"], r["missing"])
    np.testing.assert_allclose(
        [result.mean, result.median, result.minimum, result.maximum],
        [r["mean"], r["median"], r["minimum"], r["maximum"]],
        rtol=RTOL,
    )
    # Far from zero the mean itself is rounded, and so is what is taken from it.
    loose = 1e-9 if name == "far_from_zero" else RTOL
    assert result.sd == pytest.approx(r["sd"], rel=loose)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("name", R["samples"])
def test_quartiles_are_those_of_r_of_the_same_type(name: str, kind: QuantileType) -> None:
    r = R["samples"][name]

    result = describe(reals(r["values"]), kind)

    np.testing.assert_allclose([result.q1, result.q3], r["quartiles"][str(kind)], rtol=RTOL)


@settings(deadline=None, max_examples=50)
@given(values, st.sampled_from(TYPES), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_numbers_are_in_order(
    rows: list[float], kind: QuantileType, shuffler: Any
) -> None:
    shuffled = list(rows)
    shuffler.shuffle(shuffled)

    result, repeated = describe(np.array(rows), kind), describe(np.array(shuffled), kind)

    assert repr(result) == repr(repeated)
    assert result.minimum <= result.q1 <= result.median <= result.q3 <= result.maximum
    assert result.minimum <= result.mean <= result.maximum


@settings(deadline=None, max_examples=50)
@given(values, st.integers(0, 3))
def test_missing_values_are_counted_and_change_nothing_else(
    rows: list[float], missing: int
) -> None:
    result = describe(np.array(rows))
    with_gaps = describe(np.array([*rows, *[math.nan] * missing]))

    assert (with_gaps.n, with_gaps.missing) == (len(rows), missing)
    np.testing.assert_equal(
        [with_gaps.mean, with_gaps.sd, with_gaps.q1], [result.mean, result.sd, result.q1]
    )


def test_one_value_has_no_spread() -> None:
    result = describe(np.array([4.5, math.nan]))

    assert (result.n, result.missing, result.mean, result.median, result.q1, result.maximum) == (
        (1, 1, 4.5, 4.5, 4.5, 4.5)
    )
    assert math.isnan(result.sd)


@pytest.mark.parametrize("missing", [0, 3])
def test_no_value_leaves_only_counts(missing: int) -> None:
    result = describe(np.full(missing, math.nan))

    assert (result.n, result.missing) == (0, missing)
    assert all(
        math.isnan(v) for v in (result.mean, result.sd, result.median, result.q1, result.maximum)
    )


@pytest.mark.parametrize("malformed", [np.zeros((2, 2)), np.array([1.0, math.inf])])
def test_tables_and_infinite_values_are_refused(malformed: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match=r"must be (one-dimensional|finite, or NaN)"):
        describe(malformed)


def test_an_unknown_quantile_type_is_refused_with_the_known_ones() -> None:
    unknown: Any = 5

    with pytest.raises(ValueError, match="quantile_type must be one of 2, 6, 7, not 5"):
        describe(np.array([1.0, 2.0]), unknown)
