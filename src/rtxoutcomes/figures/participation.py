"""Engagement over time: who took part in each month, and how much, by diagnosis."""

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import (
    MONTHS,
    Scale,
    frame,
    month_ticks,
    number_words,
    steps,
    words_of,
)
from rtxoutcomes.figures.grid import abbreviations
from rtxoutcomes.figures.style import (
    DASHES,
    PALETTE,
    TWO_COLUMNS_MM,
    canvas,
    house_style,
    mark_origin,
    panel,
)
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import exposure_label
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL

KEY = "engagement_over_time"
LEFT, RIGHT, GAP = 14.0, 3.0, 7.0
FOOT, LOWER, BETWEEN, UPPER, TOP = 14.0, 24.0, 6.0, 34.0, 11.0
# A proportion of fewer patients than this jumps from month to month.
FEWEST = 10
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)
ANALYSIS = "participation"


def draw(released: Released) -> Drawn | None:
    """A column an exposure: proportion who took part in each month above, mean count below.

    A line a diagnosis, drawn while at least ten of its patients are observed. None where months
    were not recorded, or nobody's line would be drawn.
    """
    data = _twin(released)
    if data.empty:
        return None
    exposures = list(dict.fromkeys(zip(data["channel"], data["activity"], strict=True)))
    width = (TWO_COLUMNS_MM - LEFT - RIGHT - GAP * (len(exposures) - 1)) / len(exposures)
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, FOOT + LOWER + BETWEEN + UPPER + TOP)
        across = _across(released, float(data["month"].max()) + 1)
        for k, exposure in enumerate(exposures):
            of_exposure = (data["channel"] == exposure[0]) & (data["activity"] == exposure[1])
            left = LEFT + k * (width + GAP)
            above = panel(figure, left, FOOT + LOWER + BETWEEN, width, UPPER)
            below = panel(figure, left, FOOT, width, LOWER)
            _column(released, data[of_exposure], (above, below), across, first=k == 0)
        figure.axes[0].legend(
            loc="lower left",
            bbox_to_anchor=(0, 1.14),
            ncols=len(released.study.codes),
            borderaxespad=0,
            handlelength=2.6,
        )
        mark_origin(figure, released.mark)
    return Drawn(KEY, figure, data, TWO_COLUMNS_MM, _caption(released), _alt(released, exposures))


def _twin(released: Released) -> pd.DataFrame:
    data = released.participation
    data = data[(data["observed"] >= FEWEST) & (data["group"] != ALL)].reset_index(drop=True)
    observed = data["observed"].astype("float64")
    return data.assign(proportion=data["took_part"] / observed, mean=data["count"] / observed)


def _column(
    released: Released, data: pd.DataFrame, panels: tuple[Axes, Axes], across: Scale, *, first: bool
) -> None:
    """The two panels of one exposure; the first column has the words of the upward axes."""
    above, below = panels
    _lines(above, released, data, "proportion")
    _lines(below, released, data, "mean")
    bare = Scale(across.low, across.high, across.ticks)
    exposure = exposure_label(
        released.study, data["channel"].iloc[0], data["activity"].iloc[0], plural=True
    )
    frame(above, bare, _proportions(first=first), exposure)
    frame(below, across, _counts(released, data, first=first))


def _lines(axes: Axes, released: Released, data: pd.DataFrame, column: str) -> None:
    for k, group in enumerate(released.study.codes):
        line = data[data["group"] == group]
        axes.plot(
            line["month"] + 0.5,
            line[column],
            color=PALETTE[k % len(PALETTE)],
            linestyle=DASHES[k % len(DASHES)],
            label=released.study.abbreviation(group),
        )


def _across(released: Released, last: float) -> Scale:
    ticks = month_ticks(last)
    return Scale(0, last, ticks, words_of(ticks, released.style), MONTHS)


def _proportions(*, first: bool) -> Scale:
    labels = [f"{100 * part:g}" for part in PARTS] if first else []
    return Scale(0, 1.02, PARTS, labels, "Took part, %" if first else "")


def _counts(released: Released, data: pd.DataFrame, *, first: bool) -> Scale:
    high = 1.05 * float(data["mean"].max()) or 1.0
    ticks = steps(0, high, 4)
    return Scale(0, high, ticks, words_of(ticks, released.style), "Mean count" if first else "")


def _caption(released: Released) -> str:
    return (
        "Engagement over time by diagnosis. Above, proportion of the patients observed throughout "
        "a month who took part in it at least once; below, mean count of those patients in it. "
        f"Lines end where fewer than {FEWEST} patients are observed. Description only: engagement "
        "over the whole follow-up is never an exposure."
        f"{abbreviations(released.study)} {released.mark}."
    )


def _alt(released: Released, exposures: list[tuple[str, str]]) -> str:
    sentences = ["Lines of participation by month since the first infusion and diagnosis."]
    for channel, activity in exposures:
        answers = index(released).answers(ANALYSIS, ANALYSIS, channel=channel, activity=activity)
        row, median = answers.first(ALL, Quantity.TOOK_PART), answers.first(ALL, Quantity.MEDIAN)
        if row is not None and median is not None:
            label = exposure_label(released.study, channel, activity, plural=True)
            count = number_words(median.estimate, released.style)
            sentences.append(
                f"{label}: {row.events} of {row.n} patients took part, median count {count}."
            )
    return " ".join(sentences)
