"""Figures of the manuscript: functions from results to a matplotlib Figure.

They take what `analyse` gives, or what `internal` makes of it; of patients' data only the latter.
Where a figure of a score takes a `month`, it is the centre of the window of another visit than
the last one.

The other arguments are the same in each function, by name, and all are optional:

`style`
    How numbers are printed, from `read_style`; it replaces that of released results.
`groups`
    The codes of the groups to draw, in their order; a group keeps its colour.
`palette`
    Colours in the order of the study's groups, or a mapping from codes to colours.
`size`
    Width and height in millimetres.
`figure`
    A `Figure` or `SubFigure` to draw on, at its own size; what it holds already stays.
`ax`
    Of `time_to_relapse` only: axes to draw on. The table of numbers at risk lies below them, and
    the names of the curves at their right, where the caller leaves room.

Each function returns the `Figure`, with one `Axes` for each panel in the order in which they are
read; nothing is shown, and no setting of matplotlib is changed. Wrong choices raise `ValueError`.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.figures import (
    engagement_forest,
    flow,
    participation,
    specification,
    subgroup_forest,
    survival,
)
from rtxoutcomes.figures.drawn import figure_of, styled
from rtxoutcomes.figures.look import Groups, Look, Palette, Sheet, Size
from rtxoutcomes.figures.score_figures import (
    oldham_plot,
    score_change,
    score_over_time,
    score_pairs,
    score_transitions,
)
from rtxoutcomes.figures.style import PALETTE
from rtxoutcomes.style import Style

__all__ = [
    "engagement",
    "engagement_models",
    "engagement_over_time",
    "oldham_plot",
    "participant_flow",
    "score_change",
    "score_over_time",
    "score_pairs",
    "score_transitions",
    "subgroups",
    "time_to_relapse",
]


def __dir__() -> list[str]:
    return list(__all__)


@takes_results
def participant_flow(
    released: Released,
    *,
    style: Style | None = None,
    groups: Groups = (),
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Enrolment, follow-up and analysis of each group after CONSORT, with exclusions counted.

    Returns
    -------
    Figure
        One axes, in which a unit is a millimetre.
    """
    return flow.draw(styled(released, style), Look(groups, size=size, figure=figure)).figure


@takes_results
def time_to_relapse(
    released: Released,
    *,
    style: Style | None = None,
    groups: Groups = (),
    palette: Palette = PALETTE,
    size: Size | None = None,
    figure: Sheet | None = None,
    ax: Axes | None = None,
    panels: bool = False,
) -> Figure:
    """Kaplan-Meier curves of all groups in one panel, with numbers at risk and events below.

    Parameters
    ----------
    released
        Results, or released results.
    style, groups, palette, size, figure, ax
        As in the description of this module.
    panels
        A panel a group, with bands, in place of one panel.

    Returns
    -------
    Figure
        One axes, or one for each group; across months, upward probabilities from 0 to 1.

    Raises
    ------
    ValueError
        Relapses were not collected, or no group has enough patients for a curve.

    Examples
    --------
    >>> figure = rtx.figures.time_to_relapse(results, groups=["RRMS", "SPMS"], size=(120, 90))
    >>> len(figure.axes)
    1
    """
    look = Look(groups, palette, size, figure, ax)
    missing = "relapses were not collected in this cohort, or no group has enough patients"
    return figure_of(survival.draw(styled(released, style), look, panels=panels), missing)


@takes_results
def engagement(
    released: Released,
    *,
    style: Style | None = None,
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Forest plot of the primary models of engagement, with events and estimates.

    Raises
    ------
    ValueError
        No effect could be estimated.
    """
    missing = "no effect of engagement could be estimated in this cohort"
    look = Look(size=size, figure=figure)
    return figure_of(engagement_forest.draw(styled(released, style), look), missing)


@takes_results
def engagement_models(
    released: Released,
    *,
    style: Style | None = None,
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Specification curve of engagement: the estimate of every planned model.

    Raises
    ------
    ValueError
        No model but the primary ones could be estimated.
    """
    missing = "no other model of engagement could be estimated in this cohort"
    look = Look(size=size, figure=figure)
    return figure_of(specification.draw(styled(released, style), look), missing)


@takes_results
def engagement_over_time(
    released: Released,
    *,
    style: Style | None = None,
    groups: Groups = (),
    palette: Palette = PALETTE,
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Who took part in each month and how much, by group.

    Raises
    ------
    ValueError
        Engagement was not recorded by month.
    """
    missing = "engagement was not recorded by month in this cohort"
    look = Look(groups, palette, size, figure)
    return figure_of(participation.draw(styled(released, style), look), missing)


@takes_results
def subgroups(
    released: Released,
    *,
    style: Style | None = None,
    size: Size | None = None,
    figure: Sheet | None = None,
) -> Figure:
    """Forest of the declared subgroups: each outcome by level and group, and the interactions.

    Raises
    ------
    ValueError
        The study declares no subgroup, or none has an estimate.
    """
    missing = "no subgroup is declared, or none has an estimate"
    look = Look(size=size, figure=figure)
    return figure_of(subgroup_forest.draw(styled(released, style), look), missing)
