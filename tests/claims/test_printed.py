"""A printed number as text, and the exact values that print so."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.claims.printed import Printed, Reading, Window, as_printed, exact, parse, window

MODES = {
    Reading.HALF_UP: ROUND_HALF_UP,
    Reading.HALF_EVEN: ROUND_HALF_EVEN,
    Reading.TRUNCATION: ROUND_DOWN,
}


def number(text: str) -> Printed:
    result = parse(text)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("text", "value", "decimals", "sign"),
    [
        ("-0.32", Fraction(-32, 100), 2, ""),
        ("\N{MINUS SIGN}0.32", Fraction(-32, 100), 2, ""),
        ("+0.19", Fraction(19, 100), 2, ""),
        ("84.3%", Fraction(843, 10), 1, ""),
        ("0\N{MIDDLE DOT}013", Fraction(13, 1000), 3, ""),
        ("< .001", Fraction(1, 1000), 3, "<"),
        (">0.05", Fraction(5, 100), 2, ">"),
    ],
)
def test_a_number_is_read_in_the_forms_that_journals_print(
    text: str, value: Fraction, decimals: int, sign: str
) -> None:
    result = number(text)

    assert (result.value, result.decimals, result.sign) == (value, decimals, sign)


@pytest.mark.parametrize("text", ["", "NS", "n.s.", "-", "1,5", "0.01 to 0.05", "1e-3", "."])
def test_what_is_not_one_number_in_digits_is_none(text: str) -> None:
    assert parse(text) is None


@given(
    st.integers(-4_000, 4_000), st.integers(0, 3), st.integers(0, 2), st.sampled_from(list(Reading))
)
def test_a_value_is_in_the_window_of_the_number_that_it_prints_as_and_of_no_neighbour(
    thousandths: int, decimals: int, apart: int, reading: Reading
) -> None:
    value, unit = Decimal(thousandths) / 1000, Decimal(1).scaleb(-decimals)
    printed = value.quantize(unit, MODES[reading]) + 0
    candidate = printed + (apart - 1) * unit

    inside = Fraction(value) in window(number(f"{candidate:f}"), reading)

    assert inside == (candidate == printed)


def test_p_values_with_a_sign_reach_to_the_end_of_their_scale() -> None:
    below, above = (window(number(text), Reading.HALF_UP) for text in ("<0.001", ">0.05"))

    assert Fraction(0) in below
    assert Fraction(1, 1000) not in below
    assert Fraction(1) in above
    assert Fraction(5, 100) not in above


def test_windows_of_whole_numbers_leave_out_open_ends() -> None:
    assert list(Window(Fraction(1), Fraction(3), has_low=False).integers()) == [2, 3]
    assert list(Window(Fraction(1), Fraction(3), has_high=False).integers()) == [1, 2]
    assert list(Window(Fraction(4, 3), Fraction(5, 3)).integers()) == []


def test_windows_that_touch_meet_only_where_both_have_the_point() -> None:
    left, right = Window(Fraction(0), Fraction(1)), Window(Fraction(1), Fraction(2))
    right_open = Window(Fraction(1), Fraction(2), has_low=False)

    assert left.meets(right)
    assert not left.meets(right_open)


def test_numbers_are_written_as_a_paper_would() -> None:
    assert exact(Fraction(-27, 2)) == "-13.5"
    assert as_printed(Fraction(1, 8), number("+0.19")) == "+0.13"
    assert as_printed(Fraction(-1, 8), number("0.19")) == "-0.13"
    assert as_printed(Fraction(-1, 1000), number("0.19")) == "0.00"
