"""The public figures of one score; their arguments are those of `rtxoutcomes.figures`."""

import math

from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.figures import gallery, oldham, paired, trajectory, transitions
from rtxoutcomes.figures.drawn import figure_of, styled
from rtxoutcomes.figures.look import Groups, Look, Palette, Sheet, Size
from rtxoutcomes.figures.style import PALETTE
from rtxoutcomes.style import Style


@takes_results
def score_change(
    released: Released,
    score: str,
    month: float = math.nan,
    *,
    style: Style | None = None,
    groups: Groups = (),
    palette: Palette = PALETTE,
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Change in one score by group: bars of change, or pairs where it is analysed as a ratio.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    _check(released, score)
    look = Look(groups, palette, size, figure)
    return figure_of(
        gallery.change_of_score(styled(released, style), score, month, look), _lacks(score)
    )


@takes_results
def score_pairs(
    released: Released,
    score: str,
    month: float = math.nan,
    *,
    style: Style | None = None,
    groups: Groups = (),
    palette: Palette = PALETTE,
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Values of one score before and after, a line a pair of values, with the means.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    _check(released, score)
    look = Look(groups, palette, size, figure)
    return figure_of(paired.draw(styled(released, style), score, month, look), _lacks(score))


@takes_results
def score_transitions(
    released: Released,
    score: str,
    month: float = math.nan,
    *,
    style: Style | None = None,
    groups: Groups = (),
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """From which value to which: a cell a pair of values, or of bands between clinical limits.

    Raises
    ------
    ValueError
        There is no such score, it has no complete pair, or too many values and no limit.
    """
    _check(released, score)
    look = Look(groups, size=size, figure=figure)
    return figure_of(transitions.draw(styled(released, style), score, month, look), _lacks(score))


@takes_results
def oldham_plot(
    released: Released,
    score: str,
    month: float = math.nan,
    *,
    style: Style | None = None,
    groups: Groups = (),
    palette: Palette = PALETTE,
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Change in one score against the average of both values.

    Raises
    ------
    ValueError
        There is no such score, or it has no complete pair.
    """
    _check(released, score)
    look = Look(groups, palette, size, figure)
    return figure_of(oldham.draw(styled(released, style), score, month, look), _lacks(score))


@takes_results
def score_over_time(
    released: Released,
    score: str,
    *,
    style: Style | None = None,
    groups: Groups = (),
    palette: Palette = PALETTE,
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Values of one score over the months, with the means.

    Raises
    ------
    ValueError
        There is no such score, or it was not collected at several months.
    """
    _check(released, score)
    look = Look(groups, palette, size, figure)
    return figure_of(trajectory.draw(styled(released, style), score, look), _lacks(score))


def _check(released: Released, score: str) -> None:
    names = [one.name for one in released.study.scores]
    if not isinstance(score, str):
        raise TypeError(f"score must be one of {', '.join(names)}, not {type(score).__name__}")
    if score not in names:
        raise ValueError(f"no score {score!r}; the study has {', '.join(names)}")


def _lacks(score: str) -> str:
    return f"the data of score {score!r} cannot fill this figure"
