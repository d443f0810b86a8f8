"""One attribute of one row as the text of a sentence."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from rtxoutcomes.rounding import (
    count_of,
    fixed,
    interval,
    p_sentence,
    p_text,
    percent,
    percent_of,
)
from rtxoutcomes.tables.cells import (
    NOT_REACHED,
    NOT_REACHED_NOTE,
    STATES,
    proportion_text,
    with_interval,
)
from rtxoutcomes.tables.kinds import SMALLEST_P, digits_of, is_count, is_percent
from rtxoutcomes.tables.select import Number
from rtxoutcomes.tables.words import NOTES, quantity_label

NO_INTERVAL = "no interval"
Write = Callable[[Number, int], str | None]


def attribute_text(number: Number, attribute: str, digits: int | None = None) -> str | None:
    """What `{{ row.attribute }}` becomes; None where this kind of result has no such number.

    Parameters
    ----------
    number
        The row.
    attribute
        One of `ATTRIBUTES`; empty for the estimate.
    digits
        Decimals, where the author asks for others than the tables have.

    Where the row could not be given, its state stands instead of the number: `not estimable`.
    """
    places = digits_of(number) if digits is None else digits
    text = ATTRIBUTES[attribute or "estimate"](number, places)
    if text is not None or number.status == "ok":
        return text
    if number.note == NOT_REACHED_NOTE:
        return NOT_REACHED
    return STATES.get(number.status, NO_INTERVAL)


def _one(number: Number, value: float, digits: int) -> str | None:
    """A value in the unit of the estimate; percentages have their sign."""
    if math.isnan(value):
        return None
    if number.term == SMALLEST_P:
        return p_text(value, number.style)
    if is_percent(number):
        return f"{percent(value, number.n, number.style)}{number.style.percentages.sign}"
    places = 0 if is_count(number) else digits
    return fixed(value, places, style=number.style)


def _estimate(number: Number, digits: int) -> str | None:
    if is_percent(number) and not math.isnan(number.estimate):
        return f"{proportion_text(number)}{number.style.percentages.sign}"
    return _one(number, number.estimate, digits)


def _ci(number: Number, digits: int) -> str | None:
    low, high = number.conf_low, number.conf_high
    if math.isnan(low) and math.isnan(high):
        return None if number.status == "ok" else NO_INTERVAL
    return interval(
        low,
        high,
        lambda v: str(_one(number, v, digits)),
        ends=number.conf_ends,
        missing=NOT_REACHED if number.term == "median" else "no limit",
        style=number.style,
    )


def _level(number: Number, _digits: int) -> str | None:
    if math.isnan(number.conf_low) and math.isnan(number.conf_high):
        return None
    sign = number.style.percentages.sign
    return f"{fixed(number.conf_level, 0, shift=2, style=number.style)}{sign} CI"


def _p(number: Number, _digits: int) -> str | None:
    return None if math.isnan(number.p_value) else p_sentence(number.p_value, number.style)


def _p_value(number: Number, _digits: int) -> str | None:
    return None if math.isnan(number.p_value) else p_text(number.p_value, number.style)


def _p_adjusted(number: Number, _digits: int) -> str | None:
    return None if math.isnan(number.p_adjusted) else p_sentence(number.p_adjusted, number.style)


def _counts(number: Number) -> tuple[int, int] | None:
    """Patients with and in all, where the row is about their share.

    Attacks are no share of patients, and a Kaplan-Meier risk is not its events over n.
    """
    events, n = number.events, number.n
    if events is None or not 0 <= events <= n or n == 0:
        return None
    shared = math.isclose(events / n, number.estimate, rel_tol=1e-11, abs_tol=1e-300)
    return (events, n) if shared or is_count(number) else None


def _percent(number: Number, _digits: int) -> str | None:
    counts = _counts(number)
    return None if counts is None else percent_of(*counts, number.style)


def _share(number: Number, _digits: int) -> str | None:
    counts = _counts(number)
    return None if counts is None else count_of(*counts, number.style)


def _summary(number: Number, digits: int) -> str | None:
    """`−0.57 (95% CI −0.93 to −0.22; P = 0.004)`, as far as the row has these."""
    first = _estimate(number, digits)
    if first is None:
        return None
    limits = _ci(number, digits)
    told = [] if limits is None else [f"{_level(number, 0) or ''} {limits}".strip()]
    told += [p] if (p := _p(number, 0)) else []
    return f"{first} ({'; '.join(told)})" if told else first


def _per_100(number: Number, digits: int) -> str | None:
    """A rate and its interval per hundred person-years: `1.2 (95% CI 0.1 to 4.3)`."""
    if math.isnan(number.person_years) or math.isnan(number.estimate):
        return None
    cell = with_interval(number, digits - 1, shift=2).text
    level = _level(number, 0)
    return cell.replace("(", f"({level} ", 1) if level else cell


def _number(value: float, number: Number, digits: int) -> str | None:
    return None if math.isnan(value) else fixed(value, digits, style=number.style)


def _months(number: Number, _digits: int) -> str | None:
    months = number.term.removesuffix("_months").rpartition("_")[2]
    if not number.term.endswith("_months") or not months.replace(".", "", 1).isdigit():
        return None
    return months.replace(".", number.style.numbers.decimal_mark)


ATTRIBUTES: Mapping[str, Write] = MappingProxyType(
    {
        "estimate": _estimate,
        "ci": _ci,
        "low": lambda n, d: _one(n, n.conf_low, d),
        "high": lambda n, d: _one(n, n.conf_high, d),
        "level": _level,
        "p": _p,
        "p_value": _p_value,
        "p_adjusted": _p_adjusted,
        "n": lambda n, _: str(n.n),
        "dropped": lambda n, _: str(n.dropped),
        "events": lambda n, _: None if n.events is None else str(n.events),
        "percent": _percent,
        "share": _share,
        "person_years": lambda n, d: _number(n.person_years, n, 1 if d == 2 else d),
        "per_100": _per_100,
        "std_error": lambda n, d: _number(n.std_error, n, d),
        "statistic": lambda n, d: _number(n.statistic, n, d),
        "df": lambda n, _: _number(n.df, n, 0 if n.df.is_integer() else 1),
        "months": _months,
        "term": lambda n, _: quantity_label(n.term),
        "unit": lambda n, _: n.unit or None,
        "method": lambda n, _: n.method,
        "note": lambda n, _: NOTES.get(n.note),
        "summary": _summary,
    }
)
