"""From one number to the text of one cell, and from cells to a table with its footnotes."""

import math
from collections.abc import Iterable, Sequence
from string import ascii_lowercase
from typing import NamedTuple

from rtxoutcomes.disclose import Released
from rtxoutcomes.rounding import count_of, fixed, interval, p_text, percent
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number
from rtxoutcomes.tables.words import NOTES

NOTHING = "\N{EN DASH}"
NO_PATIENTS = "no patients"
STATES = {"not_estimable": "not estimable", "not_attempted": "not attempted"}
NOT_REACHED = "not reached"
NOT_REACHED_NOTE = "not_reached"


class Cell(NamedTuple):
    """Text of a cell, the note it needs, and the method that a footnote names for its column."""

    text: str
    note: str = ""
    method: str = ""


EMPTY = Cell(NOTHING)


def state(number: Number) -> Cell:
    """What stands where a number could not be given: that, and a note that says why."""
    if number.note == NOT_REACHED_NOTE:
        return Cell(NOT_REACHED, method=number.method)
    return Cell(STATES.get(number.status, NOTHING), number.note, number.method)


def value(number: Number | None, digits: int, *, shift: int = 0) -> Cell:
    """The estimate alone."""
    if number is None:
        return EMPTY
    if math.isnan(number.estimate):
        return state(number)
    return Cell(fixed(number.estimate, digits, shift=shift), number.note, number.method)


def with_interval(number: Number | None, digits: int, *, shift: int = 0) -> Cell:
    """`−0.32 (−0.65 to 0.01)`; a missing interval is said to be missing."""
    if number is None:
        return EMPTY
    limits = _limits(number, digits, shift)
    if not math.isnan(number.estimate):
        text, note = fixed(number.estimate, digits, shift=shift), number.note
    elif number.note == NOT_REACHED_NOTE and not math.isnan(number.conf_low):
        text, note = NOT_REACHED, ""
    else:
        return state(number)
    return Cell(f"{text} ({limits})" if limits else text, note, number.method)


def _limits(number: Number, digits: int, shift: int) -> str:
    low, high = number.conf_low, number.conf_high
    if math.isnan(low) and math.isnan(high):
        return "no interval" if number.status != "ok" else ""
    missing = NOT_REACHED if number.term == "median" else "no limit"
    return interval(
        low, high, lambda v: fixed(v, digits, shift=shift), ends=number.conf_ends, missing=missing
    )


def percent_with_interval(number: Number | None) -> Cell:
    """A proportion, or a difference of two, in percent without the sign: `19 (10 to 33)`."""
    if number is None:
        return EMPTY
    if math.isnan(number.estimate):
        return state(number)
    text, limits = percent(number.estimate, number.n), percent_interval(number)
    return Cell(f"{text} ({limits.text})" if limits != EMPTY else text, number.note, number.method)


def percent_interval(number: Number | None) -> Cell:
    """The interval of a proportion alone, in percent."""
    if number is None or (math.isnan(number.conf_low) and math.isnan(number.conf_high)):
        return EMPTY if number is None or number.status == "ok" else state(number)
    text = interval(
        number.conf_low, number.conf_high, lambda v: percent(v, number.n), ends=number.conf_ends
    )
    return Cell(text, method=number.method)


def share(number: Number | None) -> Cell:
    """`8/42 (19%)` from the counts."""
    if number is None:
        return EMPTY
    if number.events is None or number.n == 0:
        return state(number)
    return Cell(count_of(number.events, number.n), number.note)


def count(number: Number | None) -> Cell:
    """A count: the events of a row, else its estimate."""
    if number is None:
        return EMPTY
    if number.events is not None:
        return Cell(str(number.events))
    return value(number, 0)._replace(method="")


def p_cell(number: Number | None, *, adjusted: bool = False) -> Cell:
    """A p-value, or why there is none."""
    if number is None:
        return EMPTY
    p_value = number.p_adjusted if adjusted else number.p_value
    if not math.isnan(p_value):
        return Cell(p_text(p_value), method="" if adjusted else number.method)
    return EMPTY if adjusted or number.status not in STATES else state(number)


def patients(number: Number | None) -> Cell:
    """Patients analysed, with those left out: `40 (2)`."""
    if number is None:
        return EMPTY
    if number.n == 0 and number.dropped == 0:
        return Cell(NO_PATIENTS)
    return Cell(f"{number.n} ({number.dropped})" if number.dropped else str(number.n))


def row(label: str, *cells: Cell) -> tuple[Cell, ...]:
    """A row; where there are no patients, nothing else is said about them."""
    if cells and cells[0].text == NO_PATIENTS:
        cells = (cells[0], *(EMPTY for _ in cells[1:]))
    return (Cell(label), *cells)


def section(label: str, columns: int) -> tuple[Cell, ...]:
    """A row that heads those below it."""
    return (Cell(label), *(Cell("") for _ in range(columns - 1)))


def level_text(rows: Iterable[Number]) -> str:
    """`95% CI`, from the rows themselves; `CI` where they differ."""
    levels = {number.conf_level for number in rows}
    return f"{fixed(levels.pop(), 0, shift=2)}% CI" if len(levels) == 1 else "CI"


def comparison(number: Number | None, between: str) -> tuple[str, ...]:
    """A footnote for a test between the groups; none where there is no such row."""
    if number is None:
        return ()
    head = f"{between} ({number.method})"
    if math.isnan(number.p_value):
        return (f"{head}: {state(number).text}. {NOTES.get(number.note, '')}".strip(),)
    p_value = p_text(number.p_value)
    text = f"{head}: P {p_value}" if p_value.startswith("<") else f"{head}: P = {p_value}"
    return (f"{text}. {NOTES.get(number.note, '')}".strip(),)


def assemble(
    released: Released,
    key: str,
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    notes: Sequence[str] = (),
) -> Table:
    """A table: notes lettered in the order in which they are met, methods named by column."""
    noted = dict.fromkeys(cell.note for line in rows for cell in line if cell.note)
    marks = {note: _letter(place) for place, note in enumerate(noted)}
    text = [[f"{c.text} [{marks[c.note]}]" if c.note else c.text for c in line] for line in rows]
    lettered = [f"[{mark}] {NOTES.get(note, note)}" for note, mark in marks.items()]
    missing = () if rows else ("There are no results of this analysis.",)
    return Table(
        key=key,
        title=title,
        header=tuple(header),
        rows=tuple(map(tuple, text)),
        footnotes=(*lettered, *_methods(header, rows), *notes, *missing),
        origin=released.origin,
        mark=released.mark,
    )


def _letter(place: int) -> str:
    return ascii_lowercase[place % 26] * (1 + place // 26)


def _methods(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    named = []
    for place, head in enumerate(header):
        methods = dict.fromkeys(line[place].method for line in rows if line[place].method)
        if methods:
            named.append(f"{head}: {', '.join(methods)}")
    return (f"Methods. {'; '.join(named)}.",) if named else ()
