"""From one number to the text of one cell, and from cells to a table with its footnotes."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from rtxoutcomes.presentation import printed
from rtxoutcomes.presentation.families import family_of, family_words
from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.rounding import interval, p_sentence, p_text, percent_of
from rtxoutcomes.study import Study

NOTHING = "\N{EN DASH}"
NO_PATIENTS = "no patients"
NO_ESTIMATE = "no estimate"
ANALYSED = " analysed"
# Short forms for narrow columns; the note of the table explains them.
SHORT = {
    printed.NOT_REACHED: "NR",
    printed.STATES["not_estimable"]: "NE",
    printed.NO_INTERVAL: "NE",
}


class Cell(NamedTuple):
    """Text of a cell, its note, and the method that a footnote names for its row or column.

    Each line of `note` is a note of its own.
    `sources` are the positions in `Released.estimates` of the rows whose numbers it shows.
    """

    text: str
    note: str = ""
    method: str = ""
    sources: tuple[int, ...] = ()


EMPTY = Cell(NOTHING)
BLANK = Cell("")


def nothing(*sources: int) -> Cell:
    """A dash, for rows of the results that have nothing to show in this place."""
    return EMPTY._replace(sources=sources)


def bare(cell: Cell) -> Cell:
    """The cell without the note and the method that its table gives elsewhere."""
    return cell._replace(note="", method="")


def state(number: Number) -> Cell:
    """Why a number could not be given, in a word and a note."""
    text = printed.state_text(number) or NOTHING
    if number.note in printed.TOO_FEW:
        note = f"Not shown, {text}."
        return Cell(NOTHING, note, _method(number), (number.place,))
    note = "" if text == printed.NOT_REACHED else note_text(number)
    return Cell(SHORT.get(text, text), note, _method(number), (number.place,))


def _method(number: Number) -> str:
    """The method of a row; empty where it says only that nothing was collected."""
    return "" if number.method_key == MethodKey.NOT_COLLECTED else number.method


def value(number: Number | None) -> Cell:
    """The estimate alone."""
    if number is None:
        return EMPTY
    if math.isnan(number.estimate):
        return state(number)
    # A limit that was not reached is no limit of a number that is given alone.
    note = "" if number.note == printed.NOT_REACHED_NOTE else note_text(number)
    return Cell(printed.estimate_text(number), note, number.method, (number.place,))


def with_interval(
    number: Number | None, decimals: int | None = None, *, sign: bool = False, shift: int = 0
) -> Cell:
    """`−0.32 (−0.65 to 0.01)`, `19 (10 to 33)`; an interval that is missing is named as missing.

    `sign` gives a percentage its sign; `shift` as in `presentation.printed`.
    """
    if number is None:
        return EMPTY
    given = not math.isnan(number.estimate)
    bounded = number.method_key == MethodKey.CENSORED_BOUND and printed.has_interval(number)
    not_reached = number.note == printed.NOT_REACHED_NOTE and not math.isnan(number.conf_low)
    if not (given or bounded or not_reached):
        return state(number)
    text = SHORT[printed.NOT_REACHED] if not_reached else NO_ESTIMATE
    if given:
        text = printed.estimate_text(number, decimals, sign=sign, shift=shift)
    limits = printed.limits_text(number, decimals, sign=False, shift=shift)
    reached = number.note != printed.NOT_REACHED_NOTE
    if not limits and number.status != "ok":
        limits = printed.NO_INTERVAL if reached else printed.NOT_REACHED
    limits = limits.replace(printed.NOT_REACHED, SHORT[printed.NOT_REACHED])
    text = f"{text} ({SHORT.get(limits, limits)})" if limits else text
    return Cell(text, note_text(number) if reached else "", number.method, (number.place,))


def interval_alone(number: Number | None) -> Cell:
    """The interval of a proportion, in percent without the sign."""
    if number is None:
        return EMPTY
    limits = printed.limits_text(number, sign=False)
    if not limits:
        return EMPTY if number.status == "ok" else state(number)
    return Cell(limits, method=number.method, sources=(number.place,))


def proportion(number: Number | None, size: int | None = None) -> Cell:
    """`8 (19)` from the counts, `8/40 (20)` where not all `size` patients of its group count.

    Percentages have no sign in a cell whose row or column is labelled with it.
    """
    if number is None:
        return EMPTY
    if number.events is None or number.n == 0:
        return state(number)
    text = number_percent(number, number.events, number.n).text
    if number.n != size:
        text = text.replace(" ", f"/{number.n} ", 1)
    return Cell(text, note_text(number), sources=(number.place,))


def number_percent(number: Number, events: int | None, n: int) -> Cell:
    """`8 (19)`: so many of the `n` patients of a row; a dash where there are none."""
    if events is None or n == 0:
        return nothing(number.place)
    sign = number.style.percentages.sign
    percentage = percent_of(events, n, number.style).removesuffix(sign)
    return Cell(f"{events} ({percentage})", sources=(number.place,))


def with_n(cell: Cell, number: Number | None, size: int | None) -> Cell:
    """The cell with a note of its patients, where they are not all `size` of the header."""
    if number is None or size is None or number.n == size or cell.text in ("", NOTHING):
        return cell
    of = f"{number.n} patients" if number.n != 1 else "One patient"
    missing = f", {number.dropped} missing" if number.dropped else ""
    return noted(cell, f"{of}{ANALYSED}{missing}.")


def noted(cell: Cell, note: str) -> Cell:
    """The cell with one more note, which has a letter of its own."""
    return cell._replace(note="\n".join(filter(None, (note, cell.note))))


def count(number: Number | None) -> Cell:
    """A count: the events of a row, else its estimate."""
    if number is None:
        return EMPTY
    if number.events is not None:
        return Cell(str(number.events), sources=(number.place,))
    return value(number)._replace(method="")


def mean_with_sd(mean: Number | None, deviation: Number | None) -> Cell:
    """`2.69 (1.01)`: a mean with its standard deviation."""
    if mean is None:
        return EMPTY
    places = (mean.place, *(() if deviation is None else (deviation.place,)))
    if math.isnan(mean.estimate):
        return nothing(*places)
    text, note = printed.estimate_text(mean), note_text(mean)
    if deviation is None:
        return Cell(text, note, sources=places)
    spread = NOTHING if math.isnan(deviation.estimate) else printed.estimate_text(deviation)
    return Cell(f"{text} ({spread})", note, sources=places)


def with_quartiles(numbers: Sequence[Number | None], decimals: int | None = None) -> Cell:
    """`16 (11 to 28)`: median, lower and upper quartile; a dash unless all three are given."""
    given = [number for number in numbers if number is not None]
    places = tuple(number.place for number in given)
    if len(given) < len(numbers) or any(math.isnan(number.estimate) for number in given):
        return nothing(*places)
    median, lower, upper = given

    def write(estimate: float) -> str:
        return printed.value_text(median, estimate, decimals)

    limits = interval(lower.estimate, upper.estimate, write, style=median.style)
    return Cell(f"{write(median.estimate)} ({limits})", sources=places)


def p_cell(number: Number | None, *, adjusted: bool = False) -> Cell:
    """A P value, or why there is none."""
    if number is None:
        return EMPTY
    p_value = number.p_adjusted if adjusted else number.p_value
    if not math.isnan(p_value):
        method = "" if adjusted else number.method
        return Cell(p_text(p_value, number.style), method=method, sources=(number.place,))
    # A number that too few patients support is replaced by that reason.
    silent = adjusted or number.status not in printed.STATES or number.note in printed.TOO_FEW
    return EMPTY if silent else state(number)


def patients(number: Number | None) -> Cell:
    """Patients analysed, and in brackets those missing: `40 (2)`."""
    if number is None:
        return EMPTY
    if number.n == 0 and number.dropped == 0:
        return Cell(NO_PATIENTS, sources=(number.place,))
    text = f"{number.n} ({number.dropped})" if number.dropped else str(number.n)
    return Cell(text, sources=(number.place,))


def row(label: str, *cells: Cell) -> tuple[Cell, ...]:
    """A row; without patients, every other cell of it is a dash."""
    if cells and cells[0].text == NO_PATIENTS:
        cells = (cells[0], *(nothing(*cell.sources) for cell in cells[1:]))
    return (Cell(label), *cells)


def section(label: str, columns: int) -> tuple[Cell, ...]:
    """A row that heads those below it."""
    return (Cell(label), *([BLANK] * (columns - 1)))


def comparison(study: Study, number: Number | None, between: str) -> tuple[str, ...]:
    """A footnote for a test between the groups; none where there is no such row."""
    if number is None:
        return ()
    given = not math.isnan(number.p_value)
    text = f"{state(number).text}."
    if given:
        p_values = [p_sentence(number.p_value, number.style)]
        family = family_of(study, number)
        if family is not None and not math.isnan(number.p_adjusted):
            adjusted = f"Holm-adjusted {p_sentence(number.p_adjusted, number.style)}"
            p_values.append(f"{adjusted} in the {family_words(study, family)}")
        text = f"{'; '.join(p_values)}."
    method = f" ({named})" if (named := _method(number)) else ""
    return (f"{between}{method}: {text} {note_text(number)}".strip(),)
