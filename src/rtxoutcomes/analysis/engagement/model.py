"""What is said of one model: its effect, and the numbers that must stand beside it."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.analysis.question import Question
from rtxoutcomes.estimate.likelihood.cox import planning_hazard_ratio
from rtxoutcomes.results import ALL, NAN, Estimate, Note, Role, Row

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DOUBLING = "per doubling of (1 + count)"
# Below it a planning value says no more than that nothing can be planned.
LEAST_INFORMATION = 0.5


@dataclass(frozen=True, slots=True)
class Modelled:
    """One model of one exposure.

    `suffix` tells it from the primary model of the same exposure, in the term of its row; `value`
    is the effect per doubling of (1 + count).
    `parameters` counts the model's coefficients. `planning` is the smallest effect, in the unit of
    the table, that a study of this size has about 80 % power for; NaN where there is none.
    `shuffled` gives the P of the same model where patients have the histories of others: from
    whose history each has, shape (patients, shuffles), to P, shape (shuffles,). None where the
    model is not checked in this way.
    """

    suffix: str
    role: Role
    unit: str
    value: Estimate
    parameters: int = 1
    planning: float = NAN
    shuffled: Callable[[Ints], Floats] | None = None


def rows_of(
    question: Question, exposure: str, told: Modelled, *, identifiable: bool
) -> Iterator[Row]:
    """The row of the effect, then its size: events per parameter and planning value."""
    term = f"{exposure}{told.suffix}"
    note: Note = "" if identifiable else "not_identifiable"
    effect = told.value
    if effect.status == "ok" and not effect.note:
        effect = replace(effect, note=note)
    yield question.row(ALL, term, effect, told.role, told.unit)
    if math.isnan(effect.p_value):
        return
    per_parameter = Estimate(
        method=f"{_unit_of_size(effect)} per coefficient; {effect.method}",
        n=effect.n,
        events=effect.events,
        estimate=(effect.n if effect.events is None else effect.events) / told.parameters,
        note=note,
    )
    yield question.row(ALL, f"{term}_per_parameter", per_parameter, "beside")
    if not math.isnan(told.planning):
        planning = Estimate(
            method=f"approximate planning value: 80 % power; {effect.method}",
            n=effect.n,
            events=effect.events,
            estimate=told.planning,
            note=note,
        )
        yield question.row(ALL, f"{term}_planning_value", planning, "beside", told.unit)


def refused(method: str, n: int, note: Note) -> Estimate:
    """No number, since the question could not be put to the data."""
    return Estimate(method=method, n=0, dropped=n, status="not_attempted", note=note)


def blamed(value: Estimate, exposure: Floats) -> Estimate:
    """The estimate, where a constant column is another one than the exposure: said so.

    `constant_covariate` is read as speaking of the exposure; that a covariate or a baseline is the
    same for everybody leaves the terms of the model not told apart.
    """
    if value.note == "constant_covariate" and spread(exposure) > 0:
        return replace(value, status="not_attempted", note="rank_deficient")
    return value


def planning_ratio(events: int, spread: float) -> float:
    """Ratio per unit with about 80 % power, given the spread of the exposure; NaN if there is none.

    A planning value from the events and the exposure alone, not the power of what was observed.
    """
    if math.sqrt(events) * spread < LEAST_INFORMATION:
        return NAN
    return planning_hazard_ratio(events, spread)


def spread(exposure: Floats) -> float:
    """Standard deviation; 0 where there is one value or none."""
    return float(np.std(exposure, ddof=1)) if exposure.size > 1 else 0.0


def _unit_of_size(effect: Estimate) -> str:
    return "patients" if effect.events is None else "events"
