"""From a number to its text."""

import dataclasses
import math

import pytest

from released import small
from rtxoutcomes.presentation.printed import p_value_text, result_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity


def change() -> Number:
    row = index(small()).answers("change", "edss").first("A", Quantity.MEAN_CHANGE)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((-0.5, -1.0, 0.0), "\u22120.50 (\u22121.00 to 0.00)"),
        ((0.5, math.nan, 1.0), "0.50 (no limit to 1.00)"),
        ((0.5, math.nan, math.nan), "0.50"),
        ((math.nan, 0.0, 1.0), "not estimable"),
    ],
)
def test_a_result_is_printed_as_far_as_it_exists(
    numbers: tuple[float, float, float], text: str
) -> None:
    estimate, low, high = numbers
    row = dataclasses.replace(change(), estimate=estimate, conf_low=low, conf_high=high)

    assert result_text(row) == text


def test_a_result_that_was_not_attempted_says_so() -> None:
    row = dataclasses.replace(change(), estimate=math.nan, status="not_attempted")

    assert result_text(row) == "not attempted"


@pytest.mark.parametrize(
    ("p_value", "text"), [(0.0609, "P = 0.061"), (0.0001, "P < 0.001"), (math.nan, "no test")]
)
def test_a_p_value_is_a_sentence(p_value: float, text: str) -> None:
    assert p_value_text(dataclasses.replace(change(), p_value=p_value)) == text
