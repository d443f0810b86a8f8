"""Change of a score after a landmark against what was done before it, given the value at start."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rtxoutcomes.analysis.change.quantification import not_estimated, quantified, some_below
from rtxoutcomes.analysis.engagement.after_landmark import (
    PRIMARY,
    Variant,
    adjusted_variants,
    selected,
    too_few,
)
from rtxoutcomes.analysis.engagement.model import DOUBLING, Modelled, blamed, design_of, refused
from rtxoutcomes.analysis.engagement.people import People
from rtxoutcomes.analysis.left_out import with_left_out
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.analysis.scale import from_scale, on_scale, scale_of
from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import Histories, Landmark, at_landmark, landmarks
from rtxoutcomes.derive.months import at_most
from rtxoutcomes.derive.scores import pairs_after
from rtxoutcomes.estimate.likelihood.linear import linear_hc3
from rtxoutcomes.estimate.resampling.linear import hc3_p_values
from rtxoutcomes.results import Estimate, MethodKey, Quantity
from rtxoutcomes.results.floors import enough_for
from rtxoutcomes.study import Score, Study

LINEAR = "change after the landmark given baseline and {noun}"
EIGHTY_PERCENT = 2.80


@dataclass(frozen=True, slots=True)
class Changes:
    """A score before and after one landmark, on the scale of its analysis; shape (patients,).

    NaN where there is no visit, or no follow-up beyond the landmark. `below` marks patients with a
    value below the limit of quantification.
    """

    months: float
    before: Floats
    after: Floats
    below: Bools


def changes(cohort: Cohort, people: People, score: Score, months: float) -> Changes | None:
    """What followed each patient's landmark; None where the score was not collected."""
    limit = landmarks(cohort, months)
    pairs = quantified(pairs_after(cohort, score, limit), score)
    if pairs is None:
        return None
    ended = at_most(people.follow_up, limit.to_numpy("float64"))
    before, after = on_scale(pairs["before"], score), on_scale(pairs["after"], score)
    return Changes(months, before, np.where(ended, np.nan, after), some_below(pairs))


def score_models(
    study: Study,
    people: People,
    score: Score,
    history: Histories,
    later: dict[float, Changes | None],
) -> Iterator[Modelled]:
    """Every pre-specified model of one exposure and one score."""
    plan = study.engagement
    for months in plan.landmarks:
        variant = PRIMARY if months == plan.landmark_months else Variant()
        yield _one(people, score, later[months], at_landmark(history, months), variant)
    change, landmark = later[plan.landmark_months], at_landmark(history, plan.landmark_months)
    if change is not None and not landmark.problem:
        # The baseline of the score itself is in every model.
        adjusters = [name for name in people.adjusters if name != score.name]
        for variant in adjusted_variants(study, people, adjusters):
            yield change_after_landmark(people, score, change, landmark, variant)


def _one(
    people: People, score: Score, change: Changes | None, landmark: Landmark, variant: Variant
) -> Modelled:
    if change is not None and not landmark.problem:
        return change_after_landmark(people, score, change, landmark, variant)
    method = f"{LINEAR.format(noun=people.noun)}, HC3, landmark {landmark.months:g} months"
    note, key = landmark.problem or "not_collected", MethodKey.LANDMARK_CHANGE
    value = refused(scale_of(score).measure, key, method, people.n, note)
    return Modelled(_effect(value, score, landmark.months, variant))


def _effect(value: Estimate, score: Score, months: float, variant: Variant) -> Statistic:
    quantity, unit = Quantity.CHANGE_DIFFERENCE, score.unit
    if score.scale == "log":
        quantity, unit = Quantity.CHANGE_RATIO, "ratio"
    level, model = variant.adjuster, variant.model
    unit = f"{unit} {DOUBLING}"
    return Statistic(quantity, value, variant.role, unit, month=months, level=level, model=model)


def change_after_landmark(
    people: People, score: Score, change: Changes, landmark: Landmark, variant: Variant
) -> Modelled:
    """Least squares with HC3 errors and a t reference; a ratio on the log scale."""
    seen, dropped, covariates = selected(people, variant, complete(change, landmark))
    covariates = {"baseline": change.before} | covariates
    design, terms = design_of(people.diagnosis, seen, landmark.exposure, covariates)
    difference = (change.after - change.before)[seen]
    few = variant.adjuster in people.declared and not enough_for(len(terms), len(difference))
    fit = linear_hc3(difference, design, terms, dropped=dropped)
    words = ", ".join(
        [LINEAR.format(noun=people.noun), *([variant.of] if variant.of else []), "HC3"]
    )
    ratio = ", as a ratio" if score.scale == "log" else ""
    method = f"{words}, landmark {change.months:g} months{ratio}"
    method = with_left_out(method, people.groups(seen, fit.left_out))
    value = fit.terms[-1].value.by(MethodKey.LANDMARK_CHANGE, method)
    value = blamed(value, landmark.exposure[seen])
    if change.below[seen].any():
        value = not_estimated(value)
    if few:
        value = too_few(scale_of(score).measure, len(difference), None, dropped).by(
            MethodKey.LANDMARK_CHANGE, method
        )
    planning = EIGHTY_PERCENT * value.std_error

    def p_values(source: Ints) -> Floats:
        return hc3_p_values(difference, design[:, :-1], landmark.exposure[source][seen])

    return Modelled(
        _effect(from_scale(value, score), score, change.months, variant),
        parameters=sum(term.value.note != "leverage_one" for term in fit.terms),
        planning=float(np.exp(planning)) if ratio else planning,
        shuffled=p_values if variant.role == "reported" else None,
    )


def complete(change: Changes, landmark: Landmark) -> Bools:
    """Who has both values and a known exposure."""
    return np.isfinite(change.before + change.after + landmark.exposure)
