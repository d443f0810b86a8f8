"""One attribute of one row as the text of a sentence."""

import math
from collections.abc import Callable, Mapping

from rtxoutcomes.presentation import printed
from rtxoutcomes.presentation.families import in_words
from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.presentation.words import contrast_label, quantity_label
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.rounding import (
    count_of,
    count_text,
    fixed,
    interval,
    p_sentence,
    p_text,
    percent_of,
    positive,
)
from rtxoutcomes.study import Study
from rtxoutcomes.style import Style
from rtxoutcomes.text.group_names import name_in_text

Write = Callable[[Number, int | None], str | None]


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
    words = _WORDS.get(attribute)
    writer = _WRITERS.get(attribute or "estimate", _estimate)
    text = writer(number, digits) if words is None else words(study, number)
    if text is not None or number.status == "ok":
        return text
    return printed.state_text(number) or printed.NO_INTERVAL


def _value(number: Number, value: float, digits: int | None) -> str | None:
    return None if math.isnan(value) else printed.value_text(number, value, digits)


def _estimate(number: Number, digits: int | None) -> str | None:
    return None if math.isnan(number.estimate) else printed.estimate_text(number, digits)


def _ci(number: Number, digits: int | None) -> str | None:
    """Limits; those of a percentage carry its sign only where the style asks for it."""
    sign = number.style.intervals.percent_signs
    return printed.limits_text(number, digits, sign=sign) or (
        None if number.status == "ok" else printed.NO_INTERVAL
    )


def _p(number: Number, p_value: float, write: Callable[[float, Style], str]) -> str | None:
    return None if math.isnan(p_value) else write(p_value, number.style)


def _counts(number: Number, write: Callable[[int, int, Style], str]) -> str | None:
    """Patients with the event and in all, where the row is about their proportion.

    Relapses are no proportion of patients, and a Kaplan-Meier risk is not its events over n.
    """
    events, n = number.events, number.n
    if events is None or not 0 <= events <= n or n == 0:
        return None
    of_patients = number.measure is Measure.COUNT and number.method_key != MethodKey.EVENT_COUNT
    is_proportion = printed.is_quotient(number) or of_patients
    return write(events, n, number.style) if is_proportion else None


def _count(number: Number) -> str | None:
    """Events as texts have them: `none`, `eight`, `12`; from which on in digits, the style says."""
    if number.events is None:
        return None
    if number.events == 0:
        return "none"
    is_word = number.events < number.style.numbers.words_below
    return in_words(number.events) if is_word else count_text(number.events, number.style)


def _summary(number: Number, digits: int | None) -> str | None:
    """`−0.57 (95% CI −0.93 to −0.22; P = 0.004)`, as far as the row has these."""
    first = _estimate(number, digits)
    if first is None:
        return None
    limits = _ci(number, digits)
    level = printed.level_text([number]) if printed.has_interval(number) else ""
    parts = [] if limits is None else [f"{level} {limits}".strip()]
    parts += [p] if (p := _p(number, number.p_value, p_sentence)) else []
    return f"{first} ({'; '.join(parts)})" if parts else first


def _points(number: Number, digits: int | None) -> str | None:
    """A difference of proportions: `−16 percentage points (95% CI −35 to 14)`."""
    if number.measure is not Measure.PROPORTION_DIFFERENCE or math.isnan(number.estimate):
        return None
    text = f"{printed.estimate_text(number, digits, sign=False)} percentage points"
    limits = printed.limits_text(number, digits, sign=False)
    return f"{text} ({printed.level_text([number])} {limits})" if limits else text


def _contrast(study: Study, number: Number) -> str | None:
    """`NMOSD minus SPMS`; the band at follow-up of a transition is no second group."""
    contrasts = number.against and number.quantity is not Quantity.TRANSITION
    return contrast_label(study, number, name_in_text) if contrasts else None


def _per_100(number: Number, digits: int | None) -> str | None:
    """A rate and its interval per 100 person-years: `1.2 (95% CI 0.1 to 4.3)`."""
    if math.isnan(number.person_years) or math.isnan(number.estimate):
        return None
    places = max((printed.format_of(number).decimals if digits is None else digits) - 1, 0)

    def write(value: float) -> str:
        return positive(value, places, shift=2, style=number.style)

    if not printed.has_interval(number):
        return write(number.estimate)
    limits = interval(
        number.conf_low,
        number.conf_high,
        write,
        ends=number.conf_ends,
        style=number.style,
    )
    return f"{write(number.estimate)} ({printed.level_text([number])} {limits})"


def _number(number: Number, value: float, digits: int | None) -> str | None:
    """A number that is not in the measure of the row, such as its test statistic."""
    places = printed.format_of(number).decimals if digits is None else digits
    return None if math.isnan(value) else fixed(value, places, style=number.style)


def _positive(number: Number, value: float, digits: int | None) -> str | None:
    """The same of one that cannot be negative, such as a standard error."""
    places = printed.format_of(number).decimals if digits is None else digits
    return None if math.isnan(value) else positive(value, places, style=number.style)


def _months(number: Number, _digits: int | None) -> str | None:
    if math.isnan(number.month):
        return None
    return printed.month_text(number.month, number.style.numbers.decimal_mark)


_WRITERS: Mapping[str, Write] = {
    "estimate": _estimate,
    "ci": _ci,
    "low": lambda n, d: _value(n, n.conf_low, d),
    "high": lambda n, d: _value(n, n.conf_high, d),
    "level": lambda n, _: printed.level_text([n]) if printed.has_interval(n) else None,
    "p": lambda n, _: _p(n, n.p_value, p_sentence),
    "p_value": lambda n, _: _p(n, n.p_value, p_text),
    "p_adjusted": lambda n, _: _p(n, n.p_adjusted, p_sentence),
    "n": lambda n, _: count_text(n.n, n.style),
    "dropped": lambda n, _: count_text(n.dropped, n.style),
    "events": lambda n, _: None if n.events is None else count_text(n.events, n.style),
    "count": lambda n, _: _count(n),
    "percent": lambda n, _: _counts(n, percent_of),
    "share": lambda n, _: _counts(n, count_of),
    "person_years": lambda n, d: _positive(n, n.person_years, 1 if d is None else d),
    "per_100": _per_100,
    "points": _points,
    "std_error": lambda n, d: _positive(n, n.std_error, d),
    "statistic": lambda n, d: _number(n, n.statistic, d),
    "df": lambda n, _: _number(n, n.df, 0 if n.df.is_integer() else 1),
    "months": _months,
    "unit": lambda n, _: n.unit or None,
    "method": lambda n, _: n.method,
    "note": lambda n, _: note_text(n) or None,
    "summary": _summary,
}
_WORDS: Mapping[str, Callable[[Study, Number], str | None]] = {
    "quantity": quantity_label,
    "category": lambda _, number: number.level or None,
    "contrast": _contrast,
}
ATTRIBUTES = (*_WRITERS, *_WORDS)
