"""The axis of effects: ratios by their logarithm, with the value of no effect always on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.figures.frame import Scale, linear_scale
from rtxoutcomes.figures.ticks import steps, words_of
from rtxoutcomes.presentation.printed import format_of
from rtxoutcomes.results.number import Number

Floats = NDArray[np.float64]
# Wider intervals than this are cut off at the edge, or the others would all look alike.
WIDEST = 16.0
WIDE = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
FEWEST_TICKS = 3
NUMBERS = tuple(map(attrgetter, ("conf_low", "estimate", "conf_high")))


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects that share an axis."""

    rows: Sequence[Number]

    @property
    def log(self) -> bool:
        """Whether every effect is a ratio, and drawn by its logarithm to the base of 2."""
        return all(format_of(row).log for row in self.rows)

    @property
    def null(self) -> float:
        """The place of no effect on the axis; NaN where there is none, as of risks."""
        null = format_of(self.rows[0]).null
        return math.log2(null) if self.log else null


def places_of(effects: Effects, rows: Sequence[Number] | None = None) -> tuple[Floats, ...]:
    """Places of the lower limit, the estimate and the upper limit of each row."""
    return tuple(_places(effects, [value(r) for r in rows or effects.rows]) for value in NUMBERS)


def _places(effects: Effects, values: Sequence[float]) -> Floats:
    found = np.array(values, dtype=np.float64)
    return np.asarray(np.log2(found)) if effects.log else found


def across_of(effects: Effects, name: str) -> Scale:
    """The axis on which every effect and its interval fits, the null on it."""
    places = np.concatenate([*places_of(effects), [effects.null]])
    low, high = float(np.nanmin(places)), float(np.nanmax(places))
    if effects.log:
        edge = math.log2(WIDEST)
        low, high = max(low, -edge), min(high, edge)
    slack = 0.04 * (high - low) or 1.0
    low, high = low - slack, high + slack
    style = effects.rows[0].style
    if not effects.log:
        scale = linear_scale(low, high, style, name, 4)
        if not format_of(effects.rows[0]).percent:
            return scale
        return replace(scale, labels=words_of([100 * tick for tick in scale.ticks], style))
    ratios = _ratio_ticks(2**low, 2**high)
    return Scale(low, high, [math.log2(r) for r in ratios], words_of(ratios, style), name)


def _ratio_ticks(low: float, high: float) -> list[float]:
    """Doublings, or round ratios where the axis is too short for them; 1 is always one."""
    inside = [tick for tick in WIDE if low <= tick <= high]
    if len(inside) >= FEWEST_TICKS:
        return inside
    return sorted({1.0, *steps(low, high, 4)})
