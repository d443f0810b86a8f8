"""What the Results say of the event: who had it, the risk, the rate, and remaining free of it."""

import math
from collections.abc import Iterator, Mapping

from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.draft import EVENT, EVENTS, Draft, listed

KEY = "time_to_relapse"


def occurrence(known: Draft, proportion: Number) -> str:
    """`Among 42 patients with RRMS, eight (19%) had at least one relapse during ...`."""
    group = proportion.group
    interval = "; {level} {ci}" if known.has(proportion, "ci") else ""
    share = f"({{percent}}{interval}) had at least one {EVENT}"
    if group == ALL:
        had = known.sentence(proportion, f"Overall, {{count}} of {{n}} patients {share}")
    else:
        who = f"Among {known.ref(proportion, 'n')} {known.who_of(proportion)}"
        had = f"{who}, {known.sentence(proportion, f'{{count}} {share}')}"
    return f"{had}{_followed(known, group)}{_rate(known, group)}."


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


def risks(known: Draft) -> Iterator[str]:
    """The risk at each of its months: every group in one sentence."""
    months = known.index.months("relapse", "relapse", Quantity.RISK)
    for month in months:
        rows = [
            known.index.answers("relapse", "relapse", month).first(group, Quantity.RISK)
            for group in known.index.groups
        ]
        given = [row for row in rows if known.has(row)]
        if given:
            each = [_with_group(known, row) for row in given]
            when = known.ref(given[0], "months")
            yield f"The risk of {EVENT} at {when} months was {listed(each)}."


def free(known: Draft) -> Iterator[str]:
    """The probability of remaining free of the event, at months whose risk is not given."""
    at_risk = known.index.months("relapse", "relapse", Quantity.RISK)
    for month in known.index.months(KEY, KEY, Quantity.SURVIVAL):
        if any(math.isclose(month, each) for each in at_risk):
            continue
        rows = [
            known.index.answers(KEY, KEY, month).first(group, Quantity.SURVIVAL)
            for group in known.index.groups
        ]
        given = [row for row in rows if known.has(row)]
        if given:
            each = [_with_group(known, row) for row in given]
            when = known.ref(given[0], "months")
            yield (
                f"The probability of remaining free of {EVENT} at {when} months was {listed(each)}"
                f"{_too_few(known, rows)}."
            )


def _too_few(known: Draft, rows: list[Number | None]) -> str:
    """The groups of which too few were still followed."""
    few = [row for row in rows if row is not None and row.note == "few_at_risk"]
    if not few:
        return ""
    groups = listed([known.among(row.group) for row in few], "or")
    return f"; it is not given for {groups}, of whom too few were still followed"


def _with_group(known: Draft, row: Number) -> str:
    """`12% (95% CI 4 to 26) with RRMS`."""
    interval = " ({level} {ci})" if known.has(row, "ci") else ""
    group = f"{'with' if known.by_diagnosis else 'in'} {known.among(row.group)}"
    return known.sentence(row, f"{{}}{interval} {group}")


def callout(pointers: Mapping[str, str], *keys: str) -> str:
    """` (Table 2, Figure 2)`; empty where there is none of them."""
    named = [pointers[key] for key in keys if key in pointers]
    return f" ({', '.join(named)})" if named else ""


def with_callout(sentences: list[str], see: str) -> list[str]:
    """The sentences, the last with where to see more in brackets before its stop."""
    if not sentences or not see:
        return sentences
    *others, last = sentences
    return [*others, f"{last.removesuffix('.')}{see}."]
