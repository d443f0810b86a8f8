"""Type I error of every engagement model in simulated cohorts without an effect; and with one.

The models that the package refuses are simulated too: totals and rates over the time up to the
relapse, or over all of follow-up. The cohorts are those of engagement_cohorts.py.

    python benchmarks/engagement_simulation.py [--cohorts 5000] [--fewer 1000] [--out FILE]

One core takes about half an hour; benchmarks/engagement_simulation.md is the output.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from engagement_cohorts import (
    NULLS,
    PLAN,
    Floats,
    Simulated,
    with_effect,
    without_effect,
)
from monte_carlo import paragraph, percent, proportion_error
from stacked_cox import Rows, p_values, stack

from rtxoutcomes.analysis.engagement.after_landmark import (
    PRIMARY,
    at_risk,
    by_horizon,
    cox_after_landmark,
    indicators,
)
from rtxoutcomes.analysis.engagement.people import Course
from rtxoutcomes.analysis.engagement.time_varying import (
    Kind,
    exposure_of,
    lagged,
    time_varying_cox,
)
from rtxoutcomes.derive.engagement import at_landmark
from rtxoutcomes.estimate.likelihood.cox_problem import CoxRows, cox_problem
from rtxoutcomes.estimate.likelihood.profile import likelihood_ratio
from rtxoutcomes.estimate.resampling.linear import hc3_p_values
from rtxoutcomes.estimate.resampling.logistic import firth_logistic_p_values
from rtxoutcomes.estimate.resampling.rates import poisson_p_values
from rtxoutcomes.results import Estimate, Model

SEED = 1
LEVEL = 0.05
BLOCK = 250
RATIOS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.11, 1.25, 1.43, 1.67, 2.0)
KINDS: tuple[Kind, ...] = (Model.CUMULATIVE, Model.RECENT)
PValues = Callable[[list[Simulated]], Floats]


def course_of(made: Simulated, *, confirmed: bool = False) -> Course:
    course = made.people.confirmed if confirmed else made.people.relapse
    if course is None:
        raise SystemExit("a simulated cohort has relapses")
    return course


def landmark_p(
    block: list[Simulated],
    months: float = PLAN.landmark_months,
    *,
    confirmed: bool = False,
    subset: bool = False,
    grouped: bool = False,
) -> Floats:
    """P alone of a landmark model with one covariate, in each cohort of a block."""
    parts, exposure = [], []
    for k, made in enumerate(block):
        people, course = made.people, course_of(made, confirmed=confirmed)
        landmark = at_landmark(made.history, months)
        seen, strata = at_risk(course, landmark), people.diagnosis
        if subset and people.subset is not None:
            seen = seen & people.subset
        if grouped and people.group is not None:
            strata = strata + 3 * people.group
        exposure.append(landmark.exposure[seen])
        ends = course.months[seen], course.event[seen]
        parts.append((np.full(seen.sum(), k), landmark.limit[seen], *ends, strata[seen]))
    rows = Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return p_values(stack(rows, len(block)), np.concatenate(exposure))


def adjusted_p(made: Simulated, adjuster: str = "") -> float:
    """P alone of the landmark model with more covariates: this one, or dummies of diagnosis."""
    people, course = made.people, course_of(made)
    landmark = at_landmark(made.history, PLAN.landmark_months)
    seen = at_risk(course, landmark)
    added = people.adjusters[adjuster][:, None] if adjuster else indicators(people.diagnosis, seen)
    columns = np.column_stack([landmark.exposure, added])[seen]
    terms = tuple(f"covariate {k}" for k in range(columns.shape[1]))
    strata = people.diagnosis[seen] if adjuster else None
    rows = CoxRows(
        course.months[seen], course.event[seen], columns, terms, landmark.limit[seen], strata
    )
    problem = cox_problem(rows, ties="efron", firth=True)
    best = problem.maximum()
    if problem.refused or not best.converged:
        return math.nan
    return likelihood_ratio(problem.model, best, 0)[1]


def landmark_model(made: Simulated) -> Estimate:
    landmark = at_landmark(made.history, PLAN.landmark_months)
    return cox_after_landmark(made.people, course_of(made), landmark, PRIMARY).effect.value


def varying(made: Simulated, kind: Kind) -> Estimate:
    at = lagged(made.people, course_of(made), PLAN.lag_months)
    return time_varying_cox(made.history, at, kind, PLAN.recent_months).effect.value


def varying_p(block: list[Simulated], lag: float, *, confirmed: bool = False) -> Floats:
    """P alone of the time-varying models of one lag, which share rows; shape (kinds, cohorts)."""
    parts, exposures = [], []
    for k, made in enumerate(block):
        at = lagged(made.people, course_of(made, confirmed=confirmed), lag)
        rows, recent = at.rows, PLAN.recent_months
        exposures.append([exposure_of(made.history, rows, kind, recent) for kind in KINDS])
        parts.append((np.full(rows.end.size, k), rows.entry, rows.end, rows.event, at.stratum))
    stacked = stack(
        Rows(*(np.concatenate(column) for column in zip(*parts, strict=True))), len(block)
    )
    return np.array(
        [p_values(stacked, np.concatenate(each)) for each in zip(*exposures, strict=True)]
    )


def attacks_p(made: Simulated) -> float:
    people, landmark = made.people, at_landmark(made.history, PLAN.landmark_months)
    seen = at_risk(course_of(made), landmark)
    years = (people.follow_up - landmark.limit)[seen] / 12
    exposure = landmark.exposure[seen][:, None]
    found = poisson_p_values(people.attacks[seen], years, people.diagnosis[seen], exposure)
    return float(found[0])


def by_horizon_p(made: Simulated) -> float:
    landmark = at_landmark(made.history, PLAN.landmark_months)
    known, happened = by_horizon(
        course_of(made), landmark, PLAN.horizon_months, PLAN.horizon_tolerance
    )
    design = np.column_stack([np.ones(known.size), indicators(made.people.diagnosis, known)])
    exposure = landmark.exposure[known][:, None]
    return float(firth_logistic_p_values(happened[known], design[known], exposure)[0])


def score_p(made: Simulated, months: float = PLAN.landmark_months, adjuster: str = "") -> float:
    """P of the change of a score that no exposure affects, given its first value and diagnosis."""
    people, landmark = made.people, at_landmark(made.history, months)
    columns = [np.ones(people.n), made.start_value]
    columns += [people.adjusters[adjuster]] if adjuster else []
    dummies = indicators(people.diagnosis, np.ones(people.n, dtype=bool))
    design = np.column_stack([*columns, dummies])
    return float(hc3_p_values(made.change, design, landmark.exposure[:, None])[0])


def up_to_relapse(made: Simulated) -> Floats:
    """Messages of the months begun by the relapse or the end of follow-up."""
    months = np.arange(made.monthly.shape[1])
    seen = months[None, :] < np.floor(course_of(made).months)[:, None]
    return np.asarray((made.monthly * seen).sum(axis=1), dtype=np.float64)


def refused_cox_p(block: list[Simulated]) -> Floats:
    """Totals and rates in a Cox model from the first infusion, in the order of REFUSED."""
    parts, exposures = [], []
    for k, made in enumerate(block):
        course, early = course_of(made), up_to_relapse(made)
        total = np.asarray(made.monthly.sum(axis=1), dtype=np.float64)
        counts = (early, early / course.months, total, total / made.people.follow_up)
        exposures.append(np.log2(1 + np.array(counts)))
        ends = np.zeros(early.size), course.months, course.event
        parts.append((np.full(early.size, k), *ends, made.people.diagnosis))
    stacked = stack(
        Rows(*(np.concatenate(column) for column in zip(*parts, strict=True))), len(block)
    )
    return np.array([p_values(stacked, each) for each in np.concatenate(exposures, axis=1)])


def total_logistic_p(made: Simulated) -> float:
    everybody = np.ones(made.people.n, dtype=bool)
    design = np.column_stack([everybody, indicators(made.people.diagnosis, everybody)])
    exposure = np.log2(1 + up_to_relapse(made))[:, None]
    return float(firth_logistic_p_values(course_of(made).event, design, exposure)[0])


def each(p_value: Callable[[Simulated], float]) -> PValues:
    """A model that is fitted cohort by cohort."""
    return lambda block: np.array([p_value(made) for made in block])


# Models by what they are called in a report; functions of several models give a P of each.
REPORTED: dict[tuple[str, ...], PValues] = {
    ("landmark, month 3 (primary)",): landmark_p,
    ("landmark, month 1",): lambda block: landmark_p(block, 1.0),
    ("landmark, month 6",): lambda block: landmark_p(block, 6.0),
    ("landmark, subset of diagnoses",): lambda block: landmark_p(block, subset=True),
    ("landmark, within groups of patients",): lambda block: landmark_p(block, grouped=True),
    ("landmark, confirmed relapses",): lambda block: landmark_p(block, confirmed=True),
    ("cumulative, lag 3", "recent, lag 3"): lambda block: varying_p(block, 3.0),
    (
        "cumulative, lag 3, confirmed relapses",
        "recent, lag 3, confirmed relapses",
    ): lambda block: varying_p(block, 3.0, confirmed=True),
    ("relapses after the landmark, Poisson with HC3",): each(attacks_p),
    ("relapse by month 12, logistic",): each(by_horizon_p),
    ("change of a score, HC3 (primary)",): each(score_p),
    ("change of a score, HC3, month 1",): each(lambda made: score_p(made, 1.0)),
    ("change of a score, HC3, month 6",): each(lambda made: score_p(made, 6.0)),
    ("change of a score, HC3, one more covariate",): each(
        lambda made: score_p(made, adjuster="age_years")
    ),
}
# Fits of several covariates, which take most of the time.
SEVERAL: dict[tuple[str, ...], PValues] = {
    ("landmark, diagnosis as covariate",): each(adjusted_p),
    ("landmark, one more covariate",): each(lambda made: adjusted_p(made, "age_years")),
}
SHORT_LAGS: dict[tuple[str, ...], PValues] = {
    ("cumulative, lag 1", "recent, lag 1"): lambda block: varying_p(block, 1.0),
    ("cumulative, lag 0", "recent, lag 0"): lambda block: varying_p(block, 0.0),
}
REFUSED: dict[tuple[str, ...], PValues] = {
    (
        "total up to the relapse, Cox",
        "rate up to the relapse, Cox",
        "total over all of follow-up, Cox",
        "rate over all of follow-up, Cox",
    ): refused_cox_p,
    ("total up to the relapse, logistic",): each(total_logistic_p),
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rejections of each model in `cohorts` cohorts of each scenario, shape (scenarios,)."""

    cohorts: int
    events: Floats
    rejected: dict[str, Floats]

    def row(self, name: str) -> str:
        cells = [percent(count / self.cohorts, self.cohorts) for count in self.rejected[name]]
        return f"| {name} | {' | '.join(cells)} |"

    def extent(self, names: list[str]) -> str:
        """The lowest and the highest of these models over all scenarios."""
        shares = 100 * np.array([self.rejected[name] for name in names]) / self.cohorts
        return f"{shares.min():.1f} to {shares.max():.1f}%"


def sizes(models: dict[tuple[str, ...], PValues], cohorts: int, seed: int) -> Iterator[Sizes]:
    """Count the cohorts without an effect in which each model has P < 0.05, after each block.

    A cohort in which a model has no P counts as not rejected.
    """
    rejected = {name: np.zeros(len(NULLS)) for names in models for name in names}
    events, done = np.zeros(len(NULLS)), 0
    for block, size in enumerate(blocks(cohorts)):
        for place, scenario in enumerate(NULLS):
            rng = np.random.default_rng([seed, place, block])
            cohorts_of_block = [without_effect(scenario, rng) for _ in range(size)]
            events[place] += sum(course_of(made).event.sum() for made in cohorts_of_block)
            for names, fitted in models.items():
                p = np.atleast_2d(fitted(cohorts_of_block))
                for name, own in zip(names, p, strict=True):
                    rejected[name][place] += (own < LEVEL).sum()
        done += size
        print(f"{done} cohorts", file=sys.stderr, flush=True)
        yield Sizes(done, events / done, rejected)


def blocks(cohorts: int) -> list[int]:
    """Sizes of the blocks, each with a seed of its own."""
    last = cohorts % BLOCK
    return [BLOCK] * (cohorts // BLOCK) + ([last] if last else [])


def size_table(found: Sizes) -> Iterator[str]:
    numbers = [str(k + 1) for k in range(len(NULLS))]
    yield f"| model | {' | '.join(numbers)} |"
    yield "| --- |" + " ---: |" * len(NULLS)
    yield from (found.row(name) for name in found.rejected)


@dataclass(frozen=True, slots=True)
class Effect:
    """One model in cohorts with one true ratio per doubling of (1 + count)."""

    kind: str
    ratio: float
    cohorts: int
    events: float
    mean_log: float
    mean_log_error: float
    covered: float
    power: float

    @property
    def bias(self) -> float:
        return self.mean_log - math.log(self.ratio)

    @property
    def row(self) -> str:
        return (
            f"| {self.kind} | {self.ratio:g} | {self.events:.1f} "
            f"| {self.bias:+.3f} ({self.mean_log_error:.3f}) "
            f"| {percent(self.covered, self.cohorts)} | {percent(self.power, self.cohorts)} |"
        )


def effects(cohorts: int, seed: int) -> Iterator[Effect]:
    """Bias, coverage and power of the two main models, each where it is the true one."""
    models: dict[str, Callable[[Simulated], Estimate]] = {
        "landmark": landmark_model,
        "cumulative": lambda made: varying(made, Model.CUMULATIVE),
    }
    for part, (kind, model) in enumerate(models.items()):
        for place, ratio in enumerate(RATIOS):
            print(f"{kind}, {ratio} ...", file=sys.stderr, flush=True)
            rng = np.random.default_rng([seed, 100 + part, place])
            estimates = [model(with_effect(ratio, kind, rng)) for _ in range(cohorts)]
            usable = [value for value in estimates if value.status == "ok"]
            logs = np.array([math.log(value.estimate) for value in usable])
            yield Effect(
                kind,
                ratio,
                cohorts,
                events=float(np.mean([value.events for value in estimates])),
                mean_log=float(logs.mean()),
                mean_log_error=float(logs.std(ddof=1) / math.sqrt(logs.size)),
                covered=sum(v.conf_low <= ratio <= v.conf_high for v in usable) / cohorts,
                power=sum(v.p_value < LEVEL for v in estimates) / cohorts,
            )


@dataclass(frozen=True, slots=True)
class AllSizes:
    """Sizes of the models of a report, of those with several covariates, and of the others."""

    reported: Sizes
    several: Sizes
    lags: Sizes
    refused: Sizes


def markdown(sizes_of: AllSizes, found: list[Effect], seed: int) -> str:
    """The part of the simulation page, with the sentences that its numbers support."""
    reported, several = sizes_of.reported, sizes_of.several
    lags, refused = sizes_of.lags, sizes_of.refused
    cox = [name for name in reported.rejected if name.startswith(("landmark", "cumul", "recent"))]
    score = [name for name in reported.rejected if name.startswith("change")]
    count = [name for name in reported.rejected if name not in (*cox, *score)]
    covered = 100 * np.array([effect.covered for effect in found])
    bias = np.abs([effect.bias for effect in found])
    error = 100 * proportion_error(0.05, reported.cohorts)
    setting = f"""\
From `python benchmarks/engagement_simulation.py`, seed {seed}. Every cohort has 42, 43 and 14
patients with the follow-up of the bundled study (12 to 40 months, mean 20.4), of whom
{reported.events.min():.1f} to {reported.events.max():.1f} have a relapse on average. Relapses come
at a rate of the patient's own (gamma, shape 2; equal rates where there is an effect); half of them
are confirmed; onsets are recorded to a tenth of a month. Messages: a rate of the patient's own
(gamma, mean 9 a month, shape 1 unless stated), Poisson counts by month. Exposure is
log2(1 + count). Groups of ten patients are drawn at random: that members of a group influence each
other is not simulated."""
    verdict = f"""\
Over the eight activities the Cox models reject in {reported.extent(cox)} of the cohorts, the models
of a count or of relapse by a horizon in {reported.extent(count)}, those of the change of a score in
{reported.extent(score)}."""
    effect = f"""\
The hazard is multiplied by the ratio for each doubling of (1 + count): of the first three months
from then on (landmark), or of all months up to three months before each moment (cumulative). Each
model is fitted where it is true; {found[0].cohorts:,} cohorts a line. Bias is that of the log
ratio; coverage (nominal 95) and power in percent; the Monte Carlo standard error in brackets."""
    lines = [
        "## Engagement models",
        "",
        paragraph(setting),
        "",
        "Activity over time:",
        "",
        *(f"{k + 1}. {scenario.name}" for k, scenario in enumerate(NULLS)),
        "",
        "### Without an effect: percentage of cohorts with P < 0.05",
        "",
        f"{reported.cohorts:,} cohorts for each model and each activity over time; in brackets the",
        f"Monte Carlo standard error ({error:.1f} at 5%).",
        "",
        *size_table(reported),
        "",
        paragraph(verdict),
        "",
        f"Cox models of more than one covariate, {several.cohorts:,} cohorts:",
        "",
        *size_table(several),
        "",
        f"Lags shorter than a prodrome of two months, {lags.cohorts:,} cohorts:",
        "",
        *size_table(lags),
        "",
        "In 6 to 8 the coming relapse raises activity, and a lag shorter than that rise takes it",
        "for exposure; so does a landmark for relapses soon after it. The package reports models",
        "with these lags as sensitivity analyses.",
        "",
        f"Exposures that the package refuses, {refused.cohorts:,} cohorts:",
        "",
        *size_table(refused),
        "",
        "### With an effect",
        "",
        paragraph(effect),
        "",
        "| model | ratio per doubling | mean events | bias | coverage | power |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(line.row for line in found),
        "",
        f"The bias is at most {bias.max():.3f} on the log scale; intervals cover the ratio in",
        f"{covered.min():.1f} to {covered.max():.1f}% of the cohorts.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", type=int, default=5000)
    parser.add_argument("--fewer", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    *_, several = sizes(SEVERAL, options.fewer, options.seed)
    *_, lags = sizes(SHORT_LAGS, options.fewer, options.seed)
    *_, refused = sizes(REFUSED, options.fewer, options.seed)
    found = list(effects(options.fewer, options.seed))
    # The page is written after each block, so that a run that is ended early is not lost.
    for reported in sizes(REPORTED, options.cohorts, options.seed):
        text = markdown(AllSizes(reported, several, lags, refused), found, options.seed)
        if options.out is not None:
            options.out.write_text(text, encoding="utf-8", newline="\n")
    if options.out is None:
        print(text)


if __name__ == "__main__":
    main()
