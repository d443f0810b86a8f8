"""The pairs of values of a score, at baseline and at one visit: their rows, words and looks."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.lettering import isolated
from rtxoutcomes.figures.style import Dash
from rtxoutcomes.presentation.rows import Answers, index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Score, Study

BETTER, SAME, WORSE = "better", "same", "worse"

BELOW_LIMIT = " Values below the limit of quantification are drawn at the limit."


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction of change, distinguished by each of shade, hatch, dash and marker alone.

    Shades of grey, since colours mean groups. `area` makes markers of different shape look
    equally large.
    """

    colour: str
    hatch: str
    dash: Dash
    marker: str
    area: float


LOOKS: Mapping[str, Direction] = {
    BETTER: Direction("#4a525b", "", "-", "o", 1.0),
    SAME: Direction("#c3c9d0", "", (0, (1.2, 1.2)), "s", 1.0),
    WORSE: Direction("#8b949e", "////", (0, (4, 1.5)), "^", 1.4),
}


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """A score at baseline and at one follow-up visit.

    `month` is the centre of the window of that visit, NaN for the last visit. `counts` says how
    often each pair of values occurs in each group; `answers` are the rows of the change.
    """

    released: Released
    score: Score
    month: float
    counts: pd.DataFrame
    answers: Answers

    @property
    def study(self) -> Study:
        return self.released.study

    @property
    def visit(self) -> str:
        """The follow-up visit in running text."""
        return "last visit" if math.isnan(self.month) else "fixed time"

    @property
    def axis_label(self) -> str:
        """The score with its unit."""
        return f"{isolated(self.score.label)}{self._unit}"

    @property
    def axis_label_in_text(self) -> str:
        """The score with its unit after other words: `Change in serum IgG, g/L`."""
        return f"{isolated(self.score.in_text)}{self._unit}"

    @property
    def _unit(self) -> str:
        return f", {self.score.unit}" if self.score.unit else ""

    @property
    def is_ratio(self) -> bool:
        """Whether the study analyses the score as ratios."""
        return self.score.scale == "log"

    @property
    def effect(self) -> Quantity:
        """The quantity that sums up the change."""
        return Quantity.GEOMETRIC_MEAN_RATIO if self.is_ratio else Quantity.MEAN_CHANGE

    @property
    def effect_label(self) -> str:
        return "ratio" if self.is_ratio else "mean change"

    @property
    def direction_labels(self) -> tuple[str, str]:
        """What the directions drawn as better and as worse are called."""
        return ("fall", "rise") if self.score.higher_is == "neither" else (BETTER, WORSE)

    @property
    def quantification(self) -> str:
        """A sentence of the caption where a value is below the limit of quantification."""
        counts = (self.row(group, Quantity.BELOW_QUANTIFICATION) for group in self.study.codes)
        return BELOW_LIMIT if any(row is not None and row.events for row in counts) else ""

    def row(self, group: str, quantity: Quantity) -> Number | None:
        return self.answers.first(group, quantity)

    def directions(self, change: Sequence[float] | pd.Series) -> list[str]:
        """Which way each change went; of a score that is neither, a fall is drawn as better."""
        worse = -1 if self.score.higher_is == "better" else 1
        return [SAME if c == 0 else WORSE if c * worse > 0 else BETTER for c in change]


def pairs_of(released: Released, score: str, month: float = math.nan) -> Pairs:
    """The pairs of one score at one visit; raises KeyError for a score not in the study."""
    counts = released.distributions
    at_visit = counts["month"].isna() if math.isnan(month) else counts["month"] == month
    of_score = counts[(counts["endpoint"] == score) & at_visit].reset_index(drop=True)
    answers = index(released).answers("change", score, month)
    return Pairs(released, released.study.score(score), month, of_score, answers)


def step_of(values: Sequence[float]) -> float:
    """The smallest step between rising values; 1 where there is one value only."""
    return min((b - a for a, b in itertools.pairwise(values)), default=1.0)
