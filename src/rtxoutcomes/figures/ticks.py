"""The ticks of an axis, and their numbers."""

import math
from collections.abc import Sequence
from decimal import Decimal

from rtxoutcomes.rounding import written_number
from rtxoutcomes.style import Style

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
# Steps of a calendar: weeks, months, quarters and years.
MONTH_STEPS = (0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0)
MOST_MONTHS = 7


def steps(low: float, high: float, most: int = 6) -> list[float]:
    """Round values between the ends, about `most` of them, equally far apart."""
    if high <= low:
        return [low]
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * part for part in ROUND if power * part >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(k * step, 10) for k in range(first, last + 1)]


def month_ticks(last: float) -> list[float]:
    """Months from 0 to `last`, at most eight, by the smallest step of a calendar."""
    step = next((s for s in MONTH_STEPS if last / s <= MOST_MONTHS), MONTH_STEPS[-1])
    if last < step:
        return [0.0]
    return [k * step for k in range(math.floor(last / step + 1e-9) + 1)]


def number_words(value: float, style: Style, digits: int = 6) -> str:
    """A number with as many digits as it needs, up to `digits`, in the signs of the style."""
    # Without an exponent, which `g` writes for a million.
    written = written_number(f"{Decimal(f'{abs(value):.{digits}g}'):f}", style)
    return f"{style.numbers.minus}{written}" if value < 0 else written


def words_of(values: Sequence[float], style: Style) -> list[str]:
    """Numbers for the ticks of an axis."""
    return [number_words(value, style) for value in values]
