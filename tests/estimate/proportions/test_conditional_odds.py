import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.proportions.conditional_odds import conditional_odds

ODDS = json.loads(
    (Path(__file__).parents[2] / "reference" / "proportion.json").read_text(encoding="utf-8")
)["odds"]

cells = st.integers(0, 15)


def chance(a: int, b: int, c: int, d: int) -> dict[int, float]:
    """The law of the first cell with both margins fixed, from binomial coefficients."""
    row, rest, column = a + b, c + d, a + c
    possible = range(max(0, column - rest), min(row, column) + 1)
    return {
        k: math.comb(row, k) * math.comb(rest, column - k) / math.comb(row + rest, column)
        for k in possible
    }


@pytest.mark.parametrize("r", ODDS, ids=lambda r: str(r["counts"]))
def test_estimate_and_limits_match_r(r: dict[str, Any]) -> None:
    law = conditional_odds(np.array(r["counts"]))

    actual = [law.most_likely(), *law.limits((1 - r["level"]) / 2)]

    expected = [math.inf if v is None else v for v in (r["estimate"], r["low"], r["high"])]
    # Two root finders on the log scale, 15 digits in the file.
    np.testing.assert_allclose(actual, expected, rtol=1e-10)


@settings(deadline=None, max_examples=80)
@given(cells, cells, cells, cells)
def test_without_an_effect_the_cell_is_hypergeometric(a: int, b: int, c: int, d: int) -> None:
    law, exact = conditional_odds(np.array([[a, b], [c, d]])), chance(a, b, c, d)

    assert law.cells.tolist() == list(exact)
    # Logarithms of factorials up to 60!, each rounded once.
    np.testing.assert_allclose(law.chances(0.0), list(exact.values()), rtol=1e-12)
    assert law.up_to(0.0) == pytest.approx(sum(p for k, p in exact.items() if k <= a), rel=1e-12)
    assert law.from_on(0.0) == pytest.approx(sum(p for k, p in exact.items() if k >= a), rel=1e-12)


@settings(deadline=None, max_examples=60)
@given(cells, cells, cells, cells)
def test_each_limit_leaves_its_tail(a: int, b: int, c: int, d: int) -> None:
    law = conditional_odds(np.array([[a, b], [c, d]]))

    low, high = law.limits(0.025)

    if low > 0:
        # The tail changes by at most the number of cells per unit of the logarithm.
        assert law.from_on(math.log(low)) == pytest.approx(0.025, rel=1e-10)
    if high < math.inf:
        assert law.up_to(math.log(high)) == pytest.approx(0.025, rel=1e-10)


def test_a_cell_at_its_end_has_no_finite_odds_ratio() -> None:
    lowest, highest = (
        conditional_odds(np.array(t)) for t in ([[0, 12], [5, 9]], [[5, 9], [0, 12]])
    )

    assert (lowest.most_likely(), lowest.limits(0.025)[0]) == (0, 0)
    assert (highest.most_likely(), highest.limits(0.025)[1]) == (math.inf, math.inf)


def test_what_is_no_table_of_counts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"table must be 2 x 2, not of shape \(2, 3\)"):
        conditional_odds([[1, 2, 3], [4, 5, 6]])
    with pytest.raises(ValueError, match=r"table\[1, 0\] must be a whole number.*not 0\.5"):
        conditional_odds(np.array([[1, 2], [0.5, 3]]))
