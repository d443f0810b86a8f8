"""What the Results say of the event: who had it, the risk, the rate, and remaining free of it."""

import math
from collections.abc import Callable, Iterator, Mapping

from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.text.conditions import several_groups
from rtxoutcomes.text.draft import EVENT, EVENTS, Draft, listed
from rtxoutcomes.text.template import true_when

KEY = "time_to_relapse"
Rows = list[Number | None]


def _counted(known: Draft, row: Number | None) -> bool:
    """The patients with an event were counted."""
    return known.has(row)


def _counted_over_groups(known: Draft, row: Number | None) -> bool:
    """The patients with an event were counted in two groups or more."""
    return several_groups(known) and known.has(row)


@true_when(_counted)
def occurrence(known: Draft, row: Number) -> str:
    """`Among 42 patients with RRMS, eight (19%) had at least one relapse during ...`."""
    who = known.who(row.group)
    several = f"Among {known.patients(row)} {who}"
    who = several if row.n > 1 else f"In {who} (n = {known.ref(row, 'n')})"
    return f"{who}, {known.sentence(row, f'{{count}} {_had(known, row)}')}."


@true_when(_counted_over_groups)
def overall(known: Draft, row: Number) -> str:
    """The same of all patients."""
    had = _had(known, row)
    return f"Overall, {known.sentence(row, f'{{count}} of {{n}} patients {had}')}."


@true_when(_counted)
def occurrence_in_brief(known: Draft, row: Number) -> str:
    """Of all patients, without the rate, for an abstract."""
    had = f"Overall, {{count}} of {{n}} patients ({{percent}}) had at least one {EVENT}."
    return known.sentence(row, had)


def _had(known: Draft, row: Number) -> str:
    interval = "; {level} {ci}" if known.has(row, "ci") else ""
    followed = _followed(known, row.group)
    return f"({{percent}}{interval}) had at least one {EVENT}{followed}{_rate(known, row.group)}"


def _followed(known: Draft, group: str) -> str:
    """How long, since a proportion depends on it."""
    row = known.index.answers(KEY, KEY).first(group, Quantity.MEDIAN_FOLLOW_UP)
    return f" during a median follow-up of {known.ref(row)} months" if known.has(row) else ""


def _rate(known: Draft, group: str) -> str:
    rate = known.index.answers("relapse", "relapse").first(group, Quantity.RATE)
    if not known.has(rate) or rate.events is None:
        return ""
    events = EVENTS if rate.events != 1 else EVENT
    interval = "; {level} {ci}" if known.has(rate, "ci") else ""
    words = f" ({{events}} {events}; {{}} per person-year{interval})"
    return known.sentence(rate, words)


def _given(known: Draft, rows: Rows) -> bool:
    """The probability was estimated in at least one group."""
    return any(known.has(row) for row in rows)


@true_when(_given)
def risk(known: Draft, rows: Rows) -> str:
    """The risk at a month, of every group in one sentence."""
    when, each = _each(known, rows)
    return f"The risk of {EVENT} at {when} was {each}."


@true_when(_given)
def free_of_event(known: Draft, rows: Rows) -> str:
    """The probability of remaining free of the event at a month."""
    when, each = _each(known, rows)
    few = _too_few(known, rows)
    return f"The probability of remaining free of {EVENT} at {when} was {each}{few}."


def risks(known: Draft) -> Iterator[str]:
    """The risk at each of its months."""
    yield from _by_month(known, "relapse", Quantity.RISK, risk)


def free(known: Draft) -> Iterator[str]:
    """The probability of remaining free of the event, at months whose risk is not given."""
    at_risk = known.index.months("relapse", "relapse", Quantity.RISK)
    yield from _by_month(known, KEY, Quantity.SURVIVAL, free_of_event, at_risk)


def _by_month(
    known: Draft,
    key: str,
    quantity: Quantity,
    write: Callable[[Draft, Rows], Iterator[str]],
    without: tuple[float, ...] = (),
) -> Iterator[str]:
    for month in known.index.months(key, key, quantity):
        if not any(math.isclose(month, each) for each in without):
            answers = known.index.answers(key, key, month)
            yield from write(known, [answers.first(g, quantity) for g in known.index.groups])


def _each(known: Draft, rows: Rows) -> tuple[str, str]:
    """The months, and `12% (95% CI 4 to 26) with RRMS` of each group that is given."""
    given = [row for row in rows if known.has(row)]
    words = [_with_interval(known, row) for row in given]
    return known.months(given[0]), listed(words)


def _with_interval(known: Draft, row: Number) -> str:
    interval = " ({level} {ci})" if known.has(row, "ci") else ""
    return known.sentence(row, f"{{}}{interval}{known.of_group(row.group)}")


def _too_few(known: Draft, rows: Rows) -> str:
    """The groups of which too few were still followed."""
    few = [row for row in rows if row is not None and row.note == "few_at_risk"]
    if not few:
        return ""
    groups = listed([known.who(row.group) for row in few], "or")
    return f"; it is not given for {groups}, of whom too few were still followed"


def callout(pointers: Mapping[str, str], *keys: str) -> str:
    """`Table 2, Figure 2`; empty where there is none of them."""
    return ", ".join(pointers[key] for key in keys if key in pointers)


def with_callout(sentences: list[str], see: str) -> list[str]:
    """The sentences, the last with where to see more in brackets before its stop."""
    if not sentences or not see:
        return sentences
    *others, last = sentences
    text = last.removesuffix(".")
    pointed = f"{text.removesuffix(')')}; {see})" if text.endswith(")") else f"{text} ({see})"
    return [*others, f"{pointed}."]
