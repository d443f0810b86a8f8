"""First and last value of a score, with exactly the stated changes."""

import math

import numpy as np
from numpy.random import Generator
from scipy.optimize import linear_sum_assignment

from rtxoutcomes.errors import StudyError, StudyProblem
from rtxoutcomes.study.score import Score
from rtxoutcomes.study.synthesis import SyntheticGroup, SyntheticScore
from rtxoutcomes.synthetic.draws import drawn, in_random_order, normal_quantiles

Pair = tuple[float, float]


def first_and_last(group: SyntheticGroup, score: Score, n: int, rng: Generator) -> list[Pair]:
    """First and last value of each of n patients of a group; NaN if the block lacks the score.

    The number of patients of the block gives its values exactly; another number is drawn from
    these pairs.

    Raises
    ------
    StudyError
        The changes cannot be assigned to the baselines with every value on the scale.
    """
    block = group.scores.get(score.name)
    if block is None:
        return [(math.nan, math.nan)] * n
    pairs = _pairs(block, group, score, rng)
    if n == len(pairs):
        return pairs
    return [pairs[k] for k in rng.integers(0, len(pairs), n).tolist()]


def fits(value: float, score: Score) -> bool:
    return score.minimum <= value <= score.maximum and score.on_lattice(value)


def nearest_on_scale(value: float, score: Score) -> float:
    """The nearest lattice value within the range of the scale, gaps of the scale included."""
    inside = min(max(value, score.minimum), score.maximum)
    return float(score.lattice_units(inside) * score.lattice_step)


def _pairs(
    block: SyntheticScore, group: SyntheticGroup, score: Score, rng: Generator
) -> list[Pair]:
    n = group.patients
    if block.baseline is not None and block.log_ratio is not None:
        start = in_random_order(normal_quantiles(block.baseline, n), rng)
        ratio = in_random_order(normal_quantiles(block.log_ratio, n), rng)
        return [
            (nearest_on_scale(b, score), nearest_on_scale(b * math.exp(r), score))
            for b, r in zip(start, ratio, strict=True)
        ]
    before = [float(v) for v in drawn(block.baseline_counts, n, rng)]
    change = [float(v) for v in drawn(block.change_counts, n, rng)]
    return _matched(before, change, group.diagnosis, score, rng)


def _matched(
    before: list[float], change: list[float], diagnosis: str, score: Score, rng: Generator
) -> list[Pair]:
    """Each change with a baseline from which it stays on the scale, at random."""
    stays = [[fits(b, score) and fits(b + c, score) for c in change] for b in before]
    # With random costs the cheapest matching is unique, and the same for every solver.
    cost = np.where(stays, rng.random((len(before), len(change))), np.inf)
    try:
        _, chosen = linear_sum_assignment(cost)
    except ValueError:
        must = "the changes cannot be given to the baselines so that all stay on the scale"
        path = f"synthesis.groups.{diagnosis}.scores.{score.name}"
        raise StudyError("study file", [StudyProblem(path, must)]) from None
    return [(b, b + change[k]) for b, k in zip(before, chosen.tolist(), strict=True)]
