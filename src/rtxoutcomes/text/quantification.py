"""Sentences on values below the limit of quantification."""

import math

from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.text.draft import Draft, listed, words_in_text
from rtxoutcomes.text.template import true_when

NOTE = "below_quantification"
LIMITATION = (
    "Values were below the limit of quantification in {}. Ratios of geometric means treat them as "
    "censored, which assumes normal logarithms; estimates that need the values themselves are in "
    "the supplement, with these values set to the limit and to half of it."
)


def censored_clause(known: Draft, answers: Answers, change: Number) -> str:
    """How many patients had such a value, after the ratio that treats it as censored."""
    row = _count(answers, change)
    if row is None or change.note != NOTE:
        return ""
    having = f"{known.ref(row, 'count')} of {known.patients(row)} patients"
    return f"; {having} had a value below the limit of quantification, analysed as censored"


def only_bounded(_known: Draft, answers: Answers, change: Number) -> bool:
    """Too many values lie below the limit of quantification to estimate the change."""
    return _count(answers, change) is not None and change.method_key == MethodKey.CENSORED_BOUND


@true_when(only_bounded)
def bound(known: Draft, answers: Answers, change: Number) -> str:
    """The limits of the median ratio where no ratio was estimated."""
    row = _count(answers, change) or change
    having = f"{known.ref(row, 'count')} of {known.patients(row)}"
    return (
        f"In {known.who(change.group)}, the ratio of geometric means was not estimated, "
        f"because {having} patients had a value below the limit of quantification"
        f"{_limits(known, change)}."
    )


def values_below_limit(known: Draft) -> bool:
    """Values of a score lie below its limit of quantification."""
    return bool(_below(known))


@true_when(values_below_limit)
def below_quantification(known: Draft) -> str:
    """In how many patients of which group a score was below its limit of quantification."""
    having = [
        f"{known.ref(row, 'count')} of {known.patients(row)} "
        f"{known.who(row.group)} ({_outcome(known, row)})"
        for row in _below(known)
    ]
    return LIMITATION.format(listed(having))


def _below(known: Draft) -> list[Number]:
    rows = known.index.of("change")
    return [row for row in rows if row.quantity is Quantity.BELOW_QUANTIFICATION and row.events]


def _count(answers: Answers, change: Number) -> Number | None:
    return answers.first(change.group, Quantity.BELOW_QUANTIFICATION)


def _limits(known: Draft, change: Number) -> str:
    low, high = not math.isnan(change.conf_low), not math.isnan(change.conf_high)
    if not (low or high):
        return ""
    level = known.ref(change, "level")
    if low and high:
        return f"; the {level} of the median ratio was {known.ref(change, 'ci')}"
    which, value = ("upper", "high") if high else ("lower", "low")
    other = "lower" if high else "upper"
    return (
        f"; the {level} of the median ratio had the {which} limit {known.ref(change, value)} and "
        f"no {other} limit"
    )


def _outcome(known: Draft, row: Number) -> str:
    words = words_in_text(known.index.study, row.endpoint)
    return words if math.isnan(row.month) else f"{words} at the fixed time"
