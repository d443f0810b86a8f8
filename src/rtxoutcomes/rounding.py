"""Numbers to text: the only place of the package that rounds for a reader."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

# A double has at most 767 significant decimal digits, and 309 before the point: nothing is
# rounded before the one rounding that is meant. Decimal's ROUND_HALF_UP is half away from zero.
_EXACT = Context(prec=1200, rounding=ROUND_HALF_UP)
MINUS = "\N{MINUS SIGN}"
P_FLOOR = 0.001
P_TWO_DIGITS_FROM = 0.1
WHOLE_PERCENT_UP_TO = 100
OPEN_ENDS = {
    "[]": "",
    "[)": ", upper end open",
    "(]": ", lower end open",
    "()": ", both ends open",
}


def fixed(value: float, digits: int, *, shift: int = 0, minus: str = MINUS) -> str:
    """A number with a fixed number of decimals, half away from zero on its exact decimal value.

    Parameters
    ----------
    value
        A finite double; what it holds exactly is rounded (1.005 holds slightly less).
    digits
        Decimals to print.
    shift
        Powers of ten to multiply by beforehand, without error (2 for a percentage).
    minus
        The sign of a negative number; zero never has one.

    Raises
    ------
    ValueError
        The value is not finite: why it is missing has to be said in words.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} has no text: say why it is missing")
    return _text(_EXACT.scaleb(Decimal(value), shift), digits, minus)


def _text(exact: Decimal, digits: int, minus: str = MINUS) -> str:
    # Not abs(): that rounds to the 28 digits of the context in force.
    written = f"{_EXACT.quantize(exact.copy_abs(), Decimal(1).scaleb(-digits)):f}"
    negative = exact < 0 and any(figure not in "0." for figure in written)
    return f"{minus}{written}" if negative else written


def percent_digits(n: int) -> int:
    """Decimals of a percentage of `n` patients: none up to 100, where each is 1 % or more."""
    return 0 if n <= WHOLE_PERCENT_UP_TO else 1


def count_percent(events: int, n: int) -> str:
    """`8 (19%)`: the percentage is rounded from the counts, since 3/40 as a double is below 7.5 %.

    Raises
    ------
    ValueError
        `events` is not between 0 and `n`, or `n` is 0.
    """
    return f"{events} ({_share(events, n)}%)"


def count_of(events: int, n: int) -> str:
    """`8/42 (19%)`; raises like `count_percent`."""
    return f"{events}/{n} ({_share(events, n)}%)"


def _share(events: int, n: int) -> str:
    if not 0 <= events <= n or n == 0:
        raise ValueError(f"{events} of {n} is no proportion")
    return _text(_EXACT.divide(Decimal(100 * events), Decimal(n)), percent_digits(n))


def percent(value: float, n: int) -> str:
    """A proportion, or a difference of two (-1 to 1), as a percentage of `n` without the % sign.

    Neither 0 nor 100 is printed unless it is exact: a limit of 0.2 % reads `<1`.
    """
    digits = percent_digits(n)
    text, least = fixed(value, digits, shift=2), Decimal(1).scaleb(-digits)
    sign = MINUS if value < 0 else ""
    # `<` and `>` speak of the number itself: a little below zero is above -1.
    below, above = (">", "<") if value < 0 else ("<", ">")
    if text == fixed(0, digits) and value != 0:
        return f"{below}{sign}{_text(least, digits)}"
    if text == f"{sign}{fixed(100, digits)}" and abs(value) != 1:
        return f"{above}{sign}{_text(100 - least, digits)}"
    return text


def p_text(p_value: float) -> str:
    """A p-value to 3 decimals, 2 from 0.10 on; `<0.001` is the least, so that it is never 0.

    Raises
    ------
    ValueError
        The value is not in (0, 1].
    """
    if not 0 < p_value <= 1:
        raise ValueError(f"{p_value} is no p-value")
    if p_value < P_FLOOR:
        return f"<{P_FLOOR}"
    return fixed(p_value, 2 if p_value >= P_TWO_DIGITS_FROM else 3)


def interval(
    low: float,
    high: float,
    write: Callable[[float], str],
    *,
    ends: str = "[]",
    missing: str = "no limit",
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
        What stands for a limit that does not exist.
    """
    first, last = (missing if math.isnan(v) else write(v) for v in (low, high))
    return f"{first} to {last}{OPEN_ENDS[ends]}"
