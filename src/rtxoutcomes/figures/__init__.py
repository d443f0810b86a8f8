"""Figures of the manuscript: functions from results to a matplotlib Figure.

They take what `analyse` gives, or what `internal` makes of it; of patients' data only the latter.

Where a figure of a score takes a `month`, it is the centre of the window of another visit than
the last one.
"""

import math
from collections.abc import Callable

from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released, takes_results
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


@takes_results
def participant_flow(released: Released) -> Figure:
    """Who was enrolled, analysed and excluded, by diagnosis."""
    return flow.draw(released).figure


@takes_results
def time_to_relapse(released: Released) -> Figure:
    """Kaplan-Meier curves by diagnosis with numbers at risk.

    Raises
    ------
    ValueError
        The cohort holds no relapses table.
    """
    return _figure(survival.draw(released), "relapses were not collected in this cohort")


@takes_results
def score_change(released: Released, score: str, month: float = math.nan) -> Figure:
    """Change of one score by diagnosis: bars of change, or pairs where it is analysed as a ratio.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    return _of_score(gallery.change_of_score, released, score, month)


@takes_results
def score_pairs(released: Released, score: str, month: float = math.nan) -> Figure:
    """Values of one score before and after, a line a pair of values, with the means.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    return _of_score(paired.draw, released, score, month)


@takes_results
def score_transitions(released: Released, score: str, month: float = math.nan) -> Figure:
    """From which value to which: a cell a pair of values, or of bands between clinical limits.

    Raises
    ------
    ValueError
        There is no such score, it has no complete pair, or too many values and no limit.
    """
    return _of_score(transitions.draw, released, score, month)


@takes_results
def oldham_plot(released: Released, score: str, month: float = math.nan) -> Figure:
    """Change of one score against the average of both values.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    return _of_score(oldham.draw, released, score, month)


@takes_results
def score_over_time(released: Released, score: str) -> Figure:
    """Values of one score over the months, with the means.

    Raises
    ------
    ValueError
        There is no such score, or it was not collected at several months.
    """
    return _of_score(trajectory.draw, released, score)


@takes_results
def engagement(released: Released) -> Figure:
    """Forest plot of every pre-specified engagement model.

    Raises
    ------
    ValueError
        No effect could be estimated.
    """
    missing = "no effect of engagement could be estimated in this cohort"
    return _figure(forest.draw(released), missing)


@takes_results
def engagement_over_time(released: Released) -> Figure:
    """Who took part in each month and how much, by diagnosis.

    Raises
    ------
    ValueError
        Engagement was not recorded by month.
    """
    missing = "engagement was not recorded by month in this cohort"
    return _figure(participation.draw(released), missing)


def _of_score(
    draw: Callable[..., Drawn | None], released: Released, score: str, *month: float
) -> Figure:
    names = [one.name for one in released.study.scores]
    if not isinstance(score, str):
        raise TypeError(f"score must be one of {', '.join(names)}, not {type(score).__name__}")
    if score not in names:
        raise ValueError(f"no score {score!r}; the study has {', '.join(names)}")
    missing = f"the data of score {score!r} cannot fill this figure"
    return _figure(draw(released, score, *month), missing)


def _figure(drawn: Drawn | None, missing: str) -> Figure:
    if drawn is None:
        raise ValueError(missing)
    return drawn.figure
