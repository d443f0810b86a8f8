"""A row of the results: which question, about whom, and its estimate."""

from dataclasses import dataclass
from typing import Literal

from rtxoutcomes.results.estimate import NAN, EqualWithNaN, Estimate
from rtxoutcomes.results.quantity import Choice, Model, Quantity

# `reported`: what tables and text show; `alternative`: another interval or test of the same
# question; `sensitivity`: the same question under another choice.
Role = Literal["reported", "alternative", "sensitivity"]
ALL = "all"
DIAGNOSIS = "diagnosis"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row(EqualWithNaN):
    """One row of the results frame.

    `grouping` is the variable by which `group` divides the patients; `against` is the other group
    of a contrast (later minus, or over, `against`), or the band at follow-up of a transition.
    `month` is the time point that the row is about: of a risk, the centre of a visit window, a
    landmark or a lag; NaN where there is none. `level` is a category of a variable, or the
    alternative that `choice` names; with a `subgroup` it is the level of that variable to which the
    row is restricted.
    """

    analysis: str
    endpoint: str
    group: str
    quantity: Quantity
    value: Estimate
    grouping: str = DIAGNOSIS
    against: str = ""
    channel: str = ""
    activity: str = ""
    month: float = NAN
    subgroup: str = ""
    level: str = ""
    model: Model = Model.NONE
    choice: Choice = Choice.NONE
    role: Role = "reported"
    unit: str = ""
    p_adjusted: float = NAN
    planned: str = ""
