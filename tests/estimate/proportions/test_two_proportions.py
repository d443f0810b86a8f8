import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.proportions.two_proportions import (
    risk_difference_miettinen_nurminen,
    risk_difference_newcombe,
    risk_ratio_koopman,
    risk_ratio_miettinen_nurminen,
)

FOLDER = Path(__file__).parents[2] / "reference"
RATIOS = json.loads((FOLDER / "relative_risk.json").read_text(encoding="utf-8"))["ratios"]
DIFFERENCES = json.loads((FOLDER / "proportion.json").read_text(encoding="utf-8"))["differences"]
# R searches for the constrained proportion to an absolute 1e-16, here it is in closed form.
RTOL = 1e-9
# Closed forms; 15 digits in the file.
CLOSED_FORM = 1e-10

group = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("r", RATIOS, ids=lambda r: str(r["events"]))
def test_both_score_intervals_match_r(r: dict[str, Any]) -> None:
    (x_a, x_b), (n_a, n_b) = r["events"], r["n"]

    actual = [
        f(x_a, n_a, x_b, n_b, r["level"])
        for f in (risk_ratio_koopman, risk_ratio_miettinen_nurminen)
    ]

    for result, name in zip(actual, ("koopman", "miettinen_nurminen"), strict=True):
        expected = [r["estimate"], *r[name]]
        numbers = [math.nan if v is None else v for v in expected]
        np.testing.assert_allclose(
            [result.estimate, result.conf_low, result.conf_high], numbers, RTOL
        )


def test_the_published_counts_have_the_limits_of_the_literature() -> None:
    koopman, other = risk_ratio_koopman(8, 42, 1, 14), risk_ratio_miettinen_nurminen(8, 42, 1, 14)

    # Given to four decimals.
    assert (koopman.conf_low, koopman.conf_high) == pytest.approx((0.5188, 16.0179), abs=5e-5)
    assert (other.conf_low, other.conf_high) == pytest.approx((0.5130, 16.2276), abs=5e-5)


@settings(deadline=None, max_examples=60)
@given(group, group)
def test_swapping_the_groups_inverts_the_ratio(a: tuple[int, int], b: tuple[int, int]) -> None:
    forward, backward = risk_ratio_koopman(*a, *b), risk_ratio_koopman(*b, *a)

    assert (forward.status, forward.note) == (backward.status, backward.note)
    if forward.status == "ok":
        assert forward.estimate * backward.estimate == pytest.approx(1, rel=1e-12)
        assert forward.conf_low * backward.conf_high == pytest.approx(1, rel=1e-9)


@settings(deadline=None, max_examples=60)
@given(group, group, st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_contains_the_ratio_and_the_inflated_one_is_wider(
    a: tuple[int, int], b: tuple[int, int], level: float
) -> None:
    assume(a[0] > 0 and b[0] > 0)
    plain, wider = (
        risk_ratio_koopman(*a, *b, level),
        risk_ratio_miettinen_nurminen(*a, *b, level),
    )

    assert plain.conf_low <= plain.estimate <= plain.conf_high
    assert wider.conf_low <= plain.conf_low * (1 + 1e-9)
    assert wider.conf_high >= plain.conf_high * (1 - 1e-9)


@settings(deadline=None, max_examples=60)
@given(group, group)
def test_one_is_inside_exactly_where_the_score_of_equality_is_small(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    assume(a[0] + b[0] > 0)
    result = risk_ratio_koopman(*a, *b)
    (x_a, n_a), (x_b, n_b) = a, b
    pooled = (x_a + x_b) / (n_a + n_b)
    spread = pooled * (1 - pooled) * (1 / n_a + 1 / n_b)
    distance = abs(x_a / n_a - x_b / n_b)
    # All patients with the event: no evidence against equality.
    score = distance / math.sqrt(spread) if spread > 0 else 0.0
    assume(abs(score - 1.959964) > 1e-4)
    high = math.inf if math.isnan(result.conf_high) else result.conf_high

    assert (result.conf_low <= 1 <= high) == (score < 1.959964)


def test_an_event_in_one_group_only_leaves_one_limit() -> None:
    above, below = risk_ratio_koopman(4, 21, 0, 16), risk_ratio_koopman(0, 16, 4, 21)

    assert (above.status, above.note) == (below.status, below.note) == ("bound_only", "no_events")
    assert math.isnan(above.estimate)
    assert math.isnan(above.conf_high)
    assert (below.estimate, below.conf_low) == (0.0, 0.0)
    assert above.conf_low * below.conf_high == pytest.approx(1, rel=1e-9)


def test_all_patients_with_the_event_have_a_ratio_of_one() -> None:
    result = risk_ratio_koopman(1, 1, 3, 3)

    assert (result.status, result.estimate) == ("ok", 1.0)
    assert 0 < result.conf_low < 1 < result.conf_high


@pytest.mark.parametrize(
    ("counts", "note"), [((0, 9, 0, 4), "no_events"), ((0, 0, 3, 4), "n_zero")]
)
def test_no_event_or_no_patient_is_not_estimable(counts: tuple[int, ...], note: str) -> None:
    x_a, n_a, x_b, n_b = counts
    for result in (
        risk_ratio_koopman(x_a, n_a, x_b, n_b),
        risk_ratio_miettinen_nurminen(x_a, n_a, x_b, n_b),
    ):
        assert (result.status, result.note) == ("not_estimable", note)


def test_impossible_counts_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"events_a must be .* at most 4, not 5"):
        risk_ratio_koopman(5, 4, 1, 4)
    with pytest.raises(ValueError, match=r"events_b must be .* at least 0"):
        risk_ratio_koopman(1, 4, -1, 4)
    with pytest.raises(ValueError, match=r"n_b must be a whole number"):
        risk_ratio_miettinen_nurminen(1, 4, 1, 4.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        risk_ratio_koopman(1, 4, 1, 4, 95)


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
