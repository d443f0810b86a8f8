"""One fitted model of an exposure: its effect, its size, and its permutation check."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from rtxoutcomes.analysis.descriptive import not_attempted, number
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.likelihood.planning import planning_hazard_ratio
from rtxoutcomes.estimate.variation import is_constant
from rtxoutcomes.results import NAN, Estimate, Measure, MethodKey, Note, Quantity

DOUBLING = "per doubling of (1 + count)"
# With less, planning values are too large to be of use.
MINIMUM_INFORMATION = 0.5


@dataclass(frozen=True, slots=True)
class Modelled:
    """One model of one exposure.

    `effect` is the effect per doubling of (1 + count): its `model` is the variant, its `month` the
    landmark, lag or horizon, its `level` the covariate of an adjusted one. `parameters` counts the
    model's coefficients. `planning` is the effect for which a new study with this number of events
    would have about 80% power; NaN where there is none. `shuffled` gives the P of the
    same model where patients have the histories of others: from whose history each has, shape
    (patients, permutations), to P, shape (permutations,). None where the model is not checked in
    this way.
    """

    effect: Statistic
    parameters: int = 1
    planning: float = NAN
    shuffled: Callable[[Ints], Floats] | None = None


def with_note(value: Estimate, *, identifiable: bool) -> Estimate:
    """The estimate, marked where the effects of drug and groups cannot be distinguished.

    That matters more than on how few patients the estimate rests.
    """
    if identifiable or value.status != "ok" or value.note not in ("", "leverage_near_one"):
        return value
    return replace(value, note="not_identifiable")


def size_rows(modelled: Modelled) -> Iterator[Statistic]:
    """The size of a model with a P: events per parameter and planning value."""
    effect, value = modelled.effect, modelled.effect.value
    if math.isnan(value.p_value):
        return
    size, quantity = _per_parameter(value, modelled.parameters), Quantity.EVENTS_PER_PARAMETER
    yield replace(effect, quantity=quantity, value=size, role="alternative", unit="")
    if not math.isnan(modelled.planning):
        method = f"approximate planning value: 80 % power; {value.method}"
        key, n, events = MethodKey.PLANNING_VALUE, value.n, value.events
        planning = number(value.measure, key, modelled.planning, n, events=events, method=method)
        quantity = Quantity.PLANNING_VALUE
        yield replace(effect, quantity=quantity, value=planning, role="alternative")


def _per_parameter(effect: Estimate, parameters: int) -> Estimate:
    """Events of a model, or patients of a linear one, for each of its coefficients."""
    size, what, key = effect.n, "patients", MethodKey.PATIENTS_PER_PARAMETER
    if effect.events is not None:
        size, what, key = effect.events, "events", MethodKey.EVENTS_PER_PARAMETER
    method = f"{what} per coefficient; {effect.method}"
    measure = Measure.EVENTS_PER_PARAMETER
    return number(measure, key, size / parameters, effect.n, events=effect.events, method=method)


def refused(measure: Measure, key: MethodKey, method: str, n: int, note: Note) -> Estimate:
    """No number, since the data hold nothing to fit the model to: all n patients are dropped."""
    return not_attempted(measure, key, method, 0, note, dropped=n)


def indicators(diagnosis: Ints, seen: Bools) -> Floats:
    """A column for each diagnosis of the patients analysed but the first; rows of all patients."""
    present = np.unique(diagnosis[seen])
    return np.asarray(diagnosis[:, None] == present[None, 1:], dtype=np.float64)


def design_of(
    diagnosis: Ints, seen: Bools, exposure: Floats, covariates: dict[str, Floats] | None = None
) -> tuple[Floats, list[str]]:
    """Design matrix of the patients analysed, the exposure last, and the names of its columns."""
    dummies, more = indicators(diagnosis, seen), covariates or {}
    columns = [np.ones(diagnosis.size), *dummies.T, *more.values(), exposure]
    names = [f"group {k}" for k in range(dummies.shape[1])]
    return np.column_stack(columns)[seen], ["(Intercept)", *names, *more, "exposure"]


def blamed(value: Estimate, exposure: Floats) -> Estimate:
    """The estimate; a constant column other than the exposure is a rank deficiency.

    `constant_covariate` is read as a statement on the exposure; a covariate or a baseline that is
    the same for everybody makes the terms of the model inseparable instead.
    """
    if value.note == "constant_covariate" and spread(exposure) > 0:
        return replace(value, status="not_attempted", note="rank_deficient")
    return value


def planning_ratio(events: int, spread: float) -> float:
    """Ratio per unit with about 80 % power, given the spread of the exposure; NaN if there is none.

    A planning value from the events and the exposure alone, not the power of what was observed.
    """
    if math.sqrt(events) * spread < MINIMUM_INFORMATION:
        return NAN
    return planning_hazard_ratio(events, spread)


def spread(exposure: Floats) -> float:
    """Standard deviation; 0 where there is one value or none."""
    return 0.0 if is_constant(exposure) else float(np.std(exposure, ddof=1))
