"""Directions of change by the steps that a study declares for a score."""

import math
from functools import cache, lru_cache
from typing import Literal

from rtxoutcomes.derive.confirmed.rules import Direction
from rtxoutcomes.study import Score

PAIRS = 4096
ImprovementStep = Literal["reversible", "at_reference"]


def worsening_of(score: Score) -> Direction:
    """Whether a value is worse than the reference by at least the step declared for it.

    Values are compared as whole numbers of the smallest step of the scale: 4.0 to 4.8 s is a rise
    of exactly 20%, though 4.8 - 4.0 is less than 0.8 in binary.
    """
    sign = -1 if score.higher_is == "better" else 1
    units = cache(score.lattice_units)

    @cache
    def threshold(reference: float) -> float:
        step = score.worsening_step(reference)
        return math.inf if math.isnan(step) else sign * units(reference) + units(step)

    # Of a scale with few values every pair is judged once.
    @lru_cache(maxsize=PAIRS)
    def worsens(reference: float, value: float) -> bool:
        return sign * units(value) >= threshold(reference)

    return worsens


def improvement_of(score: Score, step: ImprovementStep = "reversible") -> Direction:
    """Whether a value is better than the reference by at least a step.

    `reversible`: the way back would be a worsening, so that misrating cannot make more
    improvements than worsenings. `at_reference`: the step that is declared for the reference.
    """
    worsens = worsening_of(score)
    if step == "reversible":
        return lambda reference, value: worsens(value, reference)
    mirrored = -1 if score.higher_is == "better" else 1
    units = cache(score.lattice_units)

    @cache
    def threshold(reference: float) -> float:
        change = score.worsening_step(reference)
        return -math.inf if math.isnan(change) else mirrored * units(reference) - units(change)

    return lambda reference, value: mirrored * units(value) <= threshold(reference)
