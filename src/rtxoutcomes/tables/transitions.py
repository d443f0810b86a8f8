"""From each band, and each value, of a score to each other: how many patients moved where."""

from collections.abc import Iterator, Sequence

import pandas as pd

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import outcome_label, short_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables import deaths, groups, visits
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import EMPTY, Cell, count, section
from rtxoutcomes.tables.model import Table

# A page has room for the values of an ordinal scale, not for those of a measurement.
MOST_VALUES = 21
Line = tuple[Cell, ...]
Places = Sequence[tuple[bool, str]]


@takes_results
def transitions(released: Released) -> Table:
    """Patients by band at baseline and at follow-up, by score, visit and group.

    Bands are those of the study: its steps of worsening, or its clinical limits.
    """
    results = index(released)
    asked = [answers for answers in results.questions("transition") if answers.collected]
    shown = groups.groups_of(results, "transition")
    header, spanners, places = visits.group_columns(
        results, asked, shown, released.style.numbers.decimal_mark
    )
    rows: list[Line] = []
    for score, own in visits.by_score(asked).items():
        moves, nowhere = _moves(own, places)
        unused = tuple(place for line in nowhere for cell in line for place in cell.sources)
        head = section(outcome_label(released.study, score), 1 + len(places))
        rows += [(head[0]._replace(sources=unused), *head[1:]), *moves]
    notes = (
        "Cells are patients with the band at baseline named first and the band at follow-up named "
        "second; combinations without patients are not listed.",
        *groups.notes(results, shown),
        *deaths.without_value(results),
    )
    return assemble(
        released,
        "transitions",
        "Transitions between bands of scores",
        ("Band at baseline and at follow-up", *header),
        rows,
        notes=notes,
        spanners=spanners,
    )


def _moves(own: visits.ByVisit, places: Places) -> tuple[list[Line], list[Line]]:
    """A row for each pair of bands, and those rows that have no patients."""
    keys = dict.fromkeys(
        (row.level, row.against)
        for answers in own.values()
        for row in answers.rows
        if row.quantity is Quantity.TRANSITION
    )
    lines = [
        (
            Cell(_move(_band(start), _band(end))),
            *(
                _moved(asked and asked.first(group, Quantity.TRANSITION, level=start, against=end))
                for asked, group in visits.answers_at(own, places)
            ),
        )
        for start, end in keys
    ]
    moved = [line for line in lines if any(cell.text not in ("0", EMPTY.text) for cell in line[1:])]
    return moved, [line for line in lines if line not in moved]


def _move(start: str, end: str) -> str:
    return f"{start} to {end}" if start != end else f"{start}, unchanged"


def _band(text: str) -> str:
    """`1-5` and `>=7` as they are printed."""
    return text.replace("-", "\N{EN DASH}").replace(">=", "\N{GREATER-THAN OR EQUAL TO}")


def _moved(number: Number | None) -> Cell:
    return EMPTY if number is None else count(number)._replace(note="")


@takes_results
def transition_values(released: Released) -> Table:
    """Values at the last visit by value at baseline, for ordinal scores.

    A score on a logarithmic scale, or with more values than a page is wide, has no table; changes
    at the fixed time are given in the file of distributions only.
    """
    results, frame = index(released), released.distributions
    frame = frame[frame["month"].isna()]
    frames = [part for _, part in frame.groupby("endpoint", sort=False) if _fits(released, part)]
    codes = dict.fromkeys(str(group) for part in frames for group in part["group"])
    header = ("Value at baseline", *(short_label(released.study, code) for code in codes))
    rows: list[Line] = []
    for part in frames:
        outcome = outcome_label(released.study, str(part["endpoint"].iloc[0]))
        mark = released.style.numbers.decimal_mark
        rows += [section(outcome, len(header)), *_lines(part, list(codes), mark)]
    notes = (
        "Cells are the values at the last visit of those with the value at baseline, each with the "
        "number of patients in brackets.",
        *deaths.without_value(results),
    )
    title = "Transitions of scores, value by value"
    return assemble(released, "transition_values", title, header, rows, notes=notes)


def _fits(released: Released, own: pd.DataFrame) -> bool:
    score = released.study.score(str(own["endpoint"].iloc[0]))
    values = set(own["before"]) | set(own["after"])
    return score.scale != "log" and len(values) <= MOST_VALUES


def _lines(own: pd.DataFrame, codes: list[str], mark: str) -> Iterator[Line]:
    """A row for each value at baseline."""
    for start in sorted(set(own["before"])):
        of_start = own[own["before"] == start]
        cells = (_values(of_start[of_start["group"] == code], mark) for code in codes)
        yield (Cell(_value(start, mark)), *cells)


def _values(own: pd.DataFrame, mark: str) -> Cell:
    """`1.5 (2), 2 (1)`."""
    pairs = sorted(zip(own["after"], own["count"], strict=True))
    return Cell(", ".join(f"{_value(end, mark)} ({count})" for end, count in pairs) or EMPTY.text)


def _value(value: float, mark: str) -> str:
    return f"{value:g}".replace(".", mark)
