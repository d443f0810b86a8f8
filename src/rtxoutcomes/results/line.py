"""An estimate in one line: `0.19 (95% CI 0.10 to 0.33), n = 42, Wilson score`.

For interactive use. Tables and texts print each measure in its own format, and mask what is not
released: that is `presentation`.
"""

import math
from typing import Protocol

from rtxoutcomes.results.measure import Measure
from rtxoutcomes.rounding import MOST_DIGITS, fixed, interval, p_sentence

_DECIMALS, _PRINTS_AS_ZERO = 2, 0.005


class OneResult(Protocol):
    """The fields that the line uses; `Estimate` and `Number` have them."""

    @property
    def measure(self) -> Measure: ...
    @property
    def method(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def estimate(self) -> float: ...
    @property
    def conf_low(self) -> float: ...
    @property
    def conf_high(self) -> float: ...
    @property
    def conf_ends(self) -> str: ...
    @property
    def conf_level(self) -> float: ...
    @property
    def p_value(self) -> float: ...
    @property
    def status(self) -> str: ...
    @property
    def note(self) -> str: ...


def line(value: OneResult) -> str:
    """The estimate, its interval and P value, its n, its method, and the note if it has one."""
    inner = "; ".join(filter(None, [_interval(value), _p_value(value)]))
    first = _estimate(value)
    result = f"{first} ({inner})" if first and inner else first or inner
    note = f"; {value.note}" if value.note else ""
    return f"{result}, n = {value.n}, {value.method}{note}"


def _estimate(value: OneResult) -> str:
    """The number, or why there is none; empty for a test, which has none by its kind."""
    if not math.isnan(value.estimate):
        return _number(value, value.estimate)
    return "" if value.status == "ok" else value.status.replace("_", " ")


def _interval(value: OneResult) -> str:
    if math.isnan(value.conf_low) and math.isnan(value.conf_high):
        return ""
    limits = interval(
        value.conf_low, value.conf_high, lambda limit: _number(value, limit), ends=value.conf_ends
    )
    return f"{100 * value.conf_level:g}% CI {limits}"


def _p_value(value: OneResult) -> str:
    return "" if math.isnan(value.p_value) else p_sentence(value.p_value)


def _number(value: OneResult, number: float) -> str:
    """Two decimals; two significant digits where these would print 0; none for a count."""
    if value.measure is Measure.COUNT and number.is_integer():
        return fixed(number, 0)
    if number == 0 or abs(number) >= _PRINTS_AS_ZERO:
        return fixed(number, _DECIMALS)
    places = 1 - math.floor(math.log10(abs(number)))
    return fixed(number, places) if places <= MOST_DIGITS else f"{number:.1e}"
