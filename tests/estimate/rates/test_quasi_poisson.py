"""The ratio of two rates with a quasi-Poisson error."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from rtxoutcomes.estimate.rates.dispersion import Dispersion, pooled_dispersion
from rtxoutcomes.estimate.rates.quasi_poisson import rate_ratio_quasi_poisson
from rtxoutcomes.results.method import MethodKey

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "rate.json").read_text(encoding="utf-8")
)["grouped"]
arm = st.tuples(st.integers(1, 60), st.integers(1, 40).map(lambda quarters: quarters / 4))
dispersions = st.floats(1, 5).map(lambda phi: Dispersion(phi, 20.0))


@pytest.mark.parametrize("r", REFERENCE, ids=lambda r: str(r["level"]))
def test_ratios_are_those_of_the_quasi_poisson_model_of_r(r: dict[str, Any]) -> None:
    events, years, label = (np.array(r[name]) for name in ("events", "years", "group"))
    group = np.unique(label, return_inverse=True)[1]
    pooled = pooled_dispersion(events, years, group)
    totals = [(int(events[group == g].sum()), float(years[group == g].sum())) for g in range(3)]

    for k, later in enumerate(totals[1:]):
        result = rate_ratio_quasi_poisson(*later, *totals[0], pooled, conf_level=r["level"])

        actual = [result.estimate, result.std_error, result.conf_low, result.conf_high]
        expected = [math.exp(r["log_ratio"][k]), r["error"][k], r["low"][k], r["high"][k]]
        # R iterates; here the ratio is in closed form.
        np.testing.assert_allclose(actual, expected, rtol=1e-9)
        assert result.p_value == pytest.approx(r["p"][k], rel=1e-9)
        assert result.df == r["df"]


def test_without_a_dispersion_the_error_is_that_of_poisson_and_the_reference_normal() -> None:
    result = rate_ratio_quasi_poisson(3, 10.0, 1, 20.0)

    assert result.estimate == pytest.approx(6)
    assert result.std_error == pytest.approx(math.sqrt(1 + 1 / 3))
    assert result.p_value == pytest.approx(2 * norm.sf(math.log(6) / math.sqrt(4 / 3)))
    assert math.isnan(result.df)
    assert "exact" not in result.method


@settings(deadline=None, max_examples=60)
@given(arm, arm, dispersions)
def test_the_interval_inverts_the_test_of_its_row(
    a: tuple[int, float], b: tuple[int, float], by: Dispersion
) -> None:
    result = rate_ratio_quasi_poisson(*a, *b, by)

    assert result.p_pair == result.method_key == MethodKey.QUASI_POISSON_RATIO
    # Exactly 1 and exactly 0.05 go together, but either may be rounded away from it.
    assume(abs(result.p_value - 0.05) > 1e-12)
    assert (result.conf_low <= 1 <= result.conf_high) == (result.p_value > 0.05)


@settings(deadline=None, max_examples=60)
@given(arm, arm, dispersions)
def test_swapping_the_groups_inverts_the_ratio(
    a: tuple[int, float], b: tuple[int, float], by: Dispersion
) -> None:
    forward = rate_ratio_quasi_poisson(*a, *b, by)
    backward = rate_ratio_quasi_poisson(*b, *a, by)

    # Logarithms and exponentials of doubles.
    assert forward.estimate * backward.estimate == pytest.approx(1, rel=1e-12)
    assert forward.conf_low * backward.conf_high == pytest.approx(1, rel=1e-11)
    assert forward.p_value == pytest.approx(backward.p_value, rel=1e-10)


def test_no_event_in_a_group_leaves_no_error() -> None:
    below, above = (
        rate_ratio_quasi_poisson(0, 3.0, 4, 4.0),
        rate_ratio_quasi_poisson(4, 4.0, 0, 3.0),
    )

    for result in (below, above):
        assert (result.status, result.note) == ("not_estimable", "no_events")
    assert below.estimate == 0
    assert math.isnan(above.estimate)
    assert rate_ratio_quasi_poisson(0, 0.0, 4, 4.0).note == "n_zero"


def test_n_counts_patients() -> None:
    assert rate_ratio_quasi_poisson(3, 10.0, 1, 20.0, n=17).n == 17
    with pytest.raises(ValueError, match="n must be a whole number, at least 0, not -1"):
        rate_ratio_quasi_poisson(3, 10.0, 1, 20.0, n=-1)
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        rate_ratio_quasi_poisson(3, 10.0, 1, 20.0, conf_level=95)
