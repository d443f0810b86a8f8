"""From one number to the text of one cell, and from cells to a table with its footnotes."""

import math
from collections.abc import Iterable, Sequence
from string import ascii_lowercase
from typing import NamedTuple

from rtxoutcomes.disclose import Released
from rtxoutcomes.rounding import (
    count_of,
    fixed,
    interval,
    p_sentence,
    p_text,
    percent,
    percent_of,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number
from rtxoutcomes.tables.words import NOTES

NOTHING = "\N{EN DASH}"
NO_PATIENTS = "no patients"
STATES = {"not_estimable": "not estimable", "not_attempted": "not attempted"}
NOT_REACHED = "not reached"
NOT_REACHED_NOTE = "not_reached"


class Cell(NamedTuple):
    """Text of a cell, the note it needs, the method that a footnote names for its column.

    `sources` are the positions in `Released.estimates` of the rows whose numbers it shows.
    """

    text: str
    note: str = ""
    method: str = ""
    sources: tuple[int, ...] = ()


EMPTY = Cell(NOTHING)


def nothing(*sources: int) -> Cell:
    """A dash, for rows of the results that have nothing to show in this place."""
    return EMPTY._replace(sources=sources)


def state(number: Number) -> Cell:
    """What stands where a number could not be given: that, and a note that says why."""
    if number.note == NOT_REACHED_NOTE:
        return Cell(NOT_REACHED, method=number.method, sources=(number.place,))
    told = STATES.get(number.status, NOTHING)
    return Cell(told, number.note, number.method, (number.place,))


def value(number: Number | None, digits: int, *, shift: int = 0) -> Cell:
    """The estimate alone."""
    if number is None:
        return EMPTY
    if math.isnan(number.estimate):
        return state(number)
    text = fixed(number.estimate, digits, shift=shift, style=number.style)
    return Cell(text, number.note, number.method, (number.place,))


def with_interval(number: Number | None, digits: int, *, shift: int = 0) -> Cell:
    """`−0.32 (−0.65 to 0.01)`; a missing interval is said to be missing."""
    if number is None:
        return EMPTY
    limits = limits_text(number, digits, shift)
    if not math.isnan(number.estimate):
        text = fixed(number.estimate, digits, shift=shift, style=number.style)
        note = number.note
    elif number.note == NOT_REACHED_NOTE and not math.isnan(number.conf_low):
        text, note = NOT_REACHED, ""
    else:
        return state(number)
    told = f"{text} ({limits})" if limits else text
    return Cell(told, note, number.method, (number.place,))


def limits_text(number: Number, digits: int, shift: int = 0) -> str:
    """`−0.65 to 0.01`; nothing where this kind of result has no interval."""
    low, high = number.conf_low, number.conf_high
    if math.isnan(low) and math.isnan(high):
        return "no interval" if number.status != "ok" else ""
    return interval(
        low,
        high,
        lambda v: fixed(v, digits, shift=shift, style=number.style),
        ends=number.conf_ends,
        missing=NOT_REACHED if number.term == "median" else "no limit",
        style=number.style,
    )


def percent_with_interval(number: Number | None) -> Cell:
    """A proportion, or a difference of two, in percent without the sign: `19 (10 to 33)`."""
    if number is None:
        return EMPTY
    if math.isnan(number.estimate):
        return state(number)
    text, limits = proportion_text(number), percent_interval(number)
    told = f"{text} ({limits.text})" if limits != EMPTY else text
    return Cell(told, number.note, number.method, (number.place,))


def proportion_text(number: Number) -> str:
    """The estimate in percent without the sign, from the counts where it is their share.

    3 of 40 as a double lies below 7.5 %, and must not read 7 in one table and 8 in another.
    """
    events, n = number.events, number.n
    if events is not None and n > 0 and math.isclose(events / n, number.estimate, rel_tol=1e-11):
        shown = percent_of(events, n, number.style)
        return shown.removesuffix(number.style.percentages.sign)
    return percent(number.estimate, number.n, number.style)


def percent_interval(number: Number | None) -> Cell:
    """The interval of a proportion alone, in percent."""
    if number is None or (math.isnan(number.conf_low) and math.isnan(number.conf_high)):
        return EMPTY if number is None or number.status == "ok" else state(number)
    text = interval(
        number.conf_low,
        number.conf_high,
        lambda v: percent(v, number.n, number.style),
        ends=number.conf_ends,
        style=number.style,
    )
    return Cell(text, method=number.method, sources=(number.place,))


def share(number: Number | None) -> Cell:
    """`8/42 (19%)` from the counts."""
    if number is None:
        return EMPTY
    if number.events is None or number.n == 0:
        return state(number)
    text = count_of(number.events, number.n, number.style)
    return Cell(text, number.note, sources=(number.place,))


def count(number: Number | None) -> Cell:
    """A count: the events of a row, else its estimate."""
    if number is None:
        return EMPTY
    if number.events is not None:
        return Cell(str(number.events), sources=(number.place,))
    return value(number, 0)._replace(method="")


def p_cell(number: Number | None, *, adjusted: bool = False) -> Cell:
    """A p-value, or why there is none."""
    if number is None:
        return EMPTY
    p_value = number.p_adjusted if adjusted else number.p_value
    if not math.isnan(p_value):
        method = "" if adjusted else number.method
        return Cell(p_text(p_value, number.style), method=method, sources=(number.place,))
    return EMPTY if adjusted or number.status not in STATES else state(number)


def patients(number: Number | None) -> Cell:
    """Patients analysed, with those left out: `40 (2)`."""
    if number is None:
        return EMPTY
    if number.n == 0 and number.dropped == 0:
        return Cell(NO_PATIENTS, sources=(number.place,))
    text = f"{number.n} ({number.dropped})" if number.dropped else str(number.n)
    return Cell(text, sources=(number.place,))


def row(label: str, *cells: Cell) -> tuple[Cell, ...]:
    """A row; where there are no patients, nothing else is said about them."""
    if cells and cells[0].text == NO_PATIENTS:
        cells = (cells[0], *(nothing(*cell.sources) for cell in cells[1:]))
    return (Cell(label), *cells)


def section(label: str, columns: int) -> tuple[Cell, ...]:
    """A row that heads those below it."""
    return (Cell(label), *(Cell("") for _ in range(columns - 1)))


def level_text(rows: Iterable[Number]) -> str:
    """`95% CI`, from the rows that have an interval; `CI` where they differ or there is none."""
    having = [n for n in rows if not (math.isnan(n.conf_low) and math.isnan(n.conf_high))]
    levels = {n.conf_level for n in having}
    if len(levels) != 1:
        return "CI"
    style = having[0].style
    return f"{fixed(levels.pop(), 0, shift=2, style=style)}{style.percentages.sign} CI"


def comparison(number: Number | None, between: str) -> tuple[str, ...]:
    """A footnote for a test between the groups; none where there is no such row."""
    if number is None:
        return ()
    head = f"{between} ({number.method})"
    if math.isnan(number.p_value):
        return (f"{head}: {state(number).text}. {NOTES.get(number.note, '')}".strip(),)
    text = f"{head}: {p_sentence(number.p_value, number.style)}"
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
        sources=tuple(tuple(cell.sources for cell in line) for line in rows),
        fonts=released.style.fonts,
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
