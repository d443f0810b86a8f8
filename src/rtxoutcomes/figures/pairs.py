"""Pairs of values of a score: which way each went, and how that looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.style import PALETTE, Dash

BETTER, SAME, WORSE = "better", "same", "worse"


@dataclass(frozen=True, slots=True)
class Look:
    """A direction of change, told apart by colour, hatch, dash and marker each by itself.

    `area` makes markers of different shape look equally large.
    """

    colour: str
    hatch: str
    dash: Dash
    marker: str
    area: float


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        BETTER: Look(PALETTE[0], "", "-", "o", 1.0),
        SAME: Look("#9aa2ab", "", (0, (1.2, 1.2)), "s", 1.0),
        WORSE: Look(PALETTE[1], "////", (0, (4, 1.5)), "^", 1.4),
    }
)


def of_endpoint(released: Released, score: str) -> pd.DataFrame:
    """How often each pair of values of one score occurs, by diagnosis."""
    pairs = released.distributions
    return pairs[pairs["endpoint"] == score].reset_index(drop=True)


def directions(released: Released, score: str, change: pd.Series) -> list[str]:
    """Which way each change went. Of a score that knows neither, a fall counts as the first."""
    worse = -1 if _kind(released, score) == "better" else 1
    return [SAME if c == 0 else WORSE if c * worse > 0 else BETTER for c in change]


def reads_as(released: Released, score: str) -> str:
    """What the looks mean, for a caption of bars."""
    better, worse = names(released, score)
    return f"Plain dark bars, {better}; hatched bars, {worse}; light bars, unchanged."


def names(released: Released, score: str) -> tuple[str, str]:
    """What the two directions of a score are called."""
    return ("fall", "rise") if _kind(released, score) == "neither" else ("better", "worse")


def _kind(released: Released, score: str) -> str:
    name = score.removesuffix("_fixed_time")
    return released.about.get(f"better.{name}", "worse")
