"""Change of a score after a landmark against what was done before it, given the value at start."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.analysis.between import on_scale
from rtxoutcomes.analysis.engagement.after_landmark import PRIMARY, Variant, indicators
from rtxoutcomes.analysis.engagement.model import DOUBLING, Modelled, blamed, refused
from rtxoutcomes.analysis.engagement.people import People
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import Histories, Landmark, at_landmark, landmarks
from rtxoutcomes.derive.months import at_most
from rtxoutcomes.derive.scores import pairs_after
from rtxoutcomes.estimate.likelihood.linear import linear_hc3
from rtxoutcomes.estimate.resampling.linear import hc3_p_values
from rtxoutcomes.results import Estimate
from rtxoutcomes.study import Score, Study

Floats = NDArray[np.float64]
LINEAR = "change after the landmark given baseline and diagnosis"
EIGHTY_PERCENT = 2.80


@dataclass(frozen=True, slots=True)
class Changes:
    """A score before and after one landmark, on the scale of its analysis; shape (patients,).

    NaN where there is no visit, or no follow-up beyond the landmark.
    """

    months: float
    before: Floats
    after: Floats


def changes(cohort: Cohort, people: People, score: Score, months: float) -> Changes | None:
    """What followed each patient's landmark; None where the score was not collected."""
    limit = landmarks(cohort, months)
    pairs = pairs_after(cohort, score, limit)
    if pairs is None:
        return None
    ended = at_most(people.follow_up, limit.to_numpy("float64"))
    before, after = on_scale(pairs["before"], score), on_scale(pairs["after"], score)
    return Changes(months, before, np.where(ended, np.nan, after))


def score_models(
    study: Study,
    people: People,
    score: Score,
    told: Histories,
    later: dict[float, Changes | None],
) -> Iterator[Modelled]:
    """Every pre-specified model of one exposure and one score."""
    plan = study.engagement
    for months in plan.landmarks:
        variant = PRIMARY if months == plan.landmark_months else Variant(f"_landmark_{months:g}")
        yield _one(people, score, later[months], at_landmark(told, months), variant)
    change, landmark = later[plan.landmark_months], at_landmark(told, plan.landmark_months)
    if change is not None and not landmark.problem:
        for variant in _variants(study, people, score):
            yield change_after_landmark(people, score, change, landmark, variant)


def _one(
    people: People, score: Score, change: Changes | None, landmark: Landmark, variant: Variant
) -> Modelled:
    if change is not None and not landmark.problem:
        return change_after_landmark(people, score, change, landmark, variant)
    method = f"{LINEAR}, HC3, landmark {landmark.months:g} months"
    value = refused(method, people.n, landmark.problem or "not_collected")
    return Modelled(variant.suffix, variant.role, unit_of(score), value)


def _variants(study: Study, people: People, score: Score) -> list[Variant]:
    """Beside the primary model: one more covariate at a time, and the study's subset."""
    adjusters = [name for name in people.adjusters if name != f"{score.name}_baseline"]
    variants = [Variant(f"_adjusted_{name}", adjuster=name) for name in adjusters]
    if people.subset is not None:
        label = study.engagement.subset_label or ", ".join(study.engagement.subset)
        variants.append(Variant("_subset", among=people.subset, of=label))
    return variants


def unit_of(score: Score) -> str:
    return f"ratio {DOUBLING}" if score.scale == "log" else f"{score.unit} {DOUBLING}"


def change_after_landmark(
    people: People,
    score: Score,
    change: Changes,
    landmark: Landmark,
    variant: Variant,
) -> Modelled:
    """Least squares with HC3 errors and a t reference; a ratio on the log scale."""
    among = np.ones(people.n, dtype=bool) if variant.among is None else variant.among
    seen = among & complete(change, landmark)
    extra = [people.adjusters[variant.adjuster]] if variant.adjuster else []
    for column in extra:
        seen &= ~np.isnan(column)
    design, terms = design_of(people, change, landmark.exposure, seen, extra)
    fit = linear_hc3(
        (change.after - change.before)[seen], design, terms, dropped=int(among.sum() - seen.sum())
    )
    words = [LINEAR, *([f"adjusted for {variant.adjuster}"] if variant.adjuster else [])]
    words += [variant.of] if variant.of else []
    ratio = ", as a ratio" if score.scale == "log" else ""
    method = f"{', '.join([*words, 'HC3'])}, landmark {change.months:g} months{ratio}"
    value = blamed(replace(fit.terms[-1].value, method=method), landmark.exposure[seen])
    planning = EIGHTY_PERCENT * value.std_error
    return Modelled(
        suffix=variant.suffix,
        role=variant.role,
        unit=unit_of(score),
        value=_as_ratio(value) if ratio else value,
        parameters=len(terms),
        planning=float(np.exp(planning)) if ratio else planning,
        shuffled=(
            lambda source: hc3_p_values(
                (change.after - change.before)[seen],
                design[:, :-1],
                landmark.exposure[source][seen],
            )
        )
        if variant.role == "reported"
        else None,
    )


def complete(change: Changes, landmark: Landmark) -> NDArray[np.bool_]:
    """Who has both values and a known exposure."""
    return np.isfinite(change.before + change.after + landmark.exposure)


def design_of(
    people: People,
    change: Changes,
    exposure: Floats,
    seen: NDArray[np.bool_],
    extra: list[Floats],
) -> tuple[Floats, list[str]]:
    """The columns of the model for those seen, the exposure last, and their names."""
    dummies = indicators(people.diagnosis, seen)
    columns = [np.ones(people.n), *dummies.T, change.before, *extra, exposure]
    names = [f"diagnosis {k}" for k in range(dummies.shape[1])]
    more = [f"adjuster {k}" for k in range(len(extra))]
    terms = ["(Intercept)", *names, "baseline", *more, "exposure"]
    return np.column_stack(columns)[seen], terms


def _as_ratio(value: Estimate) -> Estimate:
    """A difference of logarithms as a ratio; the standard error stays on the log scale."""
    low, high = float(np.exp(value.conf_low)), float(np.exp(value.conf_high))
    return replace(value, estimate=float(np.exp(value.estimate)), conf_low=low, conf_high=high)
