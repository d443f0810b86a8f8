"""Figures of the manuscript: functions from `Released` to a matplotlib Figure.

Where a figure of a score takes a `month`, it is the centre of the window of another visit than
the last one.
"""

import math

from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures import (
    flow,
    forest,
    gallery,
    oldham,
    paired,
    participation,
    survival,
    trajectory,
    transitions,
)
from rtxoutcomes.figures.drawn import Drawn

__all__ = [
    "engagement",
    "engagement_over_time",
    "oldham_plot",
    "participant_flow",
    "score_change",
    "score_over_time",
    "score_pairs",
    "score_transitions",
    "time_to_relapse",
]


def __dir__() -> list[str]:
    return list(__all__)


def participant_flow(released: Released) -> Figure:
    """Who was enrolled, analysed and excluded, by diagnosis."""
    return flow.draw(released).figure


def time_to_relapse(released: Released) -> Figure:
    """Kaplan-Meier curves by diagnosis with numbers at risk.

    Raises
    ------
    ValueError
        The cohort holds no relapses table.
    """
    drawn = survival.draw(released)
    if drawn is None:
        raise ValueError("relapses were not collected in this cohort")
    return drawn.figure


def score_change(released: Released, score: str, month: float = math.nan) -> Figure:
    """Change of one score by diagnosis: bars of change, or pairs where it is analysed as a ratio.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    return _figure(gallery.change_of_score(released, _known(released, score), month), score)


def score_pairs(released: Released, score: str, month: float = math.nan) -> Figure:
    """Values of one score before and after, a line a pair of values, with the means.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    return _figure(paired.draw(released, _known(released, score), month), score)


def score_transitions(released: Released, score: str, month: float = math.nan) -> Figure:
    """From which value to which: a cell a pair of values, or of bands between clinical limits.

    Raises
    ------
    ValueError
        There is no such score, it has no complete pair, or too many values and no limit.
    """
    return _figure(transitions.draw(released, _known(released, score), month), score)


def oldham_plot(released: Released, score: str, month: float = math.nan) -> Figure:
    """Change of one score against the average of both values.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    return _figure(oldham.draw(released, _known(released, score), month), score)


def score_over_time(released: Released, score: str) -> Figure:
    """Values of one score over the months, with the means.

    Raises
    ------
    ValueError
        There is no such score, or it was not collected at several months.
    """
    return _figure(trajectory.draw(released, _known(released, score)), score)


def engagement(released: Released) -> Figure:
    """Forest plot of every pre-specified engagement model.

    Raises
    ------
    ValueError
        No effect could be estimated.
    """
    drawn = forest.draw(released)
    if drawn is None:
        raise ValueError("no effect of engagement could be estimated in this cohort")
    return drawn.figure


def engagement_over_time(released: Released) -> Figure:
    """Who took part in each month and how much, by diagnosis.

    Raises
    ------
    ValueError
        Engagement was not recorded by month.
    """
    drawn = participation.draw(released)
    if drawn is None:
        raise ValueError("engagement was not recorded by month in this cohort")
    return drawn.figure


def _known(released: Released, score: str) -> str:
    names = [one.name for one in released.study.scores]
    if score not in names:
        raise ValueError(f"no score {score!r}; the study has {', '.join(names)}")
    return score


def _figure(drawn: Drawn | None, score: str) -> Figure:
    if drawn is None:
        raise ValueError(f"the data of score {score!r} cannot fill this figure")
    return drawn.figure
