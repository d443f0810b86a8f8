"""What the Results say of adverse events."""

from collections.abc import Iterator

from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.draft import Draft


def safety_sentences(known: Draft, answers: Answers) -> Iterator[str]:
    """Patients with an event, the rate, and serious events; all groups together."""
    row = answers.first(ALL, Quantity.PROPORTION)
    if not known.has(row, "events"):
        return
    interval = known.sentence(row, "{level} {ci}") if known.has(row, "ci") else ""
    if not row.events:
        upper = f" ({interval} for the proportion of patients)" if interval else ""
        yield known.sentence(row, f"No adverse events were recorded in {{n}} patients{upper}.")
        return
    patients = "patient" if row.n == 1 else "patients"
    inside = f"{known.ref(row, 'percent')}; {interval}" if interval else known.ref(row, "percent")
    text = known.sentence(row, f"Adverse events were recorded in {{count}} of {{n}} {patients}")
    rate = answers.first(ALL, Quantity.RATE)
    per = ""
    if known.has(rate, "per_100"):
        per = known.sentence(rate, "; the rate per hundred person-years was {per_100}")
    yield f"{text} ({inside}){per}."
    yield from _serious(known, answers.first(ALL, Quantity.SERIOUS))


def _serious(known: Draft, row: Number | None) -> Iterator[str]:
    if not known.has(row, "events"):
        return
    if not row.events:
        yield "None was serious."
        return
    yield known.sentence(row, "Serious adverse events were recorded in {count} ({percent}).")
