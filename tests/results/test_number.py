"""Rows of a released frame, typed."""

import math

import pytest

from results.test_frame import row
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.number import numbers_of
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.style import DEFAULT


def test_a_row_is_typed_and_knows_its_place() -> None:
    first, second = numbers_of(estimates_frame([row(), row(group="B", month=12.0)]), DEFAULT)

    assert (first.place, second.place) == (0, 1)
    assert (first.quantity, first.measure) == (Quantity.PROPORTION, Measure.PROPORTION)
    assert (first.model, first.choice) == (Model.NONE, Choice.NONE)
    assert (first.n, first.events, first.p_value) == (42, 8, 0.06)
    assert math.isnan(first.month)
    assert first.style is DEFAULT


def test_a_missing_count_is_none() -> None:
    value = estimates_frame([row()]).assign(events=None)

    assert numbers_of(value.astype({"events": "Int64"}), DEFAULT)[0].events is None


def test_a_reference_names_endpoint_group_and_term() -> None:
    (number,) = numbers_of(estimates_frame([row(month=12.0, quantity=Quantity.RISK)]), DEFAULT)

    assert number.name == "relapse.A.risk_12_months"


def test_the_key_of_a_row_is_that_of_the_frame() -> None:
    frame = estimates_frame([row(month=12.0, quantity=Quantity.RISK)])

    (number,) = numbers_of(frame, DEFAULT)

    assert number.key == frame.loc[0, "key"] == "relapse.A.risk_12_months[wilson]"


def test_a_number_shows_itself_in_a_line() -> None:
    (number,) = numbers_of(estimates_frame([row()]), DEFAULT)

    assert str(number) == "0.19 (P = 0.060), n = 42, Wilson score"
    assert number._repr_html_() == f"<p>relapse.A.proportion[wilson]: {number}</p>"


def test_a_word_outside_the_closed_lists_is_refused() -> None:
    frame = estimates_frame([row()]).assign(quantity="risk_of_something")

    with pytest.raises(ValueError, match="risk_of_something"):
        numbers_of(frame, DEFAULT)
