"""Every pre-specified model of one exposure against relapse, in the order of the manuscript."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rtxoutcomes.analysis.descriptive import number
from rtxoutcomes.analysis.engagement.after_landmark import (
    HAZARD,
    PRIMARY,
    STRATA,
    Variant,
    adjusted_variants,
    at_risk,
    attacks_after,
    cox_after_landmark,
    hazard_ratio,
    method_of,
    relapse_by,
)
from rtxoutcomes.analysis.engagement.model import Modelled, refused
from rtxoutcomes.analysis.engagement.people import Course, People
from rtxoutcomes.analysis.engagement.time_varying import (
    METHOD_KEYS,
    Kind,
    Lagged,
    known_rows,
    lagged,
    time_varying_cox,
)
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.derive.engagement import Histories, Landmark, at_landmark
from rtxoutcomes.results import Measure, MethodKey, Model, Note, Quantity
from rtxoutcomes.study import Engagement, Study

CONFIRMED = "confirmed relapses"
# With fewer, errors that allow for groups are not to be trusted.
MINIMUM_GROUPS = 5
KINDS: tuple[Kind, ...] = (Model.CUMULATIVE, Model.RECENT)


@dataclass(frozen=True, slots=True)
class Lags:
    """Start-stop rows at every lag of the study, for all relapses and for confirmed ones."""

    every: tuple[Lagged, ...]
    confirmed: tuple[Lagged, ...]


def lags(study: Study, people: People) -> Lags:
    """Cut the time at risk once for all exposures."""
    plan = study.engagement
    every, confirmed = (
        () if course is None else tuple(lagged(people, course, month) for month in months)
        for course, months in (
            (people.relapse, plan.lags),
            (people.confirmed, (plan.lag_months,)),
        )
    )
    return Lags(every, confirmed)


def relapse_models(
    study: Study, people: People, history: Histories, cut: Lags
) -> Iterator[Modelled]:
    """Landmark, other landmarks, one change at a time; then time-varying, counts, by a horizon."""
    plan = study.engagement
    for months in plan.landmarks:
        variant = PRIMARY if months == plan.landmark_months else Variant()
        yield _one(people, people.relapse, at_landmark(history, months), variant)
    landmark = at_landmark(history, plan.landmark_months)
    if landmark.problem or people.relapse is None:
        return
    unstratified = Variant(Model.LANDMARK_UNSTRATIFIED, stratified=False)
    for variant in (unstratified, *adjusted_variants(study, people, list(people.adjusters))):
        yield _one(people, people.relapse, landmark, variant)
    yield from _within_groups(people, people.relapse, landmark)
    confirmed = Variant(Model.LANDMARK_CONFIRMED, of=CONFIRMED)
    yield _one(people, people.confirmed, landmark, confirmed)
    yield from _time_varying(plan, people, history, cut)
    yield attacks_after(people, people.relapse, landmark)
    horizon = (plan.horizon_months, plan.horizon_tolerance)
    yield relapse_by(people, people.relapse, landmark, horizon)


def _one(people: People, course: Course | None, landmark: Landmark, variant: Variant) -> Modelled:
    if course is not None and not landmark.problem:
        return cox_after_landmark(people, course, landmark, variant)
    return _not_fitted(people, variant, landmark, landmark.problem or "not_collected")


def _not_fitted(people: People, variant: Variant, landmark: Landmark, note: Note) -> Modelled:
    method, key = method_of(variant, landmark, people.noun), MethodKey.LANDMARK_COX
    value = refused(Measure.HAZARD_RATIO, key, method, people.n, note)
    return Modelled(hazard_ratio(value, variant, landmark, people.noun))


def _within_groups(people: People, course: Course, landmark: Landmark) -> Iterator[Modelled]:
    """How many groups the patients took part in; the model within them, if there are enough."""
    measure, key = Measure.COUNT, MethodKey.ENGAGEMENT_GROUPS
    method = f"number of groups that patients took part in, landmark {landmark.months:g} months"
    value, groups = refused(measure, key, method, people.n, "not_collected"), 0
    if people.group is not None:
        eligible = at_risk(course, landmark)
        inside = eligible & (people.group >= 0)
        groups, n = np.unique(people.group[inside]).size, int(inside.sum())
        dropped = int(eligible.sum()) - n
        value = number(measure, key, float(groups), n, dropped=dropped, method=method)
    quantity, month, model = Quantity.ENGAGEMENT_GROUPS, landmark.months, Model.LANDMARK
    yield Modelled(Statistic(quantity, value, "alternative", "groups", month=month, model=model))
    variant = Variant(Model.LANDMARK_WITHIN_GROUPS, grouped=True)
    if groups >= MINIMUM_GROUPS:
        yield cox_after_landmark(people, course, landmark, variant)
    elif groups > 1:
        yield _not_fitted(people, variant, landmark, "few_clusters")


def _time_varying(
    plan: Engagement, people: People, history: Histories, cut: Lags
) -> Iterator[Modelled]:
    for kind in KINDS:
        if history.window is not None:
            yield _no_months(people, kind, plan.lag_months)
            continue
        for at in (known_rows(history, every) for every in cut.every):
            checked = at.lag == plan.lag_months
            yield time_varying_cox(history, at, kind, plan.recent_months, checked=checked)
        for at in (known_rows(history, confirmed) for confirmed in cut.confirmed):
            yield time_varying_cox(history, at, kind, plan.recent_months, confirmed=True)


def _no_months(people: People, kind: Kind, lag: float) -> Modelled:
    """One count per patient has no months, and so no exposure at each moment."""
    strata = STRATA.format(noun=people.noun)
    method = f"Firth Cox, {kind} exposure up to each moment, {strata}, lag {lag:g} months"
    measure, quantity = Measure.HAZARD_RATIO, Quantity.HAZARD_RATIO
    value = refused(measure, METHOD_KEYS[kind], method, people.n, "not_collected")
    return Modelled(Statistic(quantity, value, "sensitivity", HAZARD, month=lag, model=kind))
