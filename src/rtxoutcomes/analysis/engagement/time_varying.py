"""Relapse by engagement up to each moment less a lag, from the first infusion on."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from rtxoutcomes.analysis.engagement.after_landmark import HAZARD, STRATA
from rtxoutcomes.analysis.engagement.model import Modelled, planning_ratio
from rtxoutcomes.analysis.engagement.people import Course, People
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.derive.engagement import Histories
from rtxoutcomes.derive.start_stop import StartStop, cumulative, recent, start_stop
from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.resampling.cox import firth_cox_p_values
from rtxoutcomes.results import MethodKey, Model, Quantity

Kind = Literal[Model.CUMULATIVE, Model.RECENT]
METHOD_KEYS = {Model.CUMULATIVE: MethodKey.CUMULATIVE_COX, Model.RECENT: MethodKey.RECENT_COX}
CONFIRMED = {Model.CUMULATIVE: Model.CUMULATIVE_CONFIRMED, Model.RECENT: Model.RECENT_CONFIRMED}


@dataclass(frozen=True, slots=True)
class Lagged:
    """The rows of one course and one lag: the same for every exposure, and made once."""

    course: Course
    lag: float
    rows: StartStop
    stratum: Ints
    noun: str


def lagged(people: People, course: Course, lag: float) -> Lagged:
    rows = start_stop(course.months, course.event, people.diagnosis, lag)
    return Lagged(course, lag, rows, people.diagnosis[rows.patient], people.noun)


def known_rows(history: Histories, at: Lagged) -> Lagged:
    """The rows of patients whose activity was read up to each row; all where nothing is unread."""
    if history.read is None:
        return at
    since = at.rows.complete - history.start[at.rows.patient]
    known = history.read[at.rows.patient] >= since
    rows = StartStop(*(getattr(at.rows, name)[known] for name in StartStop.__slots__))
    return replace(at, rows=rows, stratum=at.stratum[known])


def exposure_of(
    history: Histories, rows: StartStop, kind: Kind, recent_months: int, source: Ints | None = None
) -> Floats:
    """Exposure of each row, in doublings of (1 + count); `source` as in `start_stop.cumulative`."""
    if kind is Model.CUMULATIVE:
        return cumulative(history, rows, source)
    return recent(history, rows, recent_months, source)


def time_varying_cox(
    history: Histories,
    at: Lagged,
    kind: Kind,
    recent_months: int,
    *,
    confirmed: bool = False,
    checked: bool = False,
) -> Modelled:
    """Firth Cox on start-stop rows, strata by diagnosis; of confirmed relapses only on request.

    `checked` adds the function for its P values in permutations.
    """
    value = exposure_of(history, at.rows, kind, recent_months)
    rows, strata = at.rows, at.stratum
    columns, terms = value[:, None], ["exposure"]
    fit = firth_cox(rows.end, rows.event, columns, terms, entry=rows.entry, strata=strata)
    window = f" over {recent_months} months" if kind is Model.RECENT else ""
    words = [f"Firth Cox, {kind} exposure{window} up to each moment", STRATA.format(noun=at.noun)]
    events = ["confirmed relapses"] if confirmed else []
    method = ", ".join([*words, *events, "profile likelihood", f"lag {at.lag:g} months"])
    # The model has one row per stretch of time; n counts patients.
    key, n = METHOD_KEYS[kind], at.course.months.size
    effect = replace(fit.coefficients[0].hazard_ratio.by(key, method), n=n)

    def p_values(source: Ints) -> Floats:
        permuted = exposure_of(history, rows, kind, recent_months, source)
        return firth_cox_p_values(rows.end, rows.event, permuted, entry=rows.entry, strata=strata)

    model = CONFIRMED[kind] if confirmed else kind
    quantity, month = Quantity.HAZARD_RATIO, at.lag
    return Modelled(
        Statistic(quantity, effect, "sensitivity", HAZARD, month=month, model=model),
        planning=planning_ratio(fit.events, _spread(at, value)),
        shuffled=p_values if checked else None,
    )


def _spread(at: Lagged, value: Floats) -> float:
    """Standard deviation of the exposure among patients at risk, averaged over the events."""
    if not value.size:
        return 0.0
    moments = np.column_stack([at.stratum, at.rows.complete])
    which = np.asarray(np.unique(moments, axis=0, return_inverse=True)[1]).ravel()
    size = np.bincount(which)
    mean = np.bincount(which, value) / size
    squares = np.bincount(which, (value - mean[which]) ** 2) / size
    events = np.bincount(which, at.rows.event)
    return float(np.sqrt((squares * events).sum() / events.sum()))
