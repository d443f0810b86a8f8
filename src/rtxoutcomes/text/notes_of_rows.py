"""The notes of reported rows as sentences, each with what it concerns."""

import math
from collections.abc import Collection, Iterator

from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.presentation.order import CONFIRMED, is_reported
from rtxoutcomes.presentation.words import quantity_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.draft import Draft, exposure_words, words_in_text
from rtxoutcomes.text.template import Template, always
from rtxoutcomes.wording import in_running_text

NAMED_AT_MOST = 4


def other_note(known: Draft, rows: list[Number]) -> str:
    """The sentence of a note, and what it concerns."""
    # Rows of several methods have references of their own, and print the same.
    by_label: dict[tuple[str, ...], str] = {}
    for row in rows:
        by_label.setdefault(_label(known, row), _named(known, row))
    named = list(by_label.values())
    more = " and others" if len(named) > NAMED_AT_MOST else ""
    concerns = "; ".join(named[:NAMED_AT_MOST])
    return f"{known.ref(rows[0], 'note')} This concerns {concerns}{more}."


NOTED = Template("other_note", always("The note is that of a reported row."), other_note)


def notes(known: Draft, handled: Collection[str]) -> Iterator[str]:
    """Every other note: its sentence, and what it concerns."""
    # How far groups lie apart is a description, not a limit of the results.
    reported = [r for r in known.index.rows if r.role == "reported" and r.analysis != "baseline"]
    by_note: dict[str, list[Number]] = {}
    for row in reported:
        # The notes of a confirmed change of the supplement are below its table.
        in_text = row.analysis != CONFIRMED or is_reported(
            known.index.study, CONFIRMED, row.endpoint
        )
        if in_text and row.note not in handled:
            by_note.setdefault(note_text(row), []).append(row)
    for rows in by_note.values():
        yield from NOTED(known, rows)


def _named(known: Draft, row: Number) -> str:
    who = "" if row.group == ALL else f" in {known.who(row.group)}"
    if row.against and row.quantity is not Quantity.TRANSITION:
        who = f" for {known.ref(row, 'contrast')}"
    exposure = f"{exposure_words(row.channel, row.activity)} and " if row.activity else ""
    label = quantity_label(known.index.study, row)
    # A label that holds a numeral stays a reference, so that the numeral is traced.
    what = known.ref(row, "quantity") if any(map(str.isdigit, label)) else in_running_text(label)
    return f"{exposure}{outcome_in_text(known, row)} ({what}{who})"


def _label(known: Draft, row: Number) -> tuple[str, ...]:
    """What distinguishes the printed names of two rows."""
    quantity = quantity_label(known.index.study, row)
    return (
        outcome_in_text(known, row),
        quantity,
        row.group,
        row.against,
        row.channel,
        row.activity,
    )


def outcome_in_text(known: Draft, row: Number) -> str:
    """The outcome of a row; a score at its fixed time is distinguished from its last visit."""
    words = words_in_text(known.index.study, row.endpoint)
    fixed = row.analysis == "change" and not math.isnan(row.month)
    return f"{words} at the fixed time" if fixed else words
