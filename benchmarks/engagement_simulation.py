"""How often the engagement models claim an effect: simulated cohorts without one, and with one.

Every cohort has the diagnoses and the follow-up of the bundled study. Who writes how much is drawn
for each patient (gamma), the attacks come from a rate of the patient's own, so that they cluster.
Beside the models of the package stand those that it refuses: totals and rates over the time up to
the relapse, or over the whole follow-up.

Usage: python benchmarks/engagement_simulation.py [--cohorts 1000] [--seed 1] [--out FILE]
The whole of it takes some six minutes of one core; the table in docs/validation-engagement.md is
its output.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from rtxoutcomes.analysis.engagement.after_landmark import (
    PRIMARY,
    at_risk,
    by_horizon,
    cox_after_landmark,
    indicators,
)
from rtxoutcomes.analysis.engagement.people import Course, People
from rtxoutcomes.analysis.engagement.time_varying import (
    Kind,
    exposure_of,
    lagged,
    time_varying_cox,
)
from rtxoutcomes.derive.engagement import Histories, at_landmark, dose
from rtxoutcomes.estimate.resampling.cox import firth_cox_p_values
from rtxoutcomes.estimate.resampling.linear import hc3_p_values
from rtxoutcomes.estimate.resampling.logistic import firth_logistic_p_values
from rtxoutcomes.estimate.resampling.rates import poisson_p_values
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.quantity import Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STUDY = read_study("nabiuni2023")
PLAN = STUDY.engagement
LEVEL = 0.05
# Attacks a month that give about 8, 10 and 1 patients with an attack, in the order of the study.
HAZARDS = (0.0118, 0.0150, 0.0040)
FRAILTY = 2.0
PER_MONTH = 9.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """How patients write. `shape` of the gamma rates; `decay` in months, none at infinity.

    For `after` months after a relapse, and for `before` months before one, they write `times` as
    much.
    """

    name: str
    shape: float = 1.0
    decay: float = math.inf
    after: float = 0.0
    before: float = 0.0
    times: float = 3.0


@dataclass(frozen=True, slots=True)
class Simulated:
    """One cohort: what the models need, and the change of a score that nothing explains."""

    people: People
    history: Histories
    monthly: Ints
    start_value: Floats
    change: Floats


NULLS = (
    Scenario("constant writing"),
    Scenario("constant writing, very unequal (shape 0.5)", shape=0.5),
    Scenario("constant writing, rather equal (shape 3)", shape=3.0),
    Scenario("writing that decays (10 months)", decay=10.0),
    Scenario("a relapse makes write (3 times, 6 months)", after=6.0),
    Scenario("more before a relapse (3 times, 1 month)", before=1.0),
    Scenario("more before a relapse (3 times, 2 months)", before=2.0),
    Scenario("decay, before (2 months) and after (6)", decay=10.0, before=2.0, after=6.0),
)
RATIOS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.11, 1.25, 1.43, 1.67, 2.0)


def follow_up(rng: Generator) -> Floats:
    """The months of follow-up of the bundled study, in an order of chance."""
    block = STUDY.synthesis
    if block is None:
        raise SystemExit("the bundled study has no synthesis block")
    months = [float(m) for m, k in block.follow_up_months.items() for _ in range(k)]
    return rng.permutation(np.array(months))


def diagnoses() -> Ints:
    block = STUDY.synthesis
    if block is None:
        raise SystemExit("the bundled study has no synthesis block")
    return np.repeat(np.arange(len(block.groups)), [group.patients for group in block.groups])


def attack_times(hazard: Floats, end: Floats, rng: Generator) -> list[Floats]:
    """Onsets of each patient from a rate that is constant within months, shape (patients, months).

    Written to a tenth of a month, so that times tie, and at least a month apart.
    """
    below = np.minimum(1.0, np.maximum(0.0, end[:, None] - np.arange(hazard.shape[1])))
    gathered = np.concatenate([np.zeros((len(end), 1)), np.cumsum(hazard * below, axis=1)], axis=1)
    onsets = []
    for own, last in zip(gathered, end, strict=True):
        draws = np.sort(rng.random(rng.poisson(own[-1]))) * own[-1]
        month = np.searchsorted(own, draws, side="right") - 1
        gap = own[month + 1] - own[month]
        times = np.minimum(np.ceil((month + (draws - own[month]) / gap) * 10) / 10, last)
        kept: list[float] = []
        for time in times.tolist():
            if not kept or time - kept[-1] >= 1:
                kept.append(time)
        onsets.append(np.array(kept))
    return onsets


def written(scenario: Scenario, onsets: list[Floats], end: Floats, rng: Generator) -> Ints:
    """Messages by patient and month."""
    n, months = end.size, int(np.ceil(end.max()))
    rate = rng.gamma(scenario.shape, PER_MONTH / scenario.shape, n)
    moment = np.arange(months) + 0.5
    expected = np.outer(rate, np.exp(-np.arange(months) / scenario.decay))
    for k, own in enumerate(onsets):
        for onset in own:
            since = moment - onset
            near = (since > 0) & (since < scenario.after)
            near |= (since < 0) & (since > -scenario.before)
            expected[k] *= np.where(near, scenario.times, 1.0)
    counts = rng.poisson(expected)
    return np.where(np.arange(months) < np.ceil(end)[:, None], counts, 0)


def cohort(
    diagnosis: Ints, end: Floats, onsets: list[Floats], monthly: Ints, rng: Generator
) -> Simulated:
    n = end.size
    event = np.array([own.size > 0 for own in onsets])
    months = np.array([own[0] if own.size else last for own, last in zip(onsets, end, strict=True)])
    zeros = np.zeros(n)
    people = People(
        diagnosis=diagnosis,
        diagnoses=("RRMS", "SPMS", "NMOSD"),
        start=zeros,
        follow_up=end,
        relapse=Course(months, event),
        confirmed=None,
        attacks=np.array([own.size for own in onsets]),
        count_known=np.ones(n, dtype=bool),
        adjusters={},
        adjuster_labels={},
        subset=None,
        group=None,
        identifiable=False,
    )
    total = np.concatenate([np.zeros((n, 1), np.int64), monthly.cumsum(axis=1)], axis=1)
    history = Histories(zeros, total, np.ones(n, dtype=bool), None, collected=True)
    value = rng.integers(2, 13, n) / 2
    change = rng.choice([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5], n)
    return Simulated(people, history, monthly, value, change)


def without_effect(scenario: Scenario, rng: Generator) -> Simulated:
    """A cohort whose attacks know nothing of who writes."""
    diagnosis, end = diagnoses(), follow_up(rng)
    frailty = rng.gamma(FRAILTY, 1 / FRAILTY, end.size)
    level = np.array(HAZARDS)[diagnosis] * frailty
    hazard = np.repeat(level[:, None], int(np.ceil(end.max())), axis=1)
    onsets = attack_times(hazard, end, rng)
    return cohort(diagnosis, end, onsets, written(scenario, onsets, end, rng), rng)


def with_effect(ratio: float, kind: str, rng: Generator) -> Simulated:
    """A cohort in which each doubling of (1 + messages) multiplies the hazard by `ratio`.

    `kind` landmark: messages of the first three months, from then on. `kind` cumulative: all
    messages up to three months before each moment. No frailty: the ratio is then the one of the
    model. Centred, so that the number of attacks stays about the same.
    """
    diagnosis, end = diagnoses(), follow_up(rng)
    nobody: list[Floats] = [np.zeros(0)] * end.size
    monthly = written(Scenario(""), nobody, end, rng)
    total = np.concatenate([np.zeros((end.size, 1), np.int64), monthly.cumsum(axis=1)], axis=1)
    months = np.arange(monthly.shape[1])
    lag = int(PLAN.lag_months)
    if kind == "landmark":
        first = int(PLAN.landmark_months)
        level = dose(total[:, [first]]) * (months >= first)
    else:
        level = dose(total[:, np.maximum(months - lag, 0)])
    centred = level - level.mean(axis=0)
    hazard = np.array(HAZARDS)[diagnosis][:, None] * np.exp(math.log(ratio) * centred)
    onsets = attack_times(hazard, end, rng)
    return cohort(diagnosis, end, onsets, monthly, rng)


def course_of(made: Simulated) -> Course:
    course = made.people.relapse
    if course is None:
        raise SystemExit("a simulated cohort has relapses")
    return course


def landmark_model(made: Simulated) -> Estimate:
    landmark = at_landmark(made.history, PLAN.landmark_months)
    return cox_after_landmark(made.people, course_of(made), landmark, PRIMARY).effect.value


def varying(made: Simulated, kind: Kind) -> Estimate:
    at = lagged(made.people, course_of(made), PLAN.lag_months)
    return time_varying_cox(made.history, at, kind, PLAN.recent_months).effect.value


def varying_p(made: Simulated, kind: Kind, lag: float) -> float:
    """P alone of the same model, without looking for its limits."""
    at = lagged(made.people, course_of(made), lag)
    exposure = exposure_of(made.history, at.rows, kind, PLAN.recent_months)[:, None]
    rows = at.rows
    p_values = firth_cox_p_values(
        rows.end, rows.event, exposure, entry=rows.entry, strata=at.stratum
    )
    return float(p_values[0])


def attacks_p(made: Simulated) -> float:
    people, landmark = made.people, at_landmark(made.history, PLAN.landmark_months)
    seen = at_risk(course_of(made), landmark)
    years = (people.follow_up - landmark.limit)[seen] / 12
    exposure = landmark.exposure[seen][:, None]
    p_values = poisson_p_values(people.attacks[seen], years, people.diagnosis[seen], exposure)
    return float(p_values[0])


def by_horizon_p(made: Simulated) -> float:
    landmark = at_landmark(made.history, PLAN.landmark_months)
    known, happened = by_horizon(
        course_of(made), landmark, PLAN.horizon_months, PLAN.horizon_tolerance
    )
    design = np.column_stack([np.ones(known.size), indicators(made.people.diagnosis, known)])
    exposure = landmark.exposure[known][:, None]
    return float(firth_logistic_p_values(happened[known], design[known], exposure)[0])


def score_p(made: Simulated) -> float:
    landmark = at_landmark(made.history, PLAN.landmark_months)
    n = made.people.n
    everybody = np.ones(n, dtype=bool)
    dummies = indicators(made.people.diagnosis, everybody)
    design = np.column_stack([np.ones(n), dummies, made.start_value])
    return float(hc3_p_values(made.change, design, landmark.exposure[:, None])[0])


def plain_cox_p(made: Simulated, exposure: Floats) -> float:
    """A total or a rate put into a Cox model from the first infusion: what is refused."""
    course = course_of(made)
    p_values = firth_cox_p_values(
        course.months,
        course.event,
        exposure[:, None],
        entry=np.zeros(exposure.size),
        strata=made.people.diagnosis,
    )
    return float(p_values[0])


def up_to_relapse(made: Simulated) -> Floats:
    """Messages of the months begun by the relapse or the end of follow-up."""
    months = np.arange(made.monthly.shape[1])
    seen = months[None, :] < np.floor(course_of(made).months)[:, None]
    return np.asarray((made.monthly * seen).sum(axis=1), dtype=np.float64)


def total_logistic_p(made: Simulated) -> float:
    everybody = np.ones(made.people.n, dtype=bool)
    design = np.column_stack([everybody, indicators(made.people.diagnosis, everybody)])
    exposure = dose_of(up_to_relapse(made))[:, None]
    return float(firth_logistic_p_values(course_of(made).event, design, exposure)[0])


def dose_of(count: Floats) -> Floats:
    return np.asarray(np.log2(1 + count))


def whole(made: Simulated) -> Floats:
    return np.asarray(made.monthly.sum(axis=1), dtype=np.float64)


PValue = Callable[[Simulated], float]
DEFAULT: dict[str, PValue] = {
    "landmark, month 3 (primary)": lambda made: landmark_model(made).p_value,
    "cumulative, lag 3": lambda made: varying_p(made, Model.CUMULATIVE, 3.0),
    "recent, lag 3": lambda made: varying_p(made, Model.RECENT, 3.0),
    "attacks after the landmark, HC3": attacks_p,
    "relapse by month 12, logistic": by_horizon_p,
    "change of a score, HC3": score_p,
}
SENSITIVITY: dict[str, PValue] = {
    "cumulative, lag 1": lambda made: varying_p(made, Model.CUMULATIVE, 1.0),
    "cumulative, lag 0": lambda made: varying_p(made, Model.CUMULATIVE, 0.0),
    "recent, lag 1": lambda made: varying_p(made, Model.RECENT, 1.0),
    "recent, lag 0": lambda made: varying_p(made, Model.RECENT, 0.0),
}
REFUSED: dict[str, PValue] = {
    "total up to the relapse, Cox": lambda made: plain_cox_p(made, dose_of(up_to_relapse(made))),
    "total up to the relapse, logistic": total_logistic_p,
    "rate up to the relapse, Cox": lambda made: plain_cox_p(
        made, dose_of(up_to_relapse(made) / course_of(made).months)
    ),
    "total over the whole follow-up, Cox": lambda made: plain_cox_p(made, dose_of(whole(made))),
    "rate over the whole follow-up, Cox": lambda made: plain_cox_p(
        made, dose_of(whole(made) / made.people.follow_up)
    ),
}


def null_table(cohorts: int, seed: int) -> Iterator[str]:
    """Share of cohorts in which each model claims an effect, by way of writing."""
    groups = {"default": DEFAULT, "sensitivity": SENSITIVITY, "refused": REFUSED}
    models = {f"{kind}: {name}": m for kind, group in groups.items() for name, m in group.items()}
    claimed: dict[str, list[float]] = {name: [] for name in models}
    events = []
    for place, scenario in enumerate(NULLS):
        print(f"{scenario.name} ...", file=sys.stderr, flush=True)
        rng = np.random.default_rng([seed, place])
        p_values = np.full((len(models), cohorts), np.nan)
        counts = []
        for k in range(cohorts):
            made = without_effect(scenario, rng)
            counts.append(int(course_of(made).event.sum()))
            p_values[:, k] = [model(made) for model in models.values()]
        events.append(float(np.mean(counts)))
        for name, own in zip(models, p_values, strict=True):
            claimed[name].append(float((own < LEVEL).mean()))
    numbers = [f"{k + 1}" for k in range(len(NULLS))]
    yield f"| model | {' | '.join(numbers)} |"
    yield "| --- |" + " ---: |" * len(NULLS)
    yield f"| mean number of patients with an attack | {' | '.join(f'{e:.1f}' for e in events)} |"
    for name, shares in claimed.items():
        yield f"| {name} | {' | '.join(f'{100 * share:.1f} %' for share in shares)} |"


def effect_table(cohorts: int, seed: int) -> Iterator[str]:
    """Bias, coverage and power of the two main models, each where it is the true one."""
    heads = ["effect and model", "ratio per doubling", "mean events"]
    heads += ["mean log ratio", "bias", "covered", "power"]
    yield f"| {' | '.join(heads)} |"
    yield "| --- |" + " ---: |" * (len(heads) - 1)
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
            inside = [value.conf_low <= ratio <= value.conf_high for value in usable]
            power = np.mean([value.p_value < LEVEL for value in estimates])
            events = np.mean([value.events for value in estimates])
            yield (
                f"| {kind} | {ratio:g} | {events:.1f} | {logs.mean():+.3f} | "
                f"{logs.mean() - math.log(ratio):+.3f} | {100 * np.mean(inside):.1f} % | "
                f"{100 * power:.1f} % |"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines = [
        f"{options.cohorts} cohorts each, seed {options.seed}.",
        "",
        *(f"{k + 1}. {scenario.name}" for k, scenario in enumerate(NULLS)),
        "",
        *null_table(options.cohorts, options.seed),
        "",
        *effect_table(options.cohorts, options.seed),
    ]
    text = "\n".join(lines) + "\n"
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
