"""One column of the cohort drafted from one raw column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rtxoutcomes.draft.columns import Column
from rtxoutcomes.draft.days import Days
from rtxoutcomes.draft.model import Entry
from rtxoutcomes.draft.values import Values, labelled, numbers_of, numeric
from rtxoutcomes.pseudonymise.plan import OPEN
from rtxoutcomes.validate.schema import MAX_AGE, MAX_FOLLOW_UP
from rtxoutcomes.validate.time_units import unit_of
from rtxoutcomes.vocabulary.headers import TIME_UNITS
from rtxoutcomes.vocabulary.words import KnownScore, same_cell, vocabulary

# The month by which risks are reported unless the study says otherwise.
_HORIZON = 12.0
_TIMES = ("days", "weeks", "years")


@dataclass(frozen=True, slots=True)
class Drafted:
    """An entry of the map, what must be asked, and whether numbers have decimal commas."""

    entry: Entry
    questions: tuple[str, ...] = ()
    decimal_comma: bool = False


def category(
    name: str,
    column: Column,
    allowed: tuple[str, ...],
    choices: Mapping[str, str],
    *,
    asks_missing: bool = False,
) -> Drafted:
    """Sex, yes and no, or another column of few words."""
    sexes = vocabulary().labels["sex"]

    def value_of(label: str) -> str:
        known = sexes.get(same_cell(label), "") if name == "sex" else yes_or_no(label)
        return known if known in allowed else ""

    # Whether 0 is no or the first of two labels is plain only for yes and no.
    accepted = (*allowed, "0", "1") if allowed == ("yes", "no") else allowed
    found = labelled(column, value_of, accepted, asks_missing=asks_missing, choices=choices)
    return _copied(name, column, found)


def yes_or_no(label: str) -> str:
    """The answer that a label gives, empty for any other word; 1.0 is what a program makes of 1."""
    return vocabulary().labels["yes_no"].get(same_cell(label).removesuffix(".0"), "")


def diagnosis(column: Column, codes: tuple[str, ...], choices: Mapping[str, str]) -> Drafted:
    """The diagnosis; `codes` are those of the study."""

    def value_of(label: str) -> str:
        return vocabulary().diagnosis(label) or (label if label in codes else "")

    found = labelled(column, value_of, codes, is_required=True, choices=choices)
    return _copied("diagnosis", column, found)


def date(name: str, column: Column, key: str, days: Days) -> Drafted:
    """A date, under the key of the map that says what becomes of it."""
    keys = days.keys(column)
    questions = [f"{column.shown}: is the day or the month first?"] if OPEN in keys.values() else []
    if column.kind == "text":
        questions.append(
            f"{column.shown}: these are not dates with a year of four digits; write them so"
        )
    typed = "" if column.readings else ", dates of the spreadsheet"
    note = f"header{typed}"
    return Drafted(Entry(name, {key: column.header, **keys}, (), note), tuple(questions))


def plain(name: str, column: Column, note: str = "header") -> Drafted:
    """A column that is copied unchanged."""
    return Drafted(Entry(name, {"column": column.header}, (), note))


def age(column: Column) -> Drafted:
    """The age in years; the highest allowed takes the place of any above it."""
    # Above it an age is lowered by deidentify, so that it is possible here.
    return _number("age_years", column, "years", lambda value: 0 <= value <= MAX_AGE + 41)


def count(name: str, column: Column) -> Drafted:
    """A number of events."""
    return _number(name, column, "", lambda value: value >= 0 and value == int(value))


def amount(name: str, column: Column, unit: str) -> Drafted:
    """A quantity above zero, such as a dose."""
    return _number(name, column, unit, lambda value: value >= 0)


def months(name: str, column: Column) -> Drafted:
    """A time since the first infusion, in months whatever its unit in the file is."""
    stated = column.meaning.unit if column.meaning else ""
    is_guess = stated not in TIME_UNITS
    unit = _likely_unit(column) if is_guess else stated
    factor = TIME_UNITS[unit]
    found = numeric(column, unit, lambda value: 0 <= value * factor <= MAX_FOLLOW_UP)
    note = f"in {unit}" + (", by its values" if is_guess else ", as the header states")
    return _copied(name, column, found, factor=factor, note=note, is_guess=is_guess)


def doubtful_unit(columns: Sequence[Column]) -> str:
    """The unit that a time seems to have where it is not the months of its header, or nothing."""
    units = (_likely_unit(c) for c in columns if c.kind == "number" and c.meaning)
    return next((unit for unit in units if unit != "months"), "")


def _likely_unit(column: Column) -> str:
    values = np.array(numbers_of(column), dtype=np.float64)
    unit = unit_of(values, _HORIZON) if values.size else None
    return unit.name if unit is not None and unit.name in _TIMES else "months"


def score(name: str, column: Column, known: KnownScore) -> Drafted:
    """A score, in the unit of the study."""
    stated = column.meaning.unit if column.meaning else ""
    unit, is_guess = score_unit(column, known)
    factor = known.factors.get(unit, 1.0)
    low, high = _limits(known)
    step = known.study.get("step")
    skipped = known.study.get("not_on_scale", ())
    skipped = skipped if isinstance(skipped, list) else []

    def fits(value: float) -> bool:
        scaled = value * factor
        on_step = not isinstance(step, int | float) or (scaled / step).is_integer()
        return low <= scaled <= high and on_step and scaled not in skipped

    found = numeric(column, unit, fits)
    note = (
        "header"
        if not unit
        else f"in {unit}, " + ("as the header states" if stated else "by its values")
    )
    return _copied(name, column, found, factor=factor, note=note, is_guess=is_guess)


def score_unit(column: Column, known: KnownScore) -> tuple[str, bool]:
    """The unit of a score in the file, and whether it is only likely."""
    stated = column.meaning.unit if column.meaning else ""
    if stated in known.factors or stated == known.study["unit"]:
        return stated, False
    values = numbers_of(column)
    low, high = _limits(known)
    if not values or not known.factors or low <= np.median(values) <= high:
        return "", False
    median = float(np.median(values))
    likely = (unit for unit, factor in known.factors.items() if low <= median * factor <= high)
    return next(likely, ""), True


def _limits(known: KnownScore) -> tuple[float, float]:
    low, high = known.study["minimum"], known.study["maximum"]
    return float(str(low)), float(str(high))


def _number(name: str, column: Column, unit: str, fits: Callable[[float], bool]) -> Drafted:
    return _copied(name, column, numeric(column, unit, fits))


def _copied(
    name: str,
    column: Column,
    found: Values,
    *,
    factor: float = 1.0,
    note: str = "header",
    is_guess: bool = False,
) -> Drafted:
    changed = {} if factor == 1.0 else {"factor": factor}
    entry = Entry(name, {"column": column.header, **changed}, found.recodes, note, is_guess)
    return Drafted(entry, found.questions, found.decimal_comma)
