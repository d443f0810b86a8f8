"""A printed number, and the exact values that print so under a reading of its rounding."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

_NUMBER = re.compile(r"(?P<sign>[<>]?)(?P<value>[+-]?[0-9]{0,15}(?:\.[0-9]{1,15})?)%?")
_HALF = Fraction(1, 2)


class Reading(StrEnum):
    """How a value became the number that is printed."""

    HALF_UP = "rounded, halves away from zero"
    HALF_EVEN = "rounded, halves to the even digit"
    TRUNCATION = "truncated"


ROUNDED = (Reading.HALF_UP, Reading.HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Window:
    """The values between two limits, each of which belongs to them or not."""

    low: Fraction
    high: Fraction
    has_low: bool = True
    has_high: bool = True

    def __contains__(self, value: Fraction) -> bool:
        above = value > self.low or (self.has_low and value == self.low)
        return above and (value < self.high or (self.has_high and value == self.high))

    def times(self, factor: Fraction | int) -> "Window":
        """The window of the values multiplied by a positive number."""
        return Window(self.low * factor, self.high * factor, self.has_low, self.has_high)

    def plus(self, shift: Fraction | int) -> "Window":
        """The window of the values with a number added."""
        return Window(self.low + shift, self.high + shift, self.has_low, self.has_high)

    def integers(self) -> range:
        """The whole numbers in the window."""
        first, last = -(-self.low // 1), self.high // 1
        first += first == self.low and not self.has_low
        last -= last == self.high and not self.has_high
        return range(int(first), int(last) + 1)

    def meets(self, other: "Window") -> bool:
        """Whether a value lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and low in self and low in other)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: its exact value, its decimals, and `<` or `>` before it."""

    text: str
    value: Fraction
    decimals: int
    sign: Literal["", "<", ">"] = ""

    @property
    def unit(self) -> Fraction:
        """One in the last digit."""
        return Fraction(1, 10**self.decimals)


def parse(text: str) -> Printed | None:
    """The number that a text is; None where it is not one number in digits.

    Examples
    --------
    >>> parse("84.3%").value, parse("<.001").sign, parse("not significant")
    (Fraction(843, 10), '<', None)
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace("\N{MIDDLE DOT}", ".")
    match = _NUMBER.fullmatch("".join(plain.split()))
    if match is None or not any(c.isdigit() for c in match["value"]):
        return None
    value = Decimal(match["value"])
    decimals = len(match["value"].partition(".")[2])
    sign: Literal["", "<", ">"] = "<" if match["sign"] == "<" else ">" if match["sign"] else ""
    return Printed(text.strip(), Fraction(value), decimals, sign)


def window(printed: Printed, reading: Reading, ends: tuple[int, int] = (0, 1)) -> Window:
    """The exact values that are printed so.

    Parameters
    ----------
    printed
        The number.
    reading
        How it was rounded.
    ends
        The ends of the scale, to which `<` and `>` reach: 0 and 1 for a P value.
    """
    value, unit = printed.value, printed.unit
    if printed.sign == "<":
        return Window(Fraction(ends[0]), value, has_high=False)
    if printed.sign == ">":
        return Window(value, Fraction(ends[1]), has_low=False)
    if reading is Reading.TRUNCATION and value == 0:
        return Window(-unit, unit, has_low=False, has_high=False)
    if value < 0:
        return _of_size(-value, unit, reading, mirrored=True)
    return _of_size(value, unit, reading, mirrored=False)


def _of_size(size: Fraction, unit: Fraction, reading: Reading, *, mirrored: bool) -> Window:
    """The window of a size, seen from zero; mirrored for the number below zero."""
    near, far, has_near, has_far = size - unit / 2, size + unit / 2, True, False
    if reading is Reading.HALF_EVEN:
        has_near = has_far = (size / unit) % 2 == 0
    elif reading is Reading.TRUNCATION:
        near, far = size, size + unit
    elif size == 0:
        has_near = False
    if mirrored:
        return Window(-far, -near, has_far, has_near)
    return Window(near, far, has_near, has_far)


def exact(value: Fraction, decimals: int = 6) -> str:
    """An exact decimal with its sign, as `-13.5`; others to so many decimals.

    Examples
    --------
    >>> exact(Fraction(-27, 2)), exact(Fraction(8)), exact(Fraction(1, 3), 3)
    ('-13.5', '8.0', '0.333')
    """
    scaled = value * 10**decimals
    whole = int(abs(scaled) + _HALF) * (-1 if value < 0 else 1)
    text = f"{Decimal(whole).scaleb(-decimals):f}"
    whole_part, _, rest = text.partition(".")
    return f"{whole_part}.{rest.rstrip('0') or '0'}"


def as_printed(value: Fraction, like: Printed) -> str:
    """A value rounded to the decimals of a printed number, with its `+` if that has one."""
    scaled = value / like.unit
    whole = int(abs(scaled) + _HALF) * (-1 if value < 0 else 1)
    text = f"{Decimal(whole).scaleb(-like.decimals):f}"
    return f"+{text}" if whole > 0 and like.text.startswith("+") else text
