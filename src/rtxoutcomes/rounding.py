"""Numbers to text: the only module that rounds for a reader."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from rtxoutcomes.style import DEFAULT, Style

# A double has at most 767 significant decimal digits, and 309 before the point: with this precision
# only the intended rounding takes place. Decimal's ROUND_HALF_UP is half away from zero.
_EXACT = Context(prec=1200, rounding=ROUND_HALF_UP)
# P values are read against it, and the intervals are those of the same level.
LEVEL = Decimal("0.05")
# Journals give other decimals from these on: 0.0096 to three decimals would be read as 0.01.
BORDERS = (Decimal("0.01"), Decimal("0.001"))
# More digits than this would be read as precision, and no limit of an analysis lies so close.
MOST_DIGITS = 6
OPEN_ENDS = {"[]": "", "[)": ", upper end open", "(]": ", lower end open", "()": ", both ends open"}


def fixed(value: float, digits: int, *, shift: int = 0, style: Style = DEFAULT) -> str:
    """A number with a fixed number of decimals, half away from zero on its exact decimal value.

    Parameters
    ----------
    value
        A finite double; its exact value is rounded (1.005 is slightly less).
    digits
        Decimals to print.
    shift
        Powers of ten to multiply by beforehand, without error (2 for a percentage).
    style
        Decimal mark and minus sign; zero never has a sign.

    Raises
    ------
    ValueError
        The value is not finite: the reason must be given in words.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be printed: give the reason why it is missing")
    return _text(_EXACT.scaleb(Decimal(value), shift), digits, style)


def positive(value: float, digits: int, *, shift: int = 0, style: Style = DEFAULT) -> str:
    """A quantity that cannot be negative: `<0.01` where it is above 0 and would print as 0.

    0 itself prints as 0. Parameters and errors as for `fixed`.
    """
    text = fixed(value, digits, shift=shift, style=style)
    if value > 0 and text == fixed(0, digits, style=style):
        return f"<{_text(Decimal(1).scaleb(-digits), digits, style)}"
    return text


def _text(exact: Decimal, digits: int, style: Style) -> str:
    # Not abs(): that rounds to the 28 digits of the context in force.
    written = f"{_EXACT.quantize(exact.copy_abs(), Decimal(1).scaleb(-digits)):f}"
    negative = exact < 0 and any(figure not in "0." for figure in written)
    marked = written_number(written, style)
    return f"{style.numbers.minus}{marked}" if negative else marked


def written_number(digits: str, style: Style = DEFAULT) -> str:
    """Digits with a full point (`12345.6`) in the marks of the style: `12,345.6`."""
    numbers = style.numbers
    whole, point, rest = digits.partition(".")
    if numbers.thousands and len(whole) >= len(str(numbers.thousands_from)):
        whole = f"{int(whole):,}".replace(",", numbers.thousands)
    return f"{whole}{numbers.decimal_mark if point else ''}{rest}"


def count_text(number: int, style: Style = DEFAULT) -> str:
    """A count in digits: `12,345` where the style separates thousands."""
    return written_number(str(number), style)


def percent_digits(n: int, style: Style = DEFAULT) -> int:
    """Decimals of a percentage of `n` patients: fewer if each patient is 1 % or more."""
    percentages = style.percentages
    return percentages.digits_large if n >= percentages.large_from else percentages.digits


def count_percent(events: int, n: int, style: Style = DEFAULT) -> str:
    """`8 (19%)`: the percentage is rounded from the counts, since 3/40 as a double is below 7.5 %.

    Raises
    ------
    ValueError
        `events` is not between 0 and `n`, or `n` is 0.
    """
    return f"{count_text(events, style)} ({percent_of(events, n, style)})"


def count_of(events: int, n: int, style: Style = DEFAULT) -> str:
    """`8/42 (19%)`; raises like `count_percent`."""
    return f"{count_text(events, style)}/{count_text(n, style)} ({percent_of(events, n, style)})"


def percent_of(events: int, n: int, style: Style = DEFAULT) -> str:
    """`19%` from the counts; raises like `count_percent`."""
    if not 0 <= events <= n or n == 0:
        raise ValueError(f"{events} of {n} is not a proportion")
    exact = _EXACT.divide(Decimal(100 * events), Decimal(n))
    return f"{_text(exact, percent_digits(n, style), style)}{style.percentages.sign}"


def percent(value: float, n: int, style: Style = DEFAULT) -> str:
    """A proportion, or a difference of two (-1 to 1), as a percentage of `n` without the % sign.

    Neither 0 nor 100 is printed unless it is exact: a limit of 0.2 % reads `<1`.
    """
    digits = percent_digits(n, style)
    text, smallest = fixed(value, digits, shift=2, style=style), Decimal(1).scaleb(-digits)
    sign = style.numbers.minus if value < 0 else ""
    # `<` and `>` compare the numbers: slightly below zero is above -1.
    below, above = (">", "<") if value < 0 else ("<", ">")
    if text == fixed(0, digits, style=style) and value != 0:
        return f"{below}{sign}{_text(smallest, digits, style)}"
    if text == f"{sign}{fixed(100, digits, style=style)}" and abs(value) != 1:
        return f"{above}{sign}{_text(100 - smallest, digits, style)}"
    return text


def p_text(p_value: float, style: Style = DEFAULT) -> str:
    """A P value to 3 decimals, 2 from 0.10 on; `<0.001` is the smallest, so that it is never 0.

    A style may ask for other decimals and another floor, never for none. A value that would print
    on the other side of 0.05, or at it, has as many decimals more as it takes; so has one below
    0.01 or 0.001 that would print as that.

    Raises
    ------
    ValueError
        The value is not in (0, 1].
    """
    if not 0 < p_value <= 1:
        raise ValueError(f"{p_value} is not a P value")
    p_values = style.p_values
    if p_value < p_values.floor:
        return f"<{_p_number(Decimal(str(p_values.floor)), style)}"
    digits = [step.digits for step in p_values.steps if p_value >= step.at_least][-1]
    return _p_number(Decimal(p_value), style, _telling_digits(p_value, digits))


def _telling_digits(p_value: float, digits: int) -> int:
    """Decimals that do not print a P value on the other side of the level, or at it."""
    # The shortest decimal of the double: that of 0.05 itself lies a little above it.
    shortest = Decimal(str(float(p_value)))
    while digits < MOST_DIGITS and _side(_rounded(shortest, digits)) != _side(shortest):
        digits += 1
    return digits


def _side(p_value: Decimal) -> tuple[bool, ...]:
    """Whether a P value lies above the level, at it, and below each of the borders."""
    return p_value > LEVEL, p_value == LEVEL, *(p_value < border for border in BORDERS)


def digits_from(value: float, null: float, digits: int) -> int:
    """Decimals that do not print a limit as the value of no difference, which it is not."""
    exact, none = Decimal(value), Decimal(null)
    if exact != none:
        while digits < MOST_DIGITS and _rounded(exact, digits) == _rounded(none, digits):
            digits += 1
    return digits


def _rounded(exact: Decimal, digits: int) -> Decimal:
    return _EXACT.quantize(exact, Decimal(1).scaleb(-digits))


def _p_number(exact: Decimal, style: Style, digits: int | None = None) -> str:
    # The floor is printed as it was declared, since 0.001 as a double is a little more.
    places = -int(exact.as_tuple().exponent) if digits is None else digits
    text = _text(exact, places, style)
    return text if style.p_values.leading_zero or exact >= 1 else text.removeprefix("0")


def p_sentence(p_value: float, style: Style = DEFAULT) -> str:
    """`P = 0.06`, `P < 0.001`: the letter and the signs of the style; raises like `p_text`."""
    p_values, text = style.p_values, p_text(p_value, style)
    if text.startswith("<"):
        return f"{p_values.letter}{p_values.less}{text.removeprefix('<')}"
    return f"{p_values.letter}{p_values.equals}{text}"


def interval(
    low: float,
    high: float,
    write: Callable[[float], str],
    *,
    ends: str = "[]",
    missing: tuple[str, str] = ("no limit", "no limit"),
    style: Style = DEFAULT,
) -> str:
    """`0.10 to 0.33`: an interval with both its ends, an open or a missing one named.

    Parameters
    ----------
    low, high
        The limits; NaN where there is none.
    write
        How one limit becomes text.
    ends
        `[]`, `[)`, `(]` or `()`: whether each limit belongs to the interval.
    missing
        The texts of a lower and of an upper limit that does not exist.
    style
        The text between the limits; words are separated like negative numbers.
    """
    first, last = (
        text if math.isnan(limit) else write(limit)
        for limit, text in zip((low, high), missing, strict=True)
    )
    # A limit that is missing says by itself that the interval is open there.
    if math.isnan(high) and ends.endswith(")"):
        ends = f"{ends[0]}]"
    intervals = style.intervals
    # A dash next to a minus, a comparison sign or words would be hard to read.
    plain = first[:1].isdigit() and last[:1].isdigit()
    separator = intervals.separator if plain else intervals.separator_negative
    return f"{first}{separator}{last}{OPEN_ENDS[ends]}"
