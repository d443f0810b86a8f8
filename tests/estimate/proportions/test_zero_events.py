"""Upper limits of a proportion without an event: against R, and by their definition."""

import json
from pathlib import Path
from typing import Any

import pytest

from rtxoutcomes.estimate.proportions.proportion import (
    proportion,
)
from rtxoutcomes.estimate.proportions.zero_events import zero_event_bound, zero_event_limit

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "proportion.json").read_text(encoding="utf-8")
)
# Quantiles of beta distributions from two libraries, and 15 digits in the file.
RTOL = 1e-11


@pytest.mark.parametrize("r", REFERENCE["upper"], ids=lambda r: f"n = {r['n']}")
def test_the_zero_event_bound_matches_the_one_sided_limit_of_r(r: dict[str, Any]) -> None:
    result = zero_event_bound(r["n"])

    assert result.conf_high == pytest.approx(r["high"], rel=RTOL)
    assert (result.estimate, result.conf_low, result.note) == (0.0, 0.0, "no_events")


def test_the_method_of_the_zero_event_bound_says_that_it_is_one_sided() -> None:
    assert zero_event_bound(14).method == ("exact one-sided 95% upper limit with no event")


@pytest.mark.parametrize(("n", "percent"), [(14, 23.2), (42, 8.4), (1, 97.5)])
def test_the_two_sided_limit_without_an_event_is_that_of_clopper_and_pearson(
    n: int, percent: float
) -> None:
    result = zero_event_limit(n)

    assert result.conf_high == pytest.approx(1 - 0.025 ** (1 / n), rel=1e-12)
    assert result.conf_high == pytest.approx(proportion(0, n).clopper_pearson.conf_high, rel=1e-12)
    assert 100 * result.conf_high == pytest.approx(percent, abs=0.05)
    assert result.conf_high > zero_event_bound(n).conf_high
    assert result.method.startswith("two-sided 95% ")
    assert (result.estimate, result.conf_low, result.note) == (0.0, 0.0, "no_events")


def test_no_patient_has_no_limit_without_an_event() -> None:
    assert (zero_event_limit(0).status, zero_event_limit(0).note) == ("not_estimable", "n_zero")
    with pytest.raises(ValueError, match="n must be a whole number"):
        zero_event_limit(-1)
