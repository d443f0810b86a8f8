"""Every pre-specified model of one exposure against relapse, in the order of the manuscript."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rtxoutcomes.analysis.engagement.after_landmark import (
    HAZARD,
    PRIMARY,
    STRATA,
    Variant,
    at_risk,
    attacks_after,
    cox_after_landmark,
    method_of,
    relapse_by,
)
from rtxoutcomes.analysis.engagement.model import Modelled, refused
from rtxoutcomes.analysis.engagement.people import Course, People
from rtxoutcomes.analysis.engagement.time_varying import (
    Kind,
    Lagged,
    lagged,
    time_varying_cox,
)
from rtxoutcomes.derive.engagement import Histories, Landmark, at_landmark
from rtxoutcomes.results import Estimate, Note
from rtxoutcomes.study import Engagement, Study

CONFIRMED = "confirmed attacks"
# With fewer, errors that allow for groups are not to be trusted.
FEWEST_GROUPS = 5
KINDS: tuple[Kind, ...] = ("cumulative", "recent")


@dataclass(frozen=True, slots=True)
class Lags:
    """Start-stop rows at every lag of the study, for all attacks and for confirmed ones."""

    every: tuple[Lagged, ...]
    confirmed: Lagged | None


def lags(study: Study, people: People) -> Lags:
    """Cut the time at risk once for all exposures."""
    plan = study.engagement
    every = (
        ()
        if people.relapse is None
        else tuple(lagged(people, people.relapse, m) for m in plan.lags)
    )
    confirmed = people.confirmed
    return Lags(every, None if confirmed is None else lagged(people, confirmed, plan.lag_months))


def relapse_models(study: Study, people: People, told: Histories, cut: Lags) -> Iterator[Modelled]:
    """Landmark, other landmarks, one change at a time; then time-varying, counts, by a horizon."""
    plan = study.engagement
    for months in plan.landmarks:
        primary = months == plan.landmark_months
        suffix = "" if primary else f"_landmark_{months:g}"
        own = PRIMARY if primary else Variant(suffix)
        yield _one(people, people.relapse, at_landmark(told, months), own)
    landmark = at_landmark(told, plan.landmark_months)
    if landmark.problem or people.relapse is None:
        return
    for variant in _variants(study, people):
        yield _one(people, people.relapse, landmark, variant)
    yield from _within_groups(people, people.relapse, landmark)
    confirmed = Variant("_confirmed", of=CONFIRMED)
    yield _one(people, people.confirmed, landmark, confirmed)
    yield from _time_varying(plan, people, told, cut)
    yield attacks_after(people, people.relapse, landmark)
    horizon = (plan.horizon_months, plan.horizon_tolerance)
    yield relapse_by(people, people.relapse, landmark, horizon)


def _one(
    people: People,
    course: Course | None,
    landmark: Landmark,
    variant: Variant,
) -> Modelled:
    if course is not None and not landmark.problem:
        return cox_after_landmark(people, course, landmark, variant)
    note: Note = landmark.problem or "not_collected"
    value = refused(method_of(variant, landmark), people.n, note)
    return Modelled(variant.suffix, variant.role, HAZARD, value)


def _variants(study: Study, people: People) -> list[Variant]:
    variants = [Variant("_diagnosis_covariate", stratified=False)]
    variants += [Variant(f"_adjusted_{name}", adjuster=name) for name in people.adjusters]
    if people.subset is not None:
        label = study.engagement.subset_label or ", ".join(study.engagement.subset)
        variants.append(Variant("_subset", among=people.subset, of=label))
    return variants


def _within_groups(people: People, course: Course, landmark: Landmark) -> Iterator[Modelled]:
    """How many groups the patients took part in; within them the model, where they are enough."""
    seen = at_risk(course, landmark)
    inside = seen & (people.group >= 0) if people.group is not None else np.zeros_like(seen)
    method = f"number of groups that patients took part in, landmark {landmark.months:g} months"
    if people.group is None:
        yield Modelled("_clusters", "beside", "groups", refused(method, people.n, "not_collected"))
        return
    groups = np.unique(people.group[inside]).size
    count = int(inside.sum())
    number = Estimate(
        method=method, n=count, dropped=int(seen.sum()) - count, estimate=float(groups)
    )
    yield Modelled("_clusters", "beside", "groups", number)
    variant = Variant("_within_groups", grouped=True)
    if groups < 2:
        return
    if groups >= FEWEST_GROUPS:
        yield cox_after_landmark(people, course, landmark, variant)
    else:
        value = refused(method_of(variant, landmark), people.n, "few_clusters")
        yield Modelled("_within_groups", "sensitivity", HAZARD, value)


def _time_varying(
    plan: Engagement, people: People, told: Histories, cut: Lags
) -> Iterator[Modelled]:
    for kind in KINDS:
        if told.window is not None:
            yield _no_months(people, kind, plan.lag_months)
            continue
        for at in cut.every:
            checked = at.lag == plan.lag_months
            yield time_varying_cox(told, at, kind, plan.recent_months, checked=checked)
        if cut.confirmed is not None:
            yield time_varying_cox(told, cut.confirmed, kind, plan.recent_months, CONFIRMED)


def _no_months(people: People, kind: Kind, lag: float) -> Modelled:
    """One count a patient has no months from which an exposure at each moment could be taken."""
    note: Note = "not_collected"
    method = f"Firth Cox, {kind} exposure up to each moment, {STRATA}, lag {lag:g} months"
    value = refused(method, people.n, note)
    return Modelled(f"_{kind}_lag_{lag:g}", "sensitivity", HAZARD, value)
