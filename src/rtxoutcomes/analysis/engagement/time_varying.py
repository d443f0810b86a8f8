"""Relapse against what was done up to each moment, less a lag: from the first infusion on."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.analysis.engagement.after_landmark import HAZARD, STRATA
from rtxoutcomes.analysis.engagement.model import Modelled, planning_ratio
from rtxoutcomes.analysis.engagement.people import Course, People
from rtxoutcomes.derive.engagement import Histories
from rtxoutcomes.derive.start_stop import StartStop, cumulative, recent, start_stop
from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.resampling.cox import firth_cox_p_values

Floats = NDArray[np.float64]
Kind = Literal["cumulative", "recent"]


@dataclass(frozen=True, slots=True)
class Lagged:
    """The rows of one course and one lag: the same for every exposure, and made once."""

    course: Course
    lag: float
    rows: StartStop
    stratum: NDArray[np.int64]


def lagged(people: People, course: Course, lag: float) -> Lagged:
    rows = start_stop(course.months, course.event, people.diagnosis, lag)
    return Lagged(course, lag, rows, people.diagnosis[rows.patient])


def exposure_of(
    told: Histories,
    rows: StartStop,
    kind: Kind,
    recent_months: int,
    source: NDArray[np.int64] | None = None,
) -> Floats:
    """Exposure of each row, in doublings of (1 + count); `source` as in `start_stop.cumulative`."""
    if kind == "cumulative":
        return cumulative(told, rows, source)
    return recent(told, rows, recent_months, source)


def time_varying_cox(
    told: Histories,
    at: Lagged,
    kind: Kind,
    recent_months: int,
    of: str = "",
    *,
    checked: bool = False,
) -> Modelled:
    """Firth Cox on start-stop rows, strata by diagnosis; `of` says in words which attacks.

    `checked` asks for its size when histories are shuffled.
    """
    value = exposure_of(told, at.rows, kind, recent_months)
    fit = firth_cox(
        at.rows.end,
        at.rows.event,
        value[:, None],
        ["exposure"],
        entry=at.rows.entry,
        strata=at.stratum,
    )
    window = f" over {recent_months} months" if kind == "recent" else ""
    words = [f"Firth Cox, {kind} exposure{window} up to each moment", STRATA]
    method = ", ".join([*words, *([of] if of else []), "profile likelihood"])
    suffix = f"_{of.replace(' ', '_').removesuffix('_attacks')}" if of else ""
    # The model has a row a stretch of time; what is counted is patients.
    effect = replace(
        fit.coefficients[0].hazard_ratio,
        method=f"{method}, lag {at.lag:g} months",
        n=at.course.months.size,
    )

    def p_values(source: NDArray[np.int64]) -> Floats:
        versions = exposure_of(told, at.rows, kind, recent_months, source)
        return firth_cox_p_values(
            at.rows.end, at.rows.event, versions, entry=at.rows.entry, strata=at.stratum
        )

    return Modelled(
        suffix=f"_{kind}_lag_{at.lag:g}{suffix}",
        role="sensitivity",
        unit=HAZARD,
        value=effect,
        planning=planning_ratio(fit.events, _spread(at, value)),
        shuffled=p_values if checked else None,
    )


def _spread(at: Lagged, value: Floats) -> float:
    """Standard deviation of the exposure among those at risk, averaged over the events."""
    if not value.size:
        return 0.0
    together = np.unique(
        np.column_stack([at.stratum, at.rows.complete]), axis=0, return_inverse=True
    )
    which = np.asarray(together[1]).ravel()
    size = np.bincount(which)
    mean = np.bincount(which, value) / size
    squares = np.bincount(which, (value - mean[which]) ** 2) / size
    events = np.bincount(which, at.rows.event)
    return float(np.sqrt((squares * events).sum() / events.sum()))
