"""Ratio of two proportions: against R, symmetry, the score that defines it, and few events."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.proportions.risk_ratio import (
    risk_ratio_koopman,
    risk_ratio_miettinen_nurminen,
)

FOLDER = Path(__file__).parents[2] / "reference"
RATIOS = json.loads((FOLDER / "relative_risk.json").read_text(encoding="utf-8"))["ratios"]
# R searches for the constrained proportion to an absolute 1e-16, here it is in closed form.
RTOL = 1e-9
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
