"""Change per year of one patient."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.estimate.paired.trend import theil_sen

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "context.json").read_text(encoding="utf-8")
)
series = st.lists(
    st.tuples(st.integers(0, 40), st.integers(-20, 20)),
    min_size=2,
    max_size=9,
    unique_by=lambda v: v[0],
)


@pytest.mark.parametrize("name", R["slopes"])
def test_the_slope_is_the_median_of_all_pairs(name: str) -> None:
    r = R["slopes"][name]

    result = theil_sen(np.array(r["years"]), np.array(r["values"]))

    # A quotient of differences on both sides; R stores 15 digits.
    assert result.estimate == pytest.approx(r["slope"], rel=1e-12)
    assert result.n == len(r["years"])


@given(series, st.integers(-5, 5), st.floats(-3, 3))
def test_a_straight_line_has_its_own_slope_and_adding_one_adds_it(
    rows: list[tuple[int, int]], shift: int, slope: float
) -> None:
    years, values = (np.array(v, dtype=float) for v in zip(*rows, strict=True))

    bent, tilted = theil_sen(years, values), theil_sen(years + shift, values + slope * years)

    assert tilted.estimate == pytest.approx(bent.estimate + slope, abs=1e-9)
    assert theil_sen(years[::-1], values[::-1]).estimate == pytest.approx(bent.estimate, abs=1e-12)
    assert theil_sen(years, -values).estimate == pytest.approx(-bent.estimate, abs=1e-12)


@pytest.mark.parametrize(
    ("years", "note"), [([], "n_zero"), ([1.0], "n_one"), ([2.0, 2.0], "n_one")]
)
def test_without_two_times_there_is_no_slope(years: list[float], note: str) -> None:
    result = theil_sen(np.array(years), np.zeros(len(years)))

    assert (result.status, result.note, result.n) == ("not_estimable", note, len(years))


def test_times_that_differ_by_rounding_are_one_time() -> None:
    years = np.array([0.3, 0.1 + 0.2, 1.3])

    result = theil_sen(years, np.array([5.0, 6.0, 7.0]))

    assert result.estimate == pytest.approx((2.0 + 1.0) / 2)


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(ValueError, match=r"values\[1\] must be finite, not nan"):
        theil_sen(np.array([0.0, 1.0]), np.array([1.0, np.nan]))
