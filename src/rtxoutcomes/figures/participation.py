"""Engagement over time: who took part in each month, and how much, by diagnosis."""

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import frame, linear_scale, month_scale, number_words, percent_scale
from rtxoutcomes.figures.grid import abbreviations
from rtxoutcomes.figures.style import DASHES, PALETTE, TWO_COLUMNS_MM, page, panel
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import exposure_label, time_origin
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL

LEFT, RIGHT, GAP = 14.0, 3.0, 7.0
FOOT, LOWER, BETWEEN, UPPER, TOP = 14.0, 24.0, 6.0, 34.0, 11.0
# A proportion of fewer patients than this jumps from month to month.
FEWEST = 10
ANALYSIS = "participation"


def draw(released: Released) -> Drawn | None:
    """A column an exposure: proportion who took part in each month above, mean count below.

    A line a group, drawn while at least ten of its patients are observed. None where months
    were not recorded, or nobody's line would be drawn.
    """
    data = _twin(released)
    if data.empty:
        return None
    exposures = list(dict.fromkeys(zip(data["channel"], data["activity"], strict=True)))
    width = (TWO_COLUMNS_MM - LEFT - RIGHT - GAP * (len(exposures) - 1)) / len(exposures)
    last = float(data["month"].max()) + 1
    with page(TWO_COLUMNS_MM, FOOT + LOWER + BETWEEN + UPPER + TOP, released.mark) as figure:
        for k, exposure in enumerate(exposures):
            of_exposure = (data["channel"] == exposure[0]) & (data["activity"] == exposure[1])
            left = LEFT + k * (width + GAP)
            above = panel(figure, left, FOOT + LOWER + BETWEEN, width, UPPER)
            below = panel(figure, left, FOOT, width, LOWER)
            _column(released, data[of_exposure], (above, below), last, first=k == 0)
        place, columns = (0, 1.14), len(released.study.codes)
        figure.axes[0].legend(
            loc="lower left", bbox_to_anchor=place, ncols=columns, borderaxespad=0, handlelength=2.6
        )
    caption, alt = _caption(released), _alt(released, exposures)
    return Drawn("engagement_over_time", figure, data, TWO_COLUMNS_MM, caption, alt)


def _twin(released: Released) -> pd.DataFrame:
    data = released.participation
    data = data[(data["observed"] >= FEWEST) & (data["group"] != ALL)].reset_index(drop=True)
    observed = data["observed"].astype("float64")
    return data.assign(proportion=data["took_part"] / observed, mean=data["count"] / observed)


def _column(
    released: Released, data: pd.DataFrame, panels: tuple[Axes, Axes], last: float, *, first: bool
) -> None:
    """The two panels of one exposure; the first column has the words of the upward axes."""
    above, below = panels
    across = month_scale(0, last, last, released.style, time_origin(released.study))
    _lines(above, released, data, "proportion")
    _lines(below, released, data, "mean")
    exposure = data["channel"].iloc[0], data["activity"].iloc[0]
    title = exposure_label(released.study, *exposure, plural=True)
    proportions = percent_scale("Took part, %")
    frame(above, across.bare, proportions if first else proportions.bare, title)
    high = 1.05 * float(data["mean"].max()) or 1.0
    name = "Mean count" if first else ""
    frame(below, across, linear_scale(0, high, released.style, name, 4))


def _lines(axes: Axes, released: Released, data: pd.DataFrame, column: str) -> None:
    for k, group in enumerate(released.study.codes):
        line = data[data["group"] == group]
        colour, dash = PALETTE[k % len(PALETTE)], DASHES[k % len(DASHES)]
        name = released.study.abbreviation(group)
        axes.plot(line["month"] + 0.5, line[column], color=colour, linestyle=dash, label=name)


def _caption(released: Released) -> str:
    return (
        f"Engagement over time by {released.study.group_noun}. Above, proportion of the patients "
        "observed throughout a month who took part in it at least once; below, mean count of those "
        f"patients in it. Lines end where fewer than {FEWEST} patients are observed. Description "
        "only: engagement over the whole follow-up is never an exposure."
        f"{abbreviations(released.study)} {released.mark}."
    )


def _alt(released: Released, exposures: list[tuple[str, str]]) -> str:
    by = f"month since {time_origin(released.study)} and {released.study.group_noun}"
    sentences = [f"Lines of participation by {by}."]
    for channel, activity in exposures:
        answers = index(released).answers(ANALYSIS, ANALYSIS, channel=channel, activity=activity)
        row, median = answers.first(ALL, Quantity.TOOK_PART), answers.first(ALL, Quantity.MEDIAN)
        if row is not None and median is not None:
            label = exposure_label(released.study, channel, activity, plural=True)
            count = number_words(median.estimate, released.style)
            part = f"{row.events} of {row.n} patients took part"
            sentences.append(f"{label}: {part}, median count {count}.")
    return " ".join(sentences)
