"""Net proportion improved and the sign test."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.paired.responders import net_proportion_improved
from rtxoutcomes.results.method import MethodKey

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "paired.json").read_text(encoding="utf-8")
)
# Closed forms and quantiles in double precision on both sides; the file holds 15 digits.
RTOL = 1e-9
counts = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


@pytest.mark.parametrize("r", R["benefit"], ids=lambda r: f"{r['better']}-{r['worse']}-{r['n']}")
def test_net_proportion_improved_and_sign_test_are_those_of_r(r: Any) -> None:
    result = net_proportion_improved(r["better"], r["worse"], r["n"], dropped=2)

    np.testing.assert_allclose([result.net.conf_low, result.net.conf_high], r["limits"], rtol=RTOL)
    assert result.net.estimate == (r["better"] - r["worse"]) / r["n"]
    assert result.sign.p_value == pytest.approx(r["p"], rel=RTOL)
    np.testing.assert_allclose(
        [result.sign.estimate, result.sign.conf_low, result.sign.conf_high],
        [r["share"], *r["share_limits"]],
        rtol=RTOL,
    )
    assert result.unchanged == r["n"] - r["better"] - r["worse"]
    assert (result.net.n, result.net.dropped, result.sign.events) == (
        r["n"],
        2,
        r["better"] + r["worse"],
    )


@settings(deadline=None, max_examples=60)
@given(counts)
def test_exchanging_better_and_worse_is_the_mirror_image(cells: tuple[int, int, int]) -> None:
    better, worse, unchanged = cells
    n = sum(cells)

    here, there = (
        net_proportion_improved(better, worse, n),
        net_proportion_improved(worse, better, n),
    )

    # Square roots of the same numbers in another order: the last digits.
    np.testing.assert_allclose(
        [there.net.estimate, there.net.conf_low, there.net.conf_high],
        [-here.net.estimate, -here.net.conf_high, -here.net.conf_low],
        rtol=1e-12,
        atol=1e-12,
    )
    assert there.sign.p_value == pytest.approx(here.sign.p_value, rel=1e-12, nan_ok=True)
    assert here.unchanged == unchanged


@settings(deadline=None, max_examples=60)
@given(counts)
def test_limits_hold_the_estimate_and_stay_between_minus_one_and_one(
    cells: tuple[int, int, int],
) -> None:
    result = net_proportion_improved(cells[0], cells[1], sum(cells)).net

    if result.status == "ok":
        # Where all changed in one direction the limit is 1 up to the last digit.
        assert -1 - 1e-12 <= result.conf_low <= result.estimate <= result.conf_high <= 1 + 1e-12


def test_no_patient_has_no_proportion() -> None:
    result = net_proportion_improved(0, 0, 0, dropped=5)

    for value in (result.net, result.sign):
        assert (value.status, value.note, value.n, value.dropped) == (
            ("not_estimable", "n_zero", 0, 5)
        )


def test_unchanged_patients_have_a_net_proportion_improved_of_zero_and_no_sign_test() -> None:
    result = net_proportion_improved(0, 0, 12)

    assert result.net.estimate == 0
    assert result.net.conf_low < 0 < result.net.conf_high
    assert (result.sign.status, result.sign.note) == ("not_estimable", "all_zero_diff")
    assert math.isnan(result.sign.p_value)


def test_no_p_value_is_zero_however_many_agree() -> None:
    assert net_proportion_improved(3000, 0, 3000).sign.p_value > 0


@pytest.mark.parametrize("cells", [(-1, 0, 4), (0, -1, 4), (3, 2, 4), (0, 0, -1)])
def test_impossible_counts_are_refused(cells: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="must be a whole number, at least 0"):
        net_proportion_improved(*cells)


@pytest.mark.parametrize("n", [0, 4])
def test_an_invalid_level_is_refused_even_without_patients(n: int) -> None:
    with pytest.raises(ValueError, match="must be between 0 and 1"):
        net_proportion_improved(0, 0, n, conf_level=95)


def test_only_the_sign_test_is_the_pair_of_the_interval() -> None:
    result = net_proportion_improved(9, 2, 14)

    assert result.net.p_pair == result.sign.method_key == MethodKey.SIGN_TEST
    assert math.isnan(result.net.p_value)


def test_a_lower_level_gives_shorter_limits_of_both() -> None:
    wide, narrow = (
        net_proportion_improved(9, 3, 20),
        net_proportion_improved(9, 3, 20, conf_level=0.8),
    )

    for one, other in ((wide.net, narrow.net), (wide.sign, narrow.sign)):
        assert one.conf_low < other.conf_low < other.conf_high < one.conf_high
        assert other.conf_level == 0.8
    assert wide.net.method == "net proportion, melded exact interval"
