"""Means of a group: limits within the scale, and five patients for an interval."""

import math
from dataclasses import replace
from typing import Any

import pytest

from cohorts import study
from rtxoutcomes.analysis.limits import limited
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import Row

MEAN: dict[str, Any] = {
    "measure": Measure.DIFFERENCE,
    "method_key": MethodKey.PAIRED_T,
    "method": "paired t",
    "n": 9,
    "estimate": 1.0,
    "conf_low": -12.0,
    "conf_high": 14.0,
    "p_value": 0.4,
}


def only(value: Estimate, quantity: Quantity = Quantity.MEAN_CHANGE, endpoint: str = "edss") -> Row:
    row = Question("change", endpoint).row("A", Statistic(quantity, value))
    return limited([row], study())[0]


def test_the_interval_of_a_change_ends_with_the_longest_change_of_the_scale() -> None:
    value = only(Estimate(**MEAN)).value

    assert (value.conf_low, value.conf_high, value.note) == (-10.0, 10.0, "limited_by_scale")
    assert value.p_value == 0.4


def test_the_interval_of_a_mean_ends_with_the_scale() -> None:
    value = only(Estimate(**MEAN), Quantity.MEAN).value

    assert (value.conf_low, value.conf_high) == (0.0, 10.0)


def test_an_interval_within_the_scale_is_as_it_was() -> None:
    inside = Estimate(**MEAN | {"conf_low": -1.0, "conf_high": 3.0})

    assert only(inside).value is inside


@pytest.mark.parametrize("quantity", [Quantity.MEAN_CHANGE, Quantity.CHANGE_PER_YEAR])
def test_four_patients_have_neither_interval_nor_test_in_print(quantity: Quantity) -> None:
    four, five = (
        only(Estimate(**MEAN | {"conf_low": -1.0, "conf_high": 3.0, "n": n}), quantity).value
        for n in (4, 5)
    )

    assert (four.note, four.estimate) == ("few_patients", 1.0)
    assert five.note == ""


def test_other_numbers_are_not_touched() -> None:
    few = Estimate(**MEAN | {"n": 2})
    contrast = replace(
        Question("change", "edss").row("A", Statistic(Quantity.MEAN, few)), against="B"
    )

    assert limited([contrast], study())[0] is contrast
    assert only(few, Quantity.SIGNED_RANK).value is few
    assert only(few, endpoint="age_years").value is few
    assert only(replace(few, estimate=math.nan)).value.note == ""
