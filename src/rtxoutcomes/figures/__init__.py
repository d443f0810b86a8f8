"""Figures of the manuscript: functions from `Released` to a matplotlib Figure."""

from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures import flow, forest, gallery, survival

__all__ = ["engagement", "participant_flow", "score_change", "time_to_relapse"]


def participant_flow(released: Released) -> Figure:
    """Who was enrolled, analysed and left out, by diagnosis."""
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


def score_change(released: Released, score: str) -> Figure:
    """Change of one score by diagnosis, from baseline to the last visit.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    drawn = gallery.of_score(released, score)
    if drawn is None:
        known = ", ".join(gallery.scores(released))
        raise ValueError(f"no pairs of score {score!r}; the study has {known}")
    return drawn.figure


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
