"""First and last value of a score, so that the stated changes come out exactly."""

import math

import numpy as np
from numpy.random import Generator
from scipy.optimize import linear_sum_assignment

from rtxoutcomes.errors import StudyError, StudyProblem
from rtxoutcomes.study.score import Score
from rtxoutcomes.study.synthesis import Group, SyntheticScore
from rtxoutcomes.synthetic.draws import drawn, in_random_order, normal_quantiles

Pair = tuple[float, float]


def first_and_last(group: Group, score: Score, n: int, rng: Generator) -> list[Pair]:
    """First and last value of each of n patients of a group; NaN where the block has no score.

    As many patients as the block has get its values exactly; another number of them draws from
    the pairs of those.

    Raises
    ------
    StudyError
        The changes cannot be given to the baselines so that every value stays on the scale.
    """
    told = group.scores.get(score.name)
    if told is None:
        return [(math.nan, math.nan)] * n
    pairs = _pairs(told, group, score, rng)
    if n == len(pairs):
        return pairs
    return [pairs[k] for k in rng.integers(0, len(pairs), n).tolist()]


def fits(value: float, score: Score) -> bool:
    return score.minimum <= value <= score.maximum and score.on_lattice(value)


def nearest_on_scale(value: float, score: Score) -> float:
    """The nearest value of the lattice within the scale, which may be one that is not on it."""
    inside = min(max(value, score.minimum), score.maximum)
    return float(score.lattice_units(inside) * score.lattice_step)


def _pairs(told: SyntheticScore, group: Group, score: Score, rng: Generator) -> list[Pair]:
    n = group.patients
    if told.baseline is not None and told.log_ratio is not None:
        start = in_random_order(normal_quantiles(told.baseline, n), rng)
        ratio = in_random_order(normal_quantiles(told.log_ratio, n), rng)
        return [
            (nearest_on_scale(b, score), nearest_on_scale(b * math.exp(r), score))
            for b, r in zip(start, ratio, strict=True)
        ]
    before = [float(v) for v in drawn(told.baseline_counts, n, rng)]
    change = [float(v) for v in drawn(told.change_counts, n, rng)]
    return _matched(before, change, group.diagnosis, score, rng)


def _matched(
    before: list[float], change: list[float], diagnosis: str, score: Score, rng: Generator
) -> list[Pair]:
    """Each change with a baseline from which it stays on the scale, at random among all ways."""
    stays = [[fits(b, score) and fits(b + c, score) for c in change] for b in before]
    # Random costs have one cheapest matching, which every version of the solver must find.
    cost = np.where(stays, rng.random((len(before), len(change))), np.inf)
    try:
        _, chosen = linear_sum_assignment(cost)
    except ValueError:
        chosen = None
    if chosen is None:
        must = "the changes cannot be given to the baselines so that all stay on the scale"
        path = f"synthesis.groups.{diagnosis}.scores.{score.name}"
        raise StudyError("study file", [StudyProblem(path, must)])
    return [(b, b + change[k]) for b, k in zip(before, chosen.tolist(), strict=True)]
