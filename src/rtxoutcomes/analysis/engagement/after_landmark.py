"""Relapse after a landmark, by engagement before it."""

from dataclasses import dataclass, replace

import numpy as np

from rtxoutcomes.analysis.descriptive import not_attempted
from rtxoutcomes.analysis.engagement.model import (
    DOUBLING,
    Modelled,
    blamed,
    design_of,
    indicators,
    planning_ratio,
    refused,
    spread,
)
from rtxoutcomes.analysis.engagement.people import Course, People
from rtxoutcomes.analysis.left_out import with_left_out
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.derive.engagement import Landmark
from rtxoutcomes.derive.months import at_least, at_most
from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.likelihood.firth_logistic import firth_logistic
from rtxoutcomes.estimate.rates.poisson import poisson_regression
from rtxoutcomes.estimate.resampling.cox import firth_cox_p_values
from rtxoutcomes.estimate.resampling.logistic import firth_logistic_p_values
from rtxoutcomes.estimate.resampling.rates import poisson_p_values
from rtxoutcomes.results import Estimate, Measure, MethodKey, Model, Note, Quantity, Role
from rtxoutcomes.results.floors import enough_for
from rtxoutcomes.results.row import DIAGNOSIS
from rtxoutcomes.study import Study

HAZARD = f"hazard ratio {DOUBLING}"
RATE = f"rate ratio {DOUBLING}"
ODDS = f"odds ratio {DOUBLING}"
STRATA, COVARIATE = "strata by {noun}", "{noun} as covariate"


@dataclass(frozen=True, slots=True)
class Variant:
    """How one analysis after a landmark differs from the primary one.

    `adjuster` names one more covariate, `among` restricts it to some patients, `of` describes the
    relapses, the patients or the covariate. `grouped` compares patients of one group only.
    """

    model: Model = Model.LANDMARK
    role: Role = "sensitivity"
    stratified: bool = True
    adjuster: str = ""
    among: Bools | None = None
    of: str = ""
    grouped: bool = False


PRIMARY = Variant(role="reported")


def adjusted_variants(study: Study, people: People, adjusters: list[str]) -> list[Variant]:
    """The primary model with one more covariate at a time, and in the subset of the study."""
    labels = people.adjuster_labels
    variants = [
        Variant(Model.LANDMARK_ADJUSTED, adjuster=name, of=f"adjusted for {labels[name]}")
        for name in adjusters
    ]
    if people.subset is not None:
        plan = study.engagement
        label = plan.subset_label or ", ".join(
            study.abbreviation(code, DIAGNOSIS) for code in plan.subset
        )
        variants.append(Variant(Model.LANDMARK_SUBSET, among=people.subset, of=label))
    return variants


def at_risk(course: Course, landmark: Landmark) -> Bools:
    """Patients still at risk at the landmark whose exposure is known."""
    return ~at_most(course.months, landmark.limit) & ~np.isnan(landmark.exposure)


def selected(
    people: People, variant: Variant, eligible: Bools
) -> tuple[Bools, int, dict[str, Floats]]:
    """The eligible patients that a model includes, the number dropped, and its added covariate."""
    among = np.ones(people.n, dtype=bool) if variant.among is None else variant.among
    seen, covariates = among & eligible, dict[str, Floats]()
    if variant.adjuster:
        # A fixed name: that of a score might equal that of another column.
        covariates["adjuster"] = people.adjusters[variant.adjuster]
        seen &= ~np.isnan(covariates["adjuster"])
    if variant.grouped and people.group is not None:
        seen &= people.group >= 0
    return seen, int(among.sum() - seen.sum()), covariates


def cox_after_landmark(
    people: People, course: Course, landmark: Landmark, variant: Variant
) -> Modelled:
    """Firth Cox, months since the first infusion as time scale, entry at the landmark."""
    seen, dropped, covariates = selected(people, variant, at_risk(course, landmark))
    columns = {"exposure": landmark.exposure} | covariates
    strata = people.diagnosis if variant.stratified else np.zeros(people.n, dtype=np.int64)
    if variant.grouped and people.group is not None:
        strata = strata + len(people.diagnosis) * people.group
    if not variant.stratified:
        dummies = indicators(people.diagnosis, seen)
        columns |= {f"group {k}": column for k, column in enumerate(dummies.T)}
    months, event, entry = course.months[seen], course.event[seen], landmark.limit[seen]
    sizes = (len(columns), int(seen.sum()), int(event.sum()))
    if variant.adjuster in people.declared and not enough_for(*sizes):
        value = too_few(Measure.HAZARD_RATIO, *sizes[1:], dropped)
        return Modelled(hazard_ratio(value, variant, landmark, people.noun))
    fit = firth_cox(
        months,
        event,
        np.column_stack(list(columns.values()))[seen],
        list(columns),
        entry=entry,
        strata=strata[seen],
        dropped=dropped,
        only=["exposure"],
    )
    exposure, value = landmark.exposure[seen], fit.coefficients[0].hazard_ratio
    value = blamed(value, exposure) if len(columns) > 1 else value

    def p_values(source: Ints) -> Floats:
        permuted, diagnosis = landmark.exposure[source][seen], people.diagnosis[seen]
        return firth_cox_p_values(months, event, permuted, entry=entry, strata=diagnosis)

    return Modelled(
        hazard_ratio(value, variant, landmark, people.noun),
        parameters=len(columns),
        planning=planning_ratio(fit.events, spread(exposure)),
        shuffled=p_values if variant.role == "reported" else None,
    )


def too_few(measure: Measure, n: int, events: int | None, dropped: int) -> Estimate:
    """A model with a declared covariate for which there are too few patients or events."""
    note: Note = "too_few_for_covariates"
    key, method = MethodKey.LANDMARK_COX, "model after the landmark"
    value = not_attempted(measure, key, method, n, note, dropped=dropped)
    return replace(value, events=events)


def hazard_ratio(value: Estimate, variant: Variant, landmark: Landmark, noun: str) -> Statistic:
    """The hazard ratio of one variant, whether it could be fitted or not."""
    method = method_of(variant, landmark, noun)
    value = value.by(MethodKey.LANDMARK_COX, method)
    level, model, month = variant.adjuster, variant.model, landmark.months
    quantity, role = Quantity.HAZARD_RATIO, variant.role
    return Statistic(quantity, value, role, HAZARD, month=month, level=level, model=model)


def method_of(variant: Variant, landmark: Landmark, noun: str) -> str:
    """The method of one variant in prose, whether it could be fitted or not."""
    words = [
        "Firth Cox after the landmark",
        (STRATA if variant.stratified else COVARIATE).format(noun=noun),
    ]
    words[1] += " and group" if variant.grouped else ""
    words += [variant.of] if variant.of else []
    return f"{', '.join([*words, 'profile likelihood'])}, landmark {landmark.months:g} months"


def relapse_by(
    people: People, course: Course, landmark: Landmark, horizon: tuple[float, float]
) -> Modelled:
    """Firth logistic: relapse between landmark and `horizon` (months, tolerance).

    Patients censored before the horizon, by more than the tolerance, are dropped and counted.
    """
    end, tolerance = horizon
    seen, happened = by_horizon(course, landmark, end, tolerance)
    design, terms = design_of(people.diagnosis, seen, landmark.exposure)
    dropped = people.n - int(seen.sum())
    fit = firth_logistic(happened[seen], design, terms, dropped=dropped, only=["exposure"])
    covariate = COVARIATE.format(noun=people.noun)
    method = f"Firth logistic, {people.event} by month {end:g}, {covariate}, profile likelihood"
    method = f"{method}, landmark {landmark.months:g} months"
    value, key = fit.coefficients[-1].odds_ratio, MethodKey.LANDMARK_LOGISTIC
    value, free = value.by(key, method), 1 - fit.events / max(fit.n, 1)
    quantity, model = Quantity.ODDS_RATIO, Model.BY_HORIZON
    return Modelled(
        Statistic(quantity, value, "sensitivity", ODDS, month=end, model=model),
        parameters=len(terms),
        planning=planning_ratio(fit.events, spread(landmark.exposure[seen]) * np.sqrt(free)),
        shuffled=lambda source: firth_logistic_p_values(
            happened[seen], design[:, :-1], landmark.exposure[source][seen]
        ),
    )


def attacks_after(people: People, course: Course, landmark: Landmark) -> Modelled:
    """Relapses after the landmark per time after it: Poisson with offset, HC3 errors.

    Patients with an earlier relapse are dropped, since it may have changed their engagement.
    """
    seen = at_risk(course, landmark)
    attacks, group = people.attacks[seen], people.diagnosis[seen]
    years = (people.follow_up - landmark.limit)[seen] / MONTHS_PER_YEAR
    covariate = COVARIATE.format(noun=people.noun)
    method = f"Poisson with offset, {covariate}, HC3, landmark {landmark.months:g} months"
    key, dropped = MethodKey.LANDMARK_POISSON, people.n - int(seen.sum())
    value = refused(Measure.RATE_RATIO, key, method, people.n, "count_unknown")
    month, model = landmark.months, Model.EVENT_COUNT
    quantity = Quantity.RATE_RATIO
    effect = Statistic(quantity, value, "sensitivity", RATE, month=month, model=model)
    if not people.count_known[seen].all():
        return Modelled(effect)
    design, terms = design_of(people.diagnosis, seen, landmark.exposure)
    fit = poisson_regression(attacks, years, design, terms, dropped=dropped)
    method = with_left_out(method, people.groups(seen, fit.left_out))
    value = fit.terms[-1].rate_ratio.by(key, method)
    return Modelled(
        replace(effect, value=value),
        parameters=sum(term.rate_ratio.note != "leverage_one" for term in fit.terms),
        planning=planning_ratio(int(attacks.sum()), spread(landmark.exposure[seen])),
        shuffled=lambda source: poisson_p_values(
            attacks, years, group, landmark.exposure[source][seen]
        ),
    )


def by_horizon(
    course: Course, landmark: Landmark, end: float, tolerance: float
) -> tuple[Bools, Bools]:
    """Patients whose state at the horizon is known, and those with an event by then."""
    happened = course.event & at_most(course.months, end)
    reached = at_least(course.months, end - tolerance)
    early = ~at_least(landmark.limit, end)
    return at_risk(course, landmark) & early & (happened | reached), happened
