"""Sentences on values below the limit of quantification."""

import math
from collections.abc import Iterator

from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.text.draft import Draft, listed, outcome_words

NOTE = "below_quantification"
LIMITATION = (
    "Values were below the limit of quantification in {}. Ratios of geometric means treat them as "
    "censored, which assumes that the logarithms are normal; what needs the values themselves was "
    "not estimated, and is in the supplement with these values at the limit and at half of it."
)


def censored_clause(known: Draft, answers: Answers, change: Number) -> str:
    """How many patients had such a value, after the ratio that treats it as censored."""
    row = _count(answers, change)
    if row is None or change.note != NOTE:
        return ""
    having = f"{known.ref(row, 'events')} of {known.ref(row, 'n')} patients"
    return f"; {having} had a value below the limit of quantification, analysed as censored"


def bound_sentence(known: Draft, answers: Answers, change: Number) -> str:
    """The limits of the median ratio where no ratio was estimated; empty where one was."""
    row = _count(answers, change)
    if row is None or change.method_key != MethodKey.CENSORED_BOUND:
        return ""
    having = f"{known.ref(row, 'events')} of {known.ref(row, 'n')}"
    return (
        f"In {known.among(change.group)}, the ratio of geometric means was not estimated, "
        f"because {having} patients had a value below the limit of quantification"
        f"{_limits(known, change)}."
    )


def limitation(known: Draft) -> Iterator[str]:
    """In how many patients of which group a score was below its limit of quantification."""
    having = [
        f"{known.ref(row, 'events')} of {known.ref(row, 'n')} "
        f"{known.who(row.group)} ({_outcome(known, row)})"
        for row in known.index.of("change")
        if row.quantity is Quantity.BELOW_QUANTIFICATION and row.events
    ]
    if having:
        yield LIMITATION.format(listed(having))


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
    words = outcome_words(known.index.study, row.endpoint)
    return words if math.isnan(row.month) else f"{words} at the fixed time"
