"""One cell of the cohort from one row of a raw table."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.pseudonym import same_id
from rtxoutcomes.pseudonymise.months import months_between, whole_years, years_between
from rtxoutcomes.pseudonymise.people import Patient
from rtxoutcomes.pseudonymise.plan import Source, TableMap
from rtxoutcomes.pseudonymise.raw import Raw, RawRow
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.validate.numbers import NUMBER
from rtxoutcomes.validate.schema import Field

_NUMERIC = ("number", "whole", "yes_no")
UNKNOWN_LABEL = Rule(
    "label.unknown",
    "must be one of the labels that the map recodes",
    "add it to recode in the map, or correct it",
)
AGE = "age_years"


class CohortCell(NamedTuple):
    """The text of a cell; `top_coded` if an age was lowered to the highest one allowed."""

    text: str
    top_coded: bool = False


def cell_of(
    raw: Raw, block: TableMap, field: Field, row: RawRow, patient: Patient
) -> CohortCell | Violation:
    """The cell of `field` in a patient's row, or the violation that prevents it."""
    source = block.columns[field.name]
    if source.date_column:
        day = raw.day(block.place, row, source)
        if isinstance(day, Rule):
            return raw.date_fault(block.place, row, source.date_column, day)
        if day is None or patient.start is None:
            return CohortCell("")
        return _span(source, field, patient.start, day)
    if source.last_date and patient.start is not None and patient.last is not None:
        return CohortCell(months_between(patient.start, patient.last))
    if source.value or source.number:
        return CohortCell(source.value)
    return _copied(raw, block.place, source, field, row)


def _span(source: Source, field: Field, start: date, day: date) -> CohortCell:
    if source.months:
        return CohortCell(months_between(start, day))
    if source.born:
        return _top_coded(whole_years(day, start), field)
    return CohortCell(years_between(day, start))


def _top_coded(age: float, field: Field) -> CohortCell:
    """Ages above the maximum of a cohort become the maximum, since few people are that old."""
    if field.maximum is not None and age > field.maximum:
        return CohortCell(f"{field.maximum:g}", top_coded=True)
    return CohortCell(f"{age:g}")


def _times(text: str, factor: float) -> str:
    """A number in another unit, exact: 1318 mg/dL times 0.01 are 13.18 g/L."""
    product = Decimal(text) * Decimal(repr(factor))
    return f"{product.normalize():f}"


def _copied(
    raw: Raw, place: Place, source: Source, field: Field, row: RawRow
) -> CohortCell | Violation:
    text = row.cells[source.column]
    if source.recode and text:
        labels = {same_id(label): new for label, new in source.recode.items()}
        new = labels.get(same_id(text))
        # In a column of numbers, labels are the exceptions: `not done`, `<200`.
        number = field.kind in _NUMERIC and NUMBER.fullmatch(raw.number(text))
        if new is None and not number and text not in field.allowed:
            value = f"[text, {len(text)} characters]"
            return raw.finding(place, row.line, source.column, UNKNOWN_LABEL, value)
        if new is not None or not number:
            return CohortCell(text if new is None else new)
    if field.kind in _NUMERIC:
        text = raw.number(text)
    if source.factor is not None and NUMBER.fullmatch(text):
        return CohortCell(_times(text, source.factor))
    if field.name == AGE and text.replace(".", "", 1).isdigit() and len(text) <= 6:
        cell = _top_coded(float(text), field)
        return cell if cell.top_coded else CohortCell(text)
    return CohortCell(text)
