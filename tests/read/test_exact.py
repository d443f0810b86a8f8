"""Typed values as exact text."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.read.exact import Value, exact_text, is_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  x ", "  x "),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (3.0, "3"),
        (-0.0, "0"),
        (2.5, "2.5"),
        (1e-07, "0.0000001"),
        (1e15, "1000000000000000"),
        (float("nan"), ""),
        (float("inf"), "inf"),
        (Decimal("1.50"), "1.50"),
        (dt.date(2024, 5, 3), "2024-05-03"),
        (dt.datetime(2024, 5, 3), "2024-05-03"),
        (dt.datetime(2024, 5, 3, 10, 20), "2024-05-03T10:20:00"),
        (dt.time(3, 4), "03:04:00"),
        (dt.timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_a_value_is_the_text_that_a_csv_would_hold(value: Value, text: str) -> None:
    assert exact_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_the_same_number_is_read_back_and_no_exponent_is_written(value: float) -> None:
    text = exact_text(value)

    assert float(text) == value
    assert "e" not in text


def test_a_flag_is_no_number() -> None:
    assert is_number(3.5) and is_number(2) and is_number(Decimal(1))
    assert not is_number(True) and not is_number("3")
