import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.proportions.two_proportions import (
    risk_difference_miettinen_nurminen,
    risk_difference_newcombe,
)

FOLDER = Path(__file__).parents[2] / "reference"
DIFFERENCES = json.loads((FOLDER / "proportion.json").read_text(encoding="utf-8"))["differences"]
# Closed forms; 15 digits in the file.
CLOSED_FORM = 1e-10
group = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("r", DIFFERENCES, ids=lambda r: str(r["events"]))
def test_differences_match_the_definitions_in_r(r: dict[str, Any]) -> None:
    arguments = (r["events"][0], r["n"][0], r["events"][1], r["n"][1], r["level"])

    newcombe = risk_difference_newcombe(*arguments)
    score = risk_difference_miettinen_nurminen(*arguments)

    assert newcombe.estimate == score.estimate == pytest.approx(r["estimate"], rel=CLOSED_FORM)
    np.testing.assert_allclose([newcombe.conf_low, newcombe.conf_high], r["newcombe"], CLOSED_FORM)
    # The closed form of the cubic in R loses some digits, and its root finder stops at 1e-13.
    np.testing.assert_allclose(
        [score.conf_low, score.conf_high], r["miettinen_nurminen"], rtol=0, atol=1e-10
    )


@settings(deadline=None, max_examples=40)
@given(group, group)
def test_swapping_the_groups_mirrors_the_difference(a: tuple[int, int], b: tuple[int, int]) -> None:
    for difference in (risk_difference_newcombe, risk_difference_miettinen_nurminen):
        forward, backward = difference(*a, *b), difference(*b, *a)

        # The root finder stops at an absolute 1e-15, the constrained proportion at about as much.
        assert forward.conf_low == pytest.approx(-backward.conf_high, abs=1e-11)
        assert forward.estimate == pytest.approx(-backward.estimate, abs=1e-15)


@settings(deadline=None, max_examples=40)
@given(group, group)
def test_the_interval_of_a_difference_contains_it_and_stays_within_one(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    for difference in (risk_difference_newcombe, risk_difference_miettinen_nurminen):
        result = difference(*a, *b)

        # Rounding may leave a limit on the wrong side of the end by the spacing of doubles.
        assert -1 - 1e-15 <= result.conf_low <= result.estimate <= result.conf_high <= 1 + 1e-15


def test_opposite_groups_reach_the_end_of_the_scale() -> None:
    result = risk_difference_miettinen_nurminen(14, 14, 0, 12)
    mirrored = risk_difference_miettinen_nurminen(0, 12, 14, 14)

    assert (result.estimate, result.conf_high) == (1, 1)
    assert (mirrored.estimate, mirrored.conf_low) == (-1, -1)
    assert result.conf_low == pytest.approx(-mirrored.conf_high)


@pytest.mark.parametrize("counts", [(0, 0, 3, 9), (3, 9, 0, 0)])
def test_a_difference_with_an_empty_group_is_not_estimable(
    counts: tuple[int, int, int, int],
) -> None:
    for difference in (risk_difference_newcombe, risk_difference_miettinen_nurminen):
        result = difference(*counts)

        assert (result.status, result.note) == ("not_estimable", "n_zero")


def test_impossible_counts_of_a_difference_are_refused() -> None:
    for difference in (risk_difference_newcombe, risk_difference_miettinen_nurminen):
        with pytest.raises(ValueError, match=r"events_a must be .* at most 4, not 5"):
            difference(5, 4, 1, 10)
        with pytest.raises(ValueError, match=r"events_b must be .* at least 0 .*not -1"):
            difference(1, 4, -1, 10)
        with pytest.raises(ValueError, match="conf_level must be"):
            difference(1, 4, 1, 10, 0)
