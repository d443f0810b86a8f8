"""The effects of engagement that the figures draw: a block an outcome."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.effect_axis import Effects
from rtxoutcomes.figures.lettering import from_the_left
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import model_label, score_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Model
from rtxoutcomes.study import Study
from rtxoutcomes.style import Style

# Channel and activity; variant of a model with its month and its level.
RATIO, DIFFERENCE = "Ratio per doubling", "Difference per doubling"
COLUMNS = (
    *("outcome", "channel", "activity", "model", "month", "level", "quantity", "measure"),
    *("role", "unit", "n", "events", "estimate", "conf_low", "conf_high", "method", "note"),
)
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
    def effects(self) -> Effects:
        return Effects(self.rows)

    @property
    def names(self) -> list[str]:
        """The names of the models."""
        words = {variant_of(row): model_label(self.study, row) for row in self.rows}
        return [from_the_left(name) for name in words.values()]

    @property
    def title(self) -> str:
        """The outcome, with the unit of a difference."""
        score = score_of(self.study, self.outcome)
        if score is None:
            return self.study.relapse.label
        unit = "" if self.effects.log or not score.unit else f", {score.unit}"
        return f"Change in {score.in_text}{unit}"


def effects(released: Released) -> list[Number]:
    """The estimated effects: those of the primary models and of the sensitivity analyses."""
    return [
        row
        for row in index(released).of("engagement")
        if row.role in ("reported", "sensitivity") and not math.isnan(row.estimate)
    ]


def twin(released: Released, rows: Sequence[Number]) -> pd.DataFrame:
    """The rows that are drawn, for the twin of a figure."""
    data = released.estimates.iloc[[row.place for row in rows]]
    return data.rename(columns={"endpoint": "outcome"})[list(COLUMNS)].reset_index(drop=True)


def is_primary(row: Number) -> bool:
    return row.role == "reported"


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
