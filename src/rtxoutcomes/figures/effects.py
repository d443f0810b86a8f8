"""The effects of engagement that the forest plot draws: a block an outcome."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.printed import format_of
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import model_label, outcome_label, score_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Model
from rtxoutcomes.study import Study
from rtxoutcomes.style import Style

Floats = NDArray[np.float64]
# Channel and activity; variant of a model with its month and its level.
Exposure = tuple[str, str]
Variant = tuple[Model, float, str]


@dataclass(frozen=True, slots=True)
class Block:
    """The effects on one outcome; `exposures` are its columns."""

    study: Study
    style: Style
    outcome: str
    rows: Sequence[Number]
    exposures: Sequence[Exposure]

    @property
    def variants(self) -> list[Variant]:
        """The lines from above."""
        return list(dict.fromkeys(map(variant_of, self.rows)))

    @property
    def log(self) -> bool:
        """Whether every effect is a ratio, and drawn by its logarithm to the base of 2."""
        return all(format_of(row).log for row in self.rows)

    @property
    def null(self) -> float:
        """The place of no effect on the axis."""
        null = format_of(self.rows[0]).null
        return math.log2(null) if self.log else null

    @property
    def names(self) -> list[str]:
        """The names of the models."""
        return list({variant_of(row): model_label(self.study, row) for row in self.rows}.values())

    @property
    def title(self) -> str:
        """The outcome, with the unit of a difference."""
        score = score_of(self.study, self.outcome)
        if score is None:
            return self.study.relapse.label
        return f"Change of {score.label if self.log else outcome_label(self.study, self.outcome)}"

    def places(self, rows: Sequence[Number], value: Callable[[Number], float]) -> Floats:
        """The place of a number of each row on the axis."""
        values = np.array([value(row) for row in rows], dtype=np.float64)
        return np.asarray(np.log2(values)) if self.log else values


def effects(released: Released) -> list[Number]:
    """The estimated effects: those of the primary models and of the sensitivity analyses."""
    return [
        row
        for row in index(released).of("engagement")
        if row.role in ("reported", "sensitivity") and not math.isnan(row.estimate)
    ]


def exposure_of(row: Number) -> Exposure:
    return row.channel, row.activity


def variant_of(row: Number) -> Variant:
    return row.model, row.month, row.level


def blocks_of(released: Released, rows: Sequence[Number]) -> list[Block]:
    """A block for each outcome, all with the columns of every exposure."""
    exposures = list(dict.fromkeys(map(exposure_of, rows)))
    by_outcome: dict[str, list[Number]] = {}
    for row in rows:
        by_outcome.setdefault(row.endpoint, []).append(row)
    return [
        Block(released.study, released.style, outcome, own, exposures)
        for outcome, own in by_outcome.items()
    ]
