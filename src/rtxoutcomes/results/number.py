"""One row of a released frame, typed, with its place and the style in which it is printed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from html import escape

import pandas as pd

from rtxoutcomes.results.estimate import Ends
from rtxoutcomes.results.line import line
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.results.term import reference_name
from rtxoutcomes.style import Style

MEMBERS: Mapping[str, type[StrEnum]] = {
    "quantity": Quantity,
    "measure": Measure,
    "model": Model,
    "choice": Choice,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One row of the results frame; NaN or None where that kind of result has no number.

    `place` is its position in the frame, counted from 0; `style` how it is printed, `decimals` with
    how many where the study asks for others than its measure has.
    """

    place: int
    style: Style
    decimals: int | None = None
    analysis: str
    endpoint: str
    grouping: str
    group: str
    against: str
    channel: str
    activity: str
    month: float
    subgroup: str
    level: str
    model: Model
    choice: Choice
    quantity: Quantity
    measure: Measure
    role: str
    unit: str
    n: int
    dropped: int
    events: int | None
    person_years: float
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    conf_ends: Ends
    conf_level: float
    statistic: float
    df: float
    p_value: float
    p_adjusted: float
    p_pair: str
    method_key: str
    method: str
    planned: str
    status: str
    note: str
    term: str
    key: str

    @property
    def name(self) -> str:
        """The name that references in texts give to it: `edss.NMOSD.mean_change`."""
        return reference_name(self.endpoint, self.group, self.term)

    def __str__(self) -> str:
        return line(self)

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.key)}: {escape(line(self))}</p>"


def numbers_of(frame: pd.DataFrame, style: Style) -> tuple[Number, ...]:
    """Every row of a results frame, in its order."""
    names = [field.name for field in fields(Number)][3:]
    columns = [_column(name, frame[name].tolist()) for name in names]
    return tuple(
        Number(place=place, style=style, **dict(zip(names, row, strict=True)))
        for place, row in enumerate(zip(*columns, strict=True))
    )


def _column(name: str, values: list[object]) -> list[object]:
    """The values of a column, with members of the enumerations and None for a missing count."""
    member = MEMBERS.get(name)
    if member is not None:
        return [member(str(value)) for value in values]
    return [None if value is pd.NA else value for value in values]
