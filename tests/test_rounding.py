import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.read.style_file import bundled_styles, read_style
from rtxoutcomes.rounding import (
    count_of,
    count_percent,
    count_text,
    fixed,
    interval,
    p_sentence,
    p_text,
    percent,
    percent_of,
    positive,
)
from rtxoutcomes.style import MINUS, Style

STYLES = {name: read_style(name) for name in bundled_styles()}
HYPHEN = Style.model_validate({"numbers": {"minus": "-"}})
numbers = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=300, deadline=None)
@given(numbers, st.integers(0, 12), st.sampled_from([0, 2]))
def test_the_text_is_the_nearest_decimal_and_a_tie_goes_away_from_zero(
    value: float, digits: int, shift: int
) -> None:
    exact = Fraction(value) * 10**shift
    unit = Fraction(1, 10**digits)

    written = Fraction(fixed(value, digits, shift=shift, style=HYPHEN))

    assert (written / unit).denominator == 1
    assert abs(written - exact) <= unit / 2
    if abs(written - exact) == unit / 2:
        assert abs(written) > abs(exact)


@settings(max_examples=100, deadline=None)
@given(numbers, st.integers(0, 6))
def test_the_sign_only_adds_a_minus_and_zero_has_none(value: float, digits: int) -> None:
    up, down = fixed(abs(value), digits), fixed(-abs(value), digits)

    assert down == (up if Fraction(up) == 0 else MINUS + up)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.125, 2, "0.13"),
        (-0.125, 2, f"{MINUS}0.13"),
        (2.5, 0, "3"),
        # 1.005 as a double lies below 1.005.
        (1.005, 2, "1.00"),
        (-0.001, 2, "0.00"),
        (1e22, 0, "10000000000000000000000"),
    ],
)
def test_halves_round_away_from_zero_on_the_exact_value(
    value: float, digits: int, text: str
) -> None:
    assert fixed(value, digits) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_has_no_text(value: float) -> None:
    with pytest.raises(ValueError, match="give the reason why it is missing"):
        fixed(value, 2)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percentages_are_rounded_from_the_counts(counts: tuple[int, int]) -> None:
    events, n = counts
    unit = Fraction(1) if n <= 100 else Fraction(1, 10)
    exact = Fraction(100 * events, n)

    text = count_percent(events, n)
    written = Fraction(text.removesuffix("%)").removeprefix(f"{events} ("))

    assert written == unit * math.floor(exact / unit + Fraction(1, 2))
    assert count_of(events, n) == f"{events}/{text.replace(str(events), str(n), 1)}"


def test_a_tie_in_counts_is_a_tie_though_no_double_holds_it() -> None:
    assert count_percent(3, 40) == "3 (8%)"
    assert fixed(3 / 40, 0, shift=2) == "7"


@pytest.mark.parametrize(("events", "n"), [(1, 0), (0, 0), (5, 4), (-1, 4)])
def test_counts_that_are_no_proportion_are_refused(events: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"{events} of {n} is not a proportion"):
        count_of(events, n)


@pytest.mark.parametrize(
    ("value", "n", "text"),
    [
        (0.19047619, 42, "19"),
        (0.0025, 99, "<1"),
        (0.998, 14, ">99"),
        (0.0, 14, "0"),
        (1.0, 14, "100"),
        (0.0004, 400, "<0.1"),
        (0.9999, 400, ">99.9"),
        (0.1234, 400, "12.3"),
        (-0.002, 42, f">{MINUS}1"),
        (-0.998, 42, f"<{MINUS}99"),
        (-1.0, 42, f"{MINUS}100"),
        (-0.19, 42, f"{MINUS}19"),
    ],
)
def test_a_percentage_is_zero_or_hundred_only_where_that_is_exact(
    value: float, n: int, text: str
) -> None:
    assert percent(value, n) == text


@pytest.mark.parametrize(
    ("p_value", "text"),
    [
        (5e-324, "<0.001"),
        (0.00099999, "<0.001"),
        (0.001, "0.001"),
        (0.0499, "0.0499"),
        (0.05, "0.050"),
        (0.0501, "0.0501"),
        (0.0996, "0.100"),
        (0.1, "0.10"),
        (0.476, "0.48"),
        (1.0, "1.00"),
    ],
)
def test_p_values_have_three_decimals_below_a_tenth_and_a_floor(p_value: float, text: str) -> None:
    assert p_text(p_value) == text


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1, exclude_min=True))
def test_no_p_value_is_printed_as_zero(p_value: float) -> None:
    text = p_text(p_value)

    assert text.startswith("<") or Fraction(text) > 0


@pytest.mark.parametrize("p_value", [0.0, -0.1, 1.1, math.nan])
def test_what_is_no_p_value_is_refused(p_value: float) -> None:
    with pytest.raises(ValueError, match="is not a P value"):
        p_text(p_value)


def test_a_p_value_in_a_sentence_has_letter_and_sign() -> None:
    assert p_sentence(0.0496) == "P = 0.0496"
    assert p_sentence(1e-9) == "P < 0.001"


@pytest.mark.parametrize(
    ("p_value", "lancet", "jama"),
    [
        (0.00004, "p<0·0001", "P < .001"),
        (0.00046, "p=0·0005", "P < .001"),
        (0.0012, "p=0·0012", "P = .001"),
        (0.0096, "p=0·0096", "P = .0096"),
        (0.0449, "p=0·045", "P = .04"),
        (0.476, "p=0·48", "P = .48"),
        (1.0, "p=1·00", "P = 1.00"),
    ],
)
def test_journals_print_the_same_p_value_their_own_way(
    p_value: float, lancet: str, jama: str
) -> None:
    assert p_sentence(p_value, read_style("lancet")) == lancet
    assert p_sentence(p_value, read_style("jama")) == jama


# From abstracts and tables of these journals, and from the AMA Manual of Style.
@pytest.mark.parametrize(
    ("name", "p_value", "printed"),
    [
        ("jama", 0.16, "P = .16"),
        ("jama", 0.049, "P = .049"),
        ("jama", 0.0004, "P < .001"),
        ("nejm", 0.003, "P=0.003"),
        ("nejm", 0.33, "P=0.33"),
        ("nejm", 0.0002, "P<0.001"),
        ("lancet", 0.57, "p=0·57"),
        ("lancet", 0.0003, "p=0·0003"),
        ("lancet", 0.013, "p=0·013"),
        ("lancet", 0.00002, "p<0·0001"),
    ],
)
def test_a_p_value_is_printed_as_the_journal_prints_it(
    name: str, p_value: float, printed: str
) -> None:
    assert p_sentence(p_value, STYLES[name]) == printed


@pytest.mark.parametrize(
    ("name", "low", "high", "printed"),
    [
        ("jama", 0.51, 0.80, "0.51-0.80"),
        ("nejm", 0.45, 0.81, "0.45 to 0.81"),
        ("lancet", 0.86, 1.44, "0·86–1·44"),
        ("lancet", -2.01, 0.19, "−2·01 to 0·19"),
    ],
)
def test_an_interval_is_printed_as_the_journal_prints_it(
    name: str, low: float, high: float, printed: str
) -> None:
    style = STYLES[name]

    assert interval(low, high, lambda v: fixed(v, 2, style=style), style=style) == printed


@pytest.mark.parametrize(
    ("name", "events", "n", "printed"),
    [
        ("jama", 1, 14, "7%"),
        ("jama", 38, 99, "38%"),
        ("jama", 38, 100, "38.0%"),
        ("nejm", 8, 41, "20%"),
        ("nejm", 18, 42, "43%"),
        ("nejm", 75, 827, "9.1%"),
        ("lancet", 17, 63, "27%"),
        ("lancet", 1328, 10269, "12·9%"),
        ("lancet", 60, 164, "37%"),
    ],
)
def test_a_percentage_has_the_decimals_of_the_journal(
    name: str, events: int, n: int, printed: str
) -> None:
    assert percent_of(events, n, STYLES[name]) == printed


@pytest.mark.parametrize(
    ("name", "number", "printed"),
    [
        ("default", 20536, "20536"),
        ("jama", 36127, "36,127"),
        ("jama", 6500, "6500"),
        ("lancet", 20536, "20\N{NO-BREAK SPACE}536"),
        ("lancet", 1328, "1328"),
        ("nejm", 1000000, "1,000,000"),
    ],
)
def test_thousands_are_separated_as_the_journal_does(name: str, number: int, printed: str) -> None:
    assert count_text(number, STYLES[name]) == printed
    assert fixed(number, 0, style=STYLES[name]) == printed


def test_thousands_may_be_separated_from_a_thousand_on() -> None:
    style = Style.model_validate({"numbers": {"thousands": ",", "thousands_from": 1000}})

    assert count_percent(1328, 10269, style) == "1,328 (12.9%)"
    assert fixed(-1234.5, 1, style=style) == f"{MINUS}1,234.5"
    assert fixed(999.96, 1, style=style) == "1,000.0"


@pytest.mark.parametrize("name", bundled_styles())
@given(p_value=st.floats(1e-5, 1, exclude_min=True))
def test_every_style_prints_a_p_value_on_its_side_of_the_borders(name: str, p_value: float) -> None:
    text = p_text(p_value, STYLES[name]).replace("·", ".")
    printed, bound = float(text.removeprefix("<")), text.startswith("<")

    if bound:
        assert p_value < printed
    else:
        # Six decimals, the most that are printed, cannot tell 0.0499999 from 0.05.
        near = any(abs(p_value - border) < 1e-6 for border in (0.05, 0.01, 0.001))
        sides = [(p < 0.05, p > 0.05, p < 0.01, p < 0.001) for p in (p_value, printed)]
        assert near or sides[0] == sides[1]


def test_a_dash_separates_limits_only_where_neither_is_below_zero() -> None:
    style = read_style("lancet")

    def written(low: float, high: float) -> str:
        return interval(low, high, lambda v: fixed(v, 2, style=style), style=style)

    assert written(0.1, 0.333) == "0·10–0·33"
    assert written(-0.1, 0.333) == f"{MINUS}0·10 to 0·33"
    assert written(0.5, math.nan) == "0·50 to no limit"


@settings(max_examples=200, deadline=None)
@given(
    st.floats(0, 1, exclude_min=True),
    st.sampled_from(["default", "lancet", "jama", "nejm"]),
)
def test_no_style_prints_a_p_value_as_zero(p_value: float, name: str) -> None:
    text = p_text(p_value, STYLES[name]).replace("·", ".")

    assert text.startswith("<") or Fraction(text) > 0


def test_a_percentage_has_the_decimals_and_sign_of_the_style() -> None:
    style = Style.model_validate({"percentages": {"sign": " %", "digits": 1}})

    assert percent_of(8, 42) == "19%"
    assert percent_of(8, 42, style) == "19.0 %"
    assert percent(0.0004, 42, style) == "<0.1"


@pytest.mark.parametrize(
    ("value", "digits", "shift", "text"),
    [
        (0.0006, 2, 0, "<0.01"),
        (0.00499999, 2, 0, "<0.01"),
        # The double nearest to 0.005 is a little more.
        (0.005, 2, 0, "0.01"),
        (0.0, 2, 0, "0.00"),
        (5e-324, 2, 0, "<0.01"),
        (0.04, 1, 0, "<0.1"),
        (0.4, 0, 0, "<1"),
        (0.0006, 1, 2, "0.1"),
        (0.0004, 1, 2, "<0.1"),
        (-0.0006, 2, 0, "0.00"),
        (1.234, 2, 0, "1.23"),
    ],
)
def test_a_positive_quantity_never_prints_as_0(
    value: float, digits: int, shift: int, text: str
) -> None:
    assert positive(value, digits, shift=shift) == text


def test_a_small_quantity_has_the_mark_of_the_style() -> None:
    comma = Style.model_validate({"numbers": {"decimal_mark": ","}})

    assert positive(0.0006, 2, style=comma) == "<0,01"


@pytest.mark.parametrize(
    ("low", "high", "ends", "text"),
    [
        (0.1, 0.333, "[]", "0.10 to 0.33"),
        (-0.75, 0.0, "[)", f"{MINUS}0.75 to 0.00, upper end open"),
        (0.0, 1.0, "(]", "0.00 to 1.00, lower end open"),
        (0.0, 1.0, "()", "0.00 to 1.00, both ends open"),
        (0.5, math.nan, "[]", "0.50 to no limit"),
        (math.nan, 0.5, "[]", "no limit to 0.50"),
    ],
)
def test_an_interval_names_open_ends_and_missing_limits(
    low: float, high: float, ends: str, text: str
) -> None:
    assert interval(low, high, lambda limit: fixed(limit, 2), ends=ends) == text
