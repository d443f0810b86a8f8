"""One attribute of one row as the text of a sentence."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from rtxoutcomes.presentation.printed import (
    NO_INTERVAL,
    NO_LIMIT,
    estimate_text,
    format_of,
    has_interval,
    is_quotient,
    level_text,
    limits_text,
    month_text,
    state_text,
    value_text,
)
from rtxoutcomes.presentation.words import NOTES, quantity_label
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.number import Number
from rtxoutcomes.rounding import count_of, fixed, interval, p_sentence, p_text, percent_of
from rtxoutcomes.study import Study

Write = Callable[[Number, int | None], str | None]
_PER_100 = 2
_YEARS = 1


def attribute_text(
    study: Study, number: Number, attribute: str = "", digits: int | None = None
) -> str | None:
    """What `{{ row.attribute }}` becomes; None where this kind of result has no such number.

    Parameters
    ----------
    study
        Gives the words for keys.
    number
        The row.
    attribute
        One of `ATTRIBUTES`; empty for the estimate.
    digits
        Decimals, where the author asks for others than the tables have.

    Where the row could not be given, its state is printed in place of the number: `not estimable`.
    """
    writer = _WRITERS.get(attribute or "estimate")
    text = quantity_label(study, number) if writer is None else writer(number, digits)
    if text is not None or number.status == "ok":
        return text
    return state_text(number) or NO_INTERVAL


def _value(number: Number, value: float, digits: int | None) -> str | None:
    return None if math.isnan(value) else value_text(number, value, digits)


def _estimate(number: Number, digits: int | None) -> str | None:
    return None if math.isnan(number.estimate) else estimate_text(number, digits)


def _ci(number: Number, digits: int | None) -> str | None:
    return limits_text(number, digits) or (None if number.status == "ok" else NO_INTERVAL)


def _level(number: Number, _digits: int | None) -> str | None:
    return level_text([number]) if has_interval(number) else None


def _p(number: Number, _digits: int | None) -> str | None:
    return None if math.isnan(number.p_value) else p_sentence(number.p_value, number.style)


def _p_value(number: Number, _digits: int | None) -> str | None:
    return None if math.isnan(number.p_value) else p_text(number.p_value, number.style)


def _p_adjusted(number: Number, _digits: int | None) -> str | None:
    return None if math.isnan(number.p_adjusted) else p_sentence(number.p_adjusted, number.style)


def _counts(number: Number) -> tuple[int, int] | None:
    """Patients with the event and in all, where the row is about their proportion.

    Relapses are no proportion of patients, and a Kaplan-Meier risk is not its events over n.
    """
    events, n = number.events, number.n
    if events is None or not 0 <= events <= n or n == 0:
        return None
    return (events, n) if is_quotient(number) or number.measure is Measure.COUNT else None


def _percent(number: Number, _digits: int | None) -> str | None:
    counts = _counts(number)
    return None if counts is None else percent_of(*counts, number.style)


def _share(number: Number, _digits: int | None) -> str | None:
    counts = _counts(number)
    return None if counts is None else count_of(*counts, number.style)


def _summary(number: Number, digits: int | None) -> str | None:
    """`−0.57 (95% CI −0.93 to −0.22; P = 0.004)`, as far as the row has these."""
    first = _estimate(number, digits)
    if first is None:
        return None
    limits = _ci(number, digits)
    parts = [] if limits is None else [f"{_level(number, None) or ''} {limits}".strip()]
    parts += [p] if (p := _p(number, None)) else []
    return f"{first} ({'; '.join(parts)})" if parts else first


def _per_100(number: Number, digits: int | None) -> str | None:
    """A rate and its interval per 100 person-years: `1.2 (95% CI 0.1 to 4.3)`."""
    if math.isnan(number.person_years) or math.isnan(number.estimate):
        return None
    places = max((format_of(number).decimals if digits is None else digits) - 1, 0)

    def printed(value: float) -> str:
        return fixed(value, places, shift=_PER_100, style=number.style)

    if not has_interval(number):
        return printed(number.estimate)
    limits = interval(
        number.conf_low,
        number.conf_high,
        printed,
        ends=number.conf_ends,
        missing=NO_LIMIT,
        style=number.style,
    )
    return f"{printed(number.estimate)} ({level_text([number])} {limits})"


def _number(number: Number, value: float, digits: int | None) -> str | None:
    """A number that is not in the measure of the row, such as a standard error."""
    places = format_of(number).decimals if digits is None else digits
    return None if math.isnan(value) else fixed(value, places, style=number.style)


def _years(number: Number, digits: int | None) -> str | None:
    return _number(number, number.person_years, _YEARS if digits is None else digits)


def _df(number: Number, _digits: int | None) -> str | None:
    return _number(number, number.df, 0 if number.df.is_integer() else 1)


def _months(number: Number, _digits: int | None) -> str | None:
    if math.isnan(number.month):
        return None
    return month_text(number.month, number.style.numbers.decimal_mark)


_WRITERS: Mapping[str, Write] = MappingProxyType(
    {
        "estimate": _estimate,
        "ci": _ci,
        "low": lambda n, d: _value(n, n.conf_low, d),
        "high": lambda n, d: _value(n, n.conf_high, d),
        "level": _level,
        "p": _p,
        "p_value": _p_value,
        "p_adjusted": _p_adjusted,
        "n": lambda n, _: str(n.n),
        "dropped": lambda n, _: str(n.dropped),
        "events": lambda n, _: None if n.events is None else str(n.events),
        "percent": _percent,
        "share": _share,
        "person_years": _years,
        "per_100": _per_100,
        "std_error": lambda n, d: _number(n, n.std_error, d),
        "statistic": lambda n, d: _number(n, n.statistic, d),
        "df": _df,
        "months": _months,
        "unit": lambda n, _: n.unit or None,
        "method": lambda n, _: n.method,
        "note": lambda n, _: NOTES.get(n.note),
        "summary": _summary,
    }
)
ATTRIBUTES = (*_WRITERS, "quantity")
