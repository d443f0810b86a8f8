"""Engagement over time: who took part in each month, and how much, by diagnosis."""

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.exposures import exposure_words
from rtxoutcomes.figures.frame import Scale, frame, steps, words_of
from rtxoutcomes.figures.select import diagnoses, one
from rtxoutcomes.figures.style import (
    DASHES,
    PALETTE,
    TWO_COLUMNS_MM,
    canvas,
    house_style,
    mark_origin,
    panel,
)
from rtxoutcomes.results import ALL

KEY = "engagement_over_time"
LEFT, RIGHT, GAP = 14.0, 3.0, 7.0
FOOT, LOWER, BETWEEN, UPPER, TOP = 14.0, 24.0, 6.0, 34.0, 11.0
# A share of fewer patients than this jumps from month to month and says nothing.
FEWEST = 10
STEP = 6
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw(released: Released) -> Drawn | None:
    """A column an exposure: share who took part in each month above, mean count below.

    A line a diagnosis, drawn while at least ten of its patients are observed. None where months
    were not recorded, or nobody's line would be drawn.
    """
    frame_ = released.participation
    data = frame_[(frame_["observed"] >= FEWEST) & (frame_["group"] != ALL)].reset_index(drop=True)
    if data.empty:
        return None
    observed = data["observed"].astype("float64")
    data = data.assign(share=data["took_part"] / observed, mean=data["count"] / observed)
    columns = list(dict.fromkeys(data["endpoint"]))
    width = (TWO_COLUMNS_MM - LEFT - RIGHT - GAP * (len(columns) - 1)) / len(columns)
    across = _across(float(data["month"].max()) + 1)
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, FOOT + LOWER + BETWEEN + UPPER + TOP)
        for k, exposure in enumerate(columns):
            left, own = LEFT + k * (width + GAP), data[data["endpoint"] == exposure]
            above = panel(figure, left, FOOT + LOWER + BETWEEN, width, UPPER)
            below = panel(figure, left, FOOT, width, LOWER)
            _lines(above, released, own, "share")
            _lines(below, released, own, "mean")
            bare = Scale(across.low, across.high, across.ticks)
            frame(above, bare, _shares(first=k == 0), exposure_words(released, exposure))
            frame(below, across, _counts(own, first=k == 0))
        figure.axes[0].legend(
            loc="lower left",
            bbox_to_anchor=(0, 1.14),
            ncols=len(diagnoses(released)),
            borderaxespad=0,
            handlelength=2.6,
        )
        mark_origin(figure, released.mark)
    return Drawn(KEY, figure, data, TWO_COLUMNS_MM, _caption(released), _alt(released, columns))


def _lines(axes: Axes, released: Released, data: pd.DataFrame, column: str) -> None:
    for k, group in enumerate(diagnoses(released)):
        mine = data[data["group"] == group]
        axes.plot(
            mine["month"] + 0.5,
            mine[column],
            color=PALETTE[k % len(PALETTE)],
            linestyle=DASHES[k % len(DASHES)],
            label=group,
        )


def _across(last: float) -> Scale:
    step = STEP
    while last / step > 7:
        step *= 2
    ticks = [float(month) for month in range(0, int(last) + 1, step)]
    return Scale(0, last, ticks, words_of(ticks), "Months since first infusion")


def _shares(*, first: bool) -> Scale:
    labels = [f"{100 * share:g}" for share in SHARES] if first else []
    return Scale(0, 1.02, SHARES, labels, "Took part, %" if first else "")


def _counts(data: pd.DataFrame, *, first: bool) -> Scale:
    high = 1.05 * float(data["mean"].max()) or 1.0
    ticks = steps(0, high, 4)
    return Scale(0, high, ticks, words_of(ticks), "Mean count" if first else "")


def _caption(released: Released) -> str:
    return (
        "Engagement over time by diagnosis. Above, share of the patients observed throughout a "
        "month who took part in it at least once; below, mean count of those patients in it. "
        f"Lines end where fewer than {FEWEST} patients are observed. Description only: what is "
        f"done over the whole follow-up is never an exposure. {released.mark}."
    )


def _alt(released: Released, columns: list[str]) -> str:
    told = ["Lines of participation by month since the first infusion and diagnosis."]
    for exposure in columns:
        row = one(released, "participation", endpoint=exposure, group="all", term="took_part")
        half = one(released, "participation", endpoint=exposure, group="all", term="median")
        if row is not None and half is not None:
            told.append(
                f"{exposure_words(released, exposure)}: {int(row['events'])} of {int(row['n'])} "
                f"patients took part, median count {half['estimate']:g}."
            )
    return " ".join(told)
