"""Intervals as printed: methods, symmetry, and the P they imply."""

from fractions import Fraction

import pytest
from scipy.stats import norm, t

from rtxoutcomes.claims.intervals import (
    is_symmetric,
    p_of_deviation,
    p_of_mean,
    p_of_ratio,
    proportion_methods,
    rate_methods,
)
from rtxoutcomes.claims.printed import Printed, Window, parse


def number(text: str) -> Printed:
    result = parse(text)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("low", "high", "events", "n", "method"),
    # The audit of the abstract gives both intervals of each group.
    [
        ("10.0", "33.3", 8, 42, "Wilson"),
        ("8.6", "34.1", 8, 42, "Clopper-Pearson"),
        ("13.2", "37.7", 10, 43, "Wilson"),
        ("11.8", "38.6", 10, 43, "Clopper-Pearson"),
        ("0.2", "33.9", 1, 14, "Clopper-Pearson"),
    ],
)
def test_an_interval_of_a_proportion_has_its_method(
    low: str, high: str, events: int, n: int, method: str
) -> None:
    assert proportion_methods((number(low), number(high)), events, n, 95) == (method,)
    assert proportion_methods((number(low), number(high)), events, n, 90) == ()


def test_an_interval_of_a_rate_is_exact_poisson() -> None:
    limits = number("0.106"), number("0.233")

    assert rate_methods(limits, 27, 168.3, 1, 95) == ("Garwood (exact Poisson)",)
    assert rate_methods(limits, 28, 168.3, 1, 95) == ()


def test_a_hazard_ratio_lies_in_the_middle_of_its_interval_on_the_log_scale() -> None:
    limits = number("0.46"), number("5.85")

    assert is_symmetric(number("1.64"), limits, on_log_scale=True)
    assert not is_symmetric(number("1.94"), limits, on_log_scale=True)
    assert not is_symmetric(number("1.64"), limits, on_log_scale=False)


def test_a_mean_lies_in_the_middle_of_its_interval() -> None:
    assert is_symmetric(number("-0.57"), (number("-0.93"), number("-0.22")), on_log_scale=False)
    assert not is_symmetric(number("-0.5"), (number("-0.93"), number("-0.22")), on_log_scale=False)


def test_p_of_a_ratio_covers_what_its_printed_numbers_allow() -> None:
    implied = p_of_ratio(number("1.64"), (number("0.46"), number("5.85")), 95)
    assert implied is not None

    z = abs(2 * 1.95996 * 0.4947 / 2.5430)
    assert implied.low < 2 * norm.sf(z) < implied.high
    assert implied.meets(Window(Fraction(44, 100), Fraction(45, 100)))
    assert not implied.meets(Window(Fraction(1, 100), Fraction(2, 100)))
    assert p_of_ratio(number("1.64"), (number("0.0"), number("5.85")), 95) is None


def test_p_of_a_mean_by_its_interval_or_its_sd() -> None:
    by_interval = p_of_mean(number("-0.57"), (number("-0.93"), number("-0.22")), 14, 95)
    by_deviation = p_of_deviation(number("-0.57"), number("0.62"), 14)
    assert by_interval is not None
    assert by_deviation is not None

    p_value = 2 * t.sf(0.57 / (0.62 / 14**0.5), 13)
    assert by_deviation.low < p_value < by_deviation.high
    assert by_interval.meets(Window(Fraction(35, 10_000), Fraction(45, 10_000)))
    assert p_of_deviation(number("-0.57"), number("0.00"), 14) is None


def test_a_mean_that_may_be_none_has_a_p_up_to_one() -> None:
    implied = p_of_deviation(number("0.0"), number("1.0"), 20)

    assert implied is not None
    assert implied.high == 1
