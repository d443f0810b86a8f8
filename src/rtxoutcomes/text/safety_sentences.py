"""What the Results say of adverse events."""

from collections.abc import Iterator

from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.draft import Draft
from rtxoutcomes.text.template import true_when


def safety_sentences(known: Draft, answers: Answers) -> Iterator[str]:
    """Patients with an event, the rate, and serious events; all groups together."""
    row = answers.first(ALL, Quantity.PROPORTION)
    yield from no_adverse_events(known, row)
    yield from adverse_events(known, row, answers.first(ALL, Quantity.RATE))
    serious = answers.first(ALL, Quantity.SERIOUS)
    if known.has(row, "events") and row.events:
        yield from no_serious_events(known, serious)
        yield from serious_events(known, serious)


def _none(known: Draft, row: Number | None) -> bool:
    """Such events were collected, and none was recorded."""
    return known.has(row, "events") and not row.events


def _some(known: Draft, row: Number | None, _rate: Number | None = None) -> bool:
    """At least one such event was recorded."""
    return known.has(row, "events") and bool(row.events)


@true_when(_none)
def no_adverse_events(known: Draft, row: Number) -> str:
    """That none was recorded, with the limits of the proportion of patients."""
    upper = " (proportion of patients: {level} {ci})" if known.has(row, "ci") else ""
    return known.sentence(row, f"No adverse events were recorded in {{n}} patients{upper}.")


@true_when(_some)
def adverse_events(known: Draft, row: Number, rate: Number | None) -> str:
    """How many patients had one, and the rate."""
    interval = "; {level} {ci}" if known.has(row, "ci") else ""
    patients = "patient" if row.n == 1 else "patients"
    had = f"Adverse events were recorded in {{count}} of {{n}} {patients} ({{percent}}{interval})"
    per = ""
    if known.has(rate, "per_100"):
        per = f"; the rate per {{{{ = 100 }}}} person-years was {known.ref(rate, 'per_100')}"
    return f"{known.sentence(row, had)}{per}."


@true_when(_none)
def no_serious_events(_known: Draft, _row: Number) -> str:
    """That none was serious."""
    return "No serious adverse events were recorded."


@true_when(_some)
def serious_events(known: Draft, row: Number) -> str:
    """How many patients had a serious one."""
    patients = "patient" if row.events == 1 else "patients"
    return known.sentence(
        row, f"Serious adverse events were recorded in {{count}} {patients} ({{percent}})."
    )
