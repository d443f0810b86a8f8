"""Relapse after a landmark against what was done before it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.analysis.engagement.model import (
    DOUBLING,
    Modelled,
    blamed,
    planning_ratio,
    refused,
    spread,
)
from rtxoutcomes.analysis.engagement.people import Course, People
from rtxoutcomes.derive.engagement import Landmark
from rtxoutcomes.derive.months import MONTHS_PER_YEAR, at_least, at_most
from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.likelihood.firth_logistic import firth_logistic
from rtxoutcomes.estimate.rates.poisson import poisson_regression
from rtxoutcomes.estimate.resampling.cox import firth_cox_p_values
from rtxoutcomes.estimate.resampling.logistic import firth_logistic_p_values
from rtxoutcomes.estimate.resampling.rates import poisson_p_values
from rtxoutcomes.results import Role

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
HAZARD = f"hazard ratio {DOUBLING}"
RATE = f"rate ratio {DOUBLING}"
ODDS = f"odds ratio {DOUBLING}"
STRATA, COVARIATE = "strata by diagnosis", "diagnosis as covariate"


@dataclass(frozen=True, slots=True)
class Variant:
    """How one analysis after a landmark differs from the primary one.

    `adjuster` names one more covariate, `among` restricts it to some patients, `of` says in words
    which attacks or patients are meant. `grouped` compares patients of one group only.
    """

    suffix: str = ""
    role: Role = "sensitivity"
    stratified: bool = True
    adjuster: str = ""
    among: Bools | None = None
    of: str = ""
    grouped: bool = False


PRIMARY = Variant(role="reported")


def at_risk(course: Course, landmark: Landmark) -> Bools:
    """Who has neither had the event nor left by the landmark, and whose exposure is known."""
    return ~at_most(course.months, landmark.limit) & ~np.isnan(landmark.exposure)


def cox_after_landmark(
    people: People, course: Course, landmark: Landmark, variant: Variant
) -> Modelled:
    """Firth Cox, months since the first infusion as time scale, entry at the landmark."""
    among = np.ones(people.n, dtype=bool) if variant.among is None else variant.among
    seen = among & at_risk(course, landmark)
    columns, terms = [landmark.exposure], ["exposure"]
    if variant.adjuster:
        columns.append(people.adjusters[variant.adjuster])
        terms.append(variant.adjuster)
        seen &= ~np.isnan(columns[-1])
    strata = people.diagnosis if variant.stratified else np.zeros(people.n, dtype=np.int64)
    if variant.grouped and people.group is not None:
        seen &= people.group >= 0
        strata = strata + len(people.diagnosis) * people.group
    if not variant.stratified:
        dummies = indicators(people.diagnosis, seen)
        columns.extend(dummies.T)
        terms.extend(f"diagnosis {k}" for k in range(dummies.shape[1]))
    fit = firth_cox(
        course.months[seen],
        course.event[seen],
        np.column_stack(columns)[seen],
        terms,
        entry=landmark.limit[seen],
        strata=strata[seen],
        dropped=int(among.sum() - seen.sum()),
        only=["exposure"],
    )
    value = replace(fit.coefficients[0].hazard_ratio, method=method_of(variant, landmark))
    return Modelled(
        suffix=variant.suffix,
        role=variant.role,
        unit=HAZARD,
        value=blamed(value, landmark.exposure[seen]) if len(terms) > 1 else value,
        parameters=len(terms),
        planning=planning_ratio(fit.events, spread(landmark.exposure[seen])),
        shuffled=_shuffled_cox(people, course, landmark, seen)
        if variant.role == "reported"
        else None,
    )


def method_of(variant: Variant, landmark: Landmark) -> str:
    """The words for one variant, whether it could be fitted or not."""
    words = ["Firth Cox after the landmark", STRATA if variant.stratified else COVARIATE]
    words[1] += " and group" if variant.grouped else ""
    words += [f"adjusted for {variant.adjuster}"] if variant.adjuster else []
    words += [variant.of] if variant.of else []
    return f"{', '.join([*words, 'profile likelihood'])}, landmark {landmark.months:g} months"


def _shuffled_cox(
    people: People, course: Course, landmark: Landmark, seen: Bools
) -> Callable[[Ints], Floats]:
    def p_values(source: Ints) -> Floats:
        return firth_cox_p_values(
            course.months[seen],
            course.event[seen],
            landmark.exposure[source][seen],
            entry=landmark.limit[seen],
            strata=people.diagnosis[seen],
        )

    return p_values


def relapse_by(
    people: People, course: Course, landmark: Landmark, horizon: tuple[float, float]
) -> Modelled:
    """Firth logistic: relapse between landmark and `horizon` (months, tolerance), for the appendix.

    Whoever is censored before the horizon, by more than the tolerance, is left out and counted.
    """
    end, tolerance = horizon
    seen, happened = by_horizon(course, landmark, end, tolerance)
    dummies = indicators(people.diagnosis, seen)[seen]
    design = np.column_stack([np.ones(len(dummies)), dummies, landmark.exposure[seen]])
    terms = ["(Intercept)", *(f"diagnosis {k}" for k in range(dummies.shape[1])), "exposure"]
    fit = firth_logistic(
        happened[seen], design, terms, dropped=people.n - int(seen.sum()), only=["exposure"]
    )
    method = f"Firth logistic, relapse by month {end:g}, {COVARIATE}, profile likelihood"
    free = 1 - fit.events / fit.n if fit.n else 0.0
    return Modelled(
        suffix=f"_by_{end:g}_months",
        role="sensitivity",
        unit=ODDS,
        value=replace(
            fit.coefficients[-1].odds_ratio, method=f"{method}, landmark {landmark.months:g} months"
        ),
        parameters=len(terms),
        planning=planning_ratio(fit.events, spread(landmark.exposure[seen]) * np.sqrt(free)),
        shuffled=lambda source: firth_logistic_p_values(
            happened[seen], design[:, :-1], landmark.exposure[source][seen]
        ),
    )


def attacks_after(people: People, course: Course, landmark: Landmark) -> Modelled:
    """Attacks after the landmark per time after it: Poisson with offset, HC3 errors.

    Whoever had one before it is left out, since it may have changed how much was written.
    """
    seen = at_risk(course, landmark)
    attacks, group = people.attacks[seen], people.diagnosis[seen]
    years = (people.follow_up - landmark.limit)[seen] / MONTHS_PER_YEAR
    method = f"Poisson with offset, {COVARIATE}, HC3, landmark {landmark.months:g} months"
    if not people.count_known[seen].all():
        value = refused(method, people.n, "count_unknown")
        return Modelled("_attacks", "sensitivity", RATE, value)
    dummies = indicators(people.diagnosis, seen)[seen]
    design = np.column_stack([np.ones(len(dummies)), dummies, landmark.exposure[seen]])
    terms = ["(Intercept)", *(f"diagnosis {k}" for k in range(dummies.shape[1])), "exposure"]
    fit = poisson_regression(attacks, years, design, terms, dropped=people.n - int(seen.sum()))
    return Modelled(
        suffix="_attacks",
        role="sensitivity",
        unit=RATE,
        value=replace(fit.terms[-1].rate_ratio, method=method),
        parameters=len(terms),
        planning=planning_ratio(int(attacks.sum()), spread(landmark.exposure[seen])),
        shuffled=lambda source: poisson_p_values(
            attacks, years, group, landmark.exposure[source][seen]
        ),
    )


def by_horizon(
    course: Course, landmark: Landmark, end: float, tolerance: float
) -> tuple[Bools, Bools]:
    """Whose state at the horizon is known, and who had the event between landmark and horizon."""
    happened = course.event & at_most(course.months, end)
    reached = at_least(course.months, end - tolerance)
    early = ~at_least(landmark.limit, end)
    return at_risk(course, landmark) & early & (happened | reached), happened


def indicators(diagnosis: Ints, seen: Bools) -> Floats:
    """A column for each diagnosis but the first among those seen, for all patients."""
    present = np.unique(diagnosis[seen])
    return np.asarray(diagnosis[:, None] == present[None, 1:], dtype=np.float64)
