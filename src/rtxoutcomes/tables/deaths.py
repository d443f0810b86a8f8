"""Footnotes on patients who died before an outcome could be observed."""

from collections.abc import Iterator

from rtxoutcomes.presentation.rows import Index
from rtxoutcomes.presentation.words import event_label, outcome_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL

ALIVE = "Among those alive and assessed: {} died before a value at follow-up ({})."
ENDED = "{} died without a {}; their follow-up ends at death."


def without_value(results: Index) -> Iterator[str]:
    """Of each score and visit, the patients who died before the value at follow-up."""
    for row in _rows(results, Quantity.DIED_WITHOUT_VALUE):
        label = outcome_label(results.study, row.endpoint, row.month)
        yield ALIVE.format(_patients(row), label)


def without_event(results: Index) -> Iterator[str]:
    """The patients who died without the event."""
    for row in _rows(results, Quantity.DIED_WITHOUT_EVENT):
        patients = _patients(row)
        yield ENDED.format(patients, event_label(results.study))


def _rows(results: Index, quantity: Quantity) -> list[Number]:
    rows = results.of("flow")
    return [r for r in rows if r.group == ALL and r.quantity is quantity and r.events]


def _patients(row: Number) -> str:
    return f"{row.events} of {row.n} patients"
