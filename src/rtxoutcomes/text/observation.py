"""Sentences on outcomes of patients who died, and on how events became known."""

import math

from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.conditions import NOT_ATTEMPTED
from rtxoutcomes.text.draft import EVENT, EVENTS, Draft, listed, ref, words_in_text
from rtxoutcomes.text.template import Template, true_when


def patients_died(known: Draft) -> bool:
    """Patients died before an outcome was observed."""
    return bool(_deaths(known))


@true_when(patients_died)
def deaths(known: Draft) -> str:
    """Patients who died before an outcome could be observed, for each outcome."""
    return f"Of the patients who died, {listed(_deaths(known))}."


def _deaths(known: Draft) -> list[str]:
    parts = []
    for row in known.index.of("flow"):
        if row.group != ALL or not row.estimate:
            continue
        if row.quantity is Quantity.DIED_WITHOUT_EVENT:
            parts.append(f"{known.ref(row)} had no {EVENT} before")
        if row.quantity is Quantity.DIED_WITHOUT_VALUE:
            outcome = words_in_text(known.index.study, row.endpoint)
            when = "follow-up" if math.isnan(row.month) else "the fixed time"
            parts.append(f"{known.ref(row)} had no value of {outcome} at {when}")
    return parts


def source_not_recorded(known: Draft) -> bool:
    """Engagement is an exposure of the event, and how events became known was not recorded."""
    return _is_exposure(known) and not _events(known).has(Quantity.EVENTS_BY_SOURCE)


def reported_through_channels(known: Draft) -> bool:
    """Events became known through a channel that is an exposure of the same study."""
    total = _events(known).first(ALL, Quantity.RATE)
    return _is_exposure(known) and bool(_through_channels(known)) and known.has(total, "events")


@true_when(reported_through_channels)
def ascertainment(known: Draft) -> str:
    """How many events became known through the channels, and what this does to associations."""
    rows = _through_channels(known)
    total = _events(known).first(ALL, Quantity.RATE)
    became = [
        f"{known.ref(row, 'count')}{'' if place else ' became known'} through "
        f"{ref('channel', row.level)}"
        for place, row in enumerate(rows)
    ]
    of_all = "" if total is None else known.ref(total, "events")
    return (
        f"Of {of_all} {EVENTS}, {listed(became)}. Patients who took part more had "
        f"more occasions to report {EVENTS}, so an association between engagement and {EVENTS} "
        "may reflect reporting."
    )


ASCERTAINMENT = (
    Template(
        "source_unknown",
        source_not_recorded,
        f"How {EVENTS} became known was not recorded. If some were reported through the channels, "
        f"patients who took part more had more occasions to report {EVENTS}, and an association "
        f"between engagement and {EVENTS} may reflect reporting.",
    ),
    ascertainment,
)


def _events(known: Draft) -> Answers:
    return known.index.answers("relapse", "relapse")


def _is_exposure(known: Draft) -> bool:
    exposed = [r for r in known.index.of("engagement") if r.endpoint == "relapse"]
    return any(row.status != NOT_ATTEMPTED for row in exposed)


def _through_channels(known: Draft) -> list[Number]:
    names = [channel.name for channel in known.index.study.channels]
    source = Quantity.EVENTS_BY_SOURCE
    rows = [_events(known).first(ALL, source, level=name) for name in names]
    return [row for row in rows if row is not None and row.events]
