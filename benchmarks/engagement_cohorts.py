"""Simulated cohorts of the engagement simulation: relapses, and activity in a channel by month.

Every cohort has the diagnoses and the follow-up of the bundled study. Activity is drawn for each
patient (gamma), the relapses come from a rate of the patient's own, so that they cluster.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from rtxoutcomes.analysis.engagement.people import Course, People
from rtxoutcomes.derive.engagement import Histories, dose
from rtxoutcomes.read.study_file import read_study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STUDY = read_study("nabiuni2023")
PLAN = STUDY.engagement
# Relapses a month that give about 8, 10 and 1 patients with a relapse, in the order of the study.
HAZARDS = (0.0118, 0.0150, 0.0040)
FRAILTY = 2.0
PER_MONTH = 9.0
# Half of the relapses are confirmed by examination, and a group has ten patients.
CONFIRMED, GROUP_SIZE = 0.5, 10


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
    Scenario("constant"),
    Scenario("constant, very unequal between patients (shape 0.5)", shape=0.5),
    Scenario("constant, rather equal between patients (shape 3)", shape=3.0),
    Scenario("decaying (time constant 10 months)", decay=10.0),
    Scenario("three times as much for six months after a relapse", after=6.0),
    Scenario("three times as much in the month before a relapse", before=1.0),
    Scenario("three times as much in the two months before a relapse", before=2.0),
    Scenario("4, 5 and 7 together", decay=10.0, before=2.0, after=6.0),
)


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


def first(onsets: list[Floats], end: Floats) -> Course:
    """Time to the first of these relapses, or to the end of follow-up."""
    event = np.array([own.size > 0 for own in onsets])
    months = [own[0] if own.size else last for own, last in zip(onsets, end, strict=True)]
    return Course(np.array(months), event)


def cohort(
    diagnosis: Ints, end: Floats, onsets: list[Floats], monthly: Ints, rng: Generator
) -> Simulated:
    n = end.size
    zeros = np.zeros(n)
    confirmed = [own[rng.random(own.size) < CONFIRMED] for own in onsets]
    people = People(
        diagnosis=diagnosis,
        diagnoses=("RRMS", "SPMS", "NMOSD"),
        noun="diagnosis",
        event="relapse",
        start=zeros,
        follow_up=end,
        relapse=first(onsets, end),
        confirmed=first(confirmed, end),
        attacks=np.array([own.size for own in onsets]),
        count_known=np.ones(n, dtype=bool),
        adjusters={"age_years": rng.normal(38, 9, n)},
        adjuster_labels={"age_years": "age"},
        declared=frozenset(),
        subset=diagnosis < 2,
        group=rng.permutation(np.arange(n) // GROUP_SIZE),
        identifiable=False,
    )
    total = np.concatenate([np.zeros((n, 1), np.int64), monthly.cumsum(axis=1)], axis=1)
    history = Histories(zeros, total, np.ones(n, dtype=bool), None, collected=True)
    value = rng.integers(2, 13, n) / 2
    change = rng.choice([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5], n)
    return Simulated(people, history, monthly, value, change)


def without_effect(scenario: Scenario, rng: Generator) -> Simulated:
    """A cohort whose relapses do not depend on activity."""
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
    model. Centred, so that the number of relapses stays about the same.
    """
    diagnosis, end = diagnoses(), follow_up(rng)
    nobody: list[Floats] = [np.zeros(0)] * end.size
    monthly = written(Scenario(""), nobody, end, rng)
    total = np.concatenate([np.zeros((end.size, 1), np.int64), monthly.cumsum(axis=1)], axis=1)
    months = np.arange(monthly.shape[1])
    lag = int(PLAN.lag_months)
    if kind == "landmark":
        landmark = int(PLAN.landmark_months)
        level = dose(total[:, [landmark]]) * (months >= landmark)
    else:
        level = dose(total[:, np.maximum(months - lag, 0)])
    centred = level - level.mean(axis=0)
    hazard = np.array(HAZARDS)[diagnosis][:, None] * np.exp(math.log(ratio) * centred)
    onsets = attack_times(hazard, end, rng)
    return cohort(diagnosis, end, onsets, monthly, rng)
