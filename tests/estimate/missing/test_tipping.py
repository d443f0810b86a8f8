import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.missing.tipping import tipping_shift
from rtxoutcomes.estimate.paired.change import mean_change

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "missing.json").read_text(encoding="utf-8")
)
# R searches to an absolute 1e-13 of shifts of some points.
RTOL = 1e-9

half_points = st.integers(-6, 6).map(lambda h: h / 2)
changes = st.lists(half_points, min_size=2, max_size=40)


@pytest.mark.parametrize("r", REFERENCE["tipping"], ids=lambda r: f"{r['missing']} missing")
def test_shift_and_p_match_r(r: dict[str, Any]) -> None:
    result = tipping_shift(r["change"], r["missing"], r["level"])

    assert result.estimate == pytest.approx(r["shift"], rel=RTOL)
    assert result.p_value == pytest.approx(r["p"], rel=RTOL)


@settings(deadline=None, max_examples=60)
@given(changes, st.integers(1, 20), st.sampled_from([0.9, 0.95, 0.99]))
def test_at_the_shift_the_mean_of_all_patients_is_just_significant(
    change: list[float], missing: int, level: float
) -> None:
    result = tipping_shift(change, missing, level)
    assume(result.status == "ok")
    n, mean = len(change), math.fsum(change) / len(change)
    observed = mean_change(np.array(change), conf_level=level)

    everybody = (n * mean + missing * (mean + result.estimate)) / (n + missing)

    half = (observed.conf_high - observed.conf_low) / 2
    assert abs(everybody) == pytest.approx(half, rel=1e-9)
    assert result.p_value == pytest.approx(observed.p_value, rel=1e-12)


@settings(deadline=None, max_examples=60)
@given(changes, st.integers(1, 20))
def test_more_missing_patients_need_a_smaller_shift_and_signs_mirror(
    change: list[float], missing: int
) -> None:
    few, many = tipping_shift(change, missing), tipping_shift(change, missing + 5)
    assume(few.status == "ok")
    mirrored = tipping_shift([-c for c in change], missing)

    assert abs(many.estimate) <= abs(few.estimate)
    assert abs(mirrored.estimate) == pytest.approx(abs(few.estimate))


def test_a_significant_mean_tips_towards_none() -> None:
    result = tipping_shift([-1.0, -0.5, -1.5, -1.0, -0.5, -1.0], 2)

    assert result.p_value < 0.05
    assert result.estimate > 0
    assert result.statistic < 0


@pytest.mark.parametrize(
    ("change", "missing", "status", "note"),
    [
        ([1.0, 2.0, 0.5], 0, "not_attempted", "none_missing"),
        ([], 4, "not_estimable", "n_zero"),
        ([1.0], 4, "not_estimable", "n_one"),
        ([0.5, 0.5, 0.5], 4, "not_estimable", "zero_variance"),
    ],
)
def test_what_cannot_tip_has_a_status(
    change: list[float], missing: int, status: str, note: str
) -> None:
    result = tipping_shift(change, missing)

    assert (result.status, result.note, result.dropped) == (status, note, missing)


def test_malformed_arguments_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"change\[1\] must be finite, not nan"):
        tipping_shift([1.0, math.nan], 2)
    with pytest.raises(ValueError, match="missing must be a whole number, at least 0"):
        tipping_shift([1.0, 2.0], -1)
    with pytest.raises(ValueError, match="conf_level must be"):
        tipping_shift([1.0, 2.0], 1, 0)
