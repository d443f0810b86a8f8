"""Engagement over time: who took part in each month, and how much, by diagnosis."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import (
    TITLE_POINTS,
    Scale,
    below_mm,
    draw_lettering,
    frame,
    left_mm,
    linear_scale,
    month_scale,
    percent_scale,
    size_mm,
)
from rtxoutcomes.figures.grid import abbreviations
from rtxoutcomes.figures.lettering import Lettering, fitted, isolated, line_mm
from rtxoutcomes.figures.lettering import width_mm as width_mm_of
from rtxoutcomes.figures.look import Look, dash_of, group_name
from rtxoutcomes.figures.page import foot_of, height_of, page, root_of, width_of
from rtxoutcomes.figures.style import TWO_COLUMNS_MM, panel
from rtxoutcomes.figures.ticks import number_words
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import exposure_label, time_origin
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study

RIGHT = 3.0
LOWER, BETWEEN, UPPER = 24.0, 5.0, 34.0
NAME_POINTS, SAMPLE_MM, LEGEND_GAP_MM = 7.0, 7.0, 5.0
# A proportion of fewer patients than this jumps from month to month.
FEWEST = 10
ANALYSIS = "participation"


class _Entry(NamedTuple):
    """A group in the legend: its name, where it begins, and the height of what is above it."""

    group: str
    name: Lettering
    left: float
    above: float


class _Words(NamedTuple):
    """What is written around the panels."""

    across: Scale
    proportions: Scale
    counts: Scale
    heads: Sequence[Lettering]
    legend: Sequence[_Entry]


def draw(released: Released, look: Look | None = None) -> Drawn | None:
    """A column an exposure: proportion who took part in each month above, mean count below.

    A line a group, drawn while at least ten of its patients are observed. None where months
    were not recorded, or nobody's line would be drawn.
    """
    look = look or Look()
    data = _twin(released, look.codes(released.study))
    if data.empty:
        return None
    parts = [own for _, own in data.groupby(["channel", "activity"], sort=False, observed=True)]
    scales = _scales(released, data)
    width_mm = width_of(look, TWO_COLUMNS_MM)
    left = max(left_mm(scales[1], UPPER), left_mm(scales[2], LOWER))
    gap = max(left_mm(_counts(released, own), LOWER) for own in parts) + 1.0
    width = (width_mm - left - RIGHT - gap * (len(parts) - 1)) / len(parts)
    heads = [fitted(_exposure(released, own), width, TITLE_POINTS) for own in parts]
    words = _Words(*scales, heads, _legend(released.study, _groups(data), width_mm - left))
    foot = foot_of("", released.mark, width_mm)
    below = foot.height_mm + 3 + below_mm(scales[0], width)
    legend_mm = max(entry.above + entry.name.height_mm for entry in words.legend) + 2
    above = max(head.height_mm for head in heads) + 3 + legend_mm
    height_mm = height_of(look, below + LOWER + BETWEEN + UPPER + above)
    with page(look, width_mm, height_mm, foot) as sheet:
        for k, own in enumerate(parts):
            place = left + k * (width + gap)
            upper = panel(sheet.figure, place, below + LOWER + BETWEEN, width, UPPER)
            lower = panel(sheet.figure, place, below, width, LOWER)
            _column(
                released, look, own, (upper, lower), words._replace(heads=heads[k:]), first=k == 0
            )
            if k == 0:
                _draw_legend(upper, released.study, look, words.legend, UPPER + above - 1)
    caption = _caption(released)
    return Drawn(
        "engagement_over_time",
        root_of(sheet.figure),
        data,
        width_mm,
        caption,
        _alt(released, parts),
    )


def _groups(data: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(data["group"]))


def _exposure(released: Released, data: pd.DataFrame) -> str:
    exposure = data["channel"].iloc[0], data["activity"].iloc[0]
    return exposure_label(released.study, *exposure, plural=True)


def _scales(released: Released, data: pd.DataFrame) -> tuple[Scale, Scale, Scale]:
    last = float(data["month"].max()) + 1
    counts = _counts(released, data, "Mean count")
    months = month_scale(0, last, released.style, time_origin(released.study))
    return months, percent_scale("Took part (%)"), counts


def _counts(released: Released, data: pd.DataFrame, name: str = "") -> Scale:
    """The scale of the counts of one exposure."""
    return linear_scale(0, 1.05 * float(data["mean"].max()) or 1.0, released.style, name, 4)


def _legend(study: Study, groups: Sequence[str], room: float) -> list[_Entry]:
    """The groups side by side, on a new line where one does not fit."""
    entries: list[_Entry] = []
    place = above = high = 0.0
    for group in groups:
        name = fitted(isolated(group_name(study, group)), room - SAMPLE_MM - 2, NAME_POINTS, 1)
        wide = SAMPLE_MM + width_mm_of(name.text, name.points)
        if entries and place + wide > room:
            place, above, high = 0.0, above + high, 0.0
        entries.append(_Entry(group, name, place, above))
        place, high = place + wide + LEGEND_GAP_MM, max(high, name.height_mm)
    return entries


def _draw_legend(
    axes: Axes, study: Study, look: Look, entries: Sequence[_Entry], top: float
) -> None:
    width, height = size_mm(axes)
    for entry in entries:
        level = top - entry.above
        sample = (level - line_mm(NAME_POINTS) / 2) / height
        axes.plot(
            [entry.left / width, (entry.left + SAMPLE_MM - 1.5) / width],
            [sample] * 2,
            color=look.colour(study, entry.group),
            ls=dash_of(study, entry.group),
            transform=axes.transAxes,
            clip_on=False,
        )
        place = ((entry.left + SAMPLE_MM) / width, (level - 0.4) / height)
        draw_lettering(axes, place, entry.name, va="top")


def _twin(released: Released, groups: Sequence[str]) -> pd.DataFrame:
    data = released.participation
    data = data[(data["observed"] >= FEWEST) & data["group"].isin(groups)].reset_index(drop=True)
    observed = data["observed"].astype("float64")
    return data.assign(proportion=data["took_part"] / observed, mean=data["count"] / observed)


def _column(
    released: Released,
    look: Look,
    data: pd.DataFrame,
    panels: tuple[Axes, Axes],
    words: _Words,
    *,
    first: bool,
) -> None:
    """The two panels of one exposure; the first column has the words of the upward axes."""
    above, below = panels
    _lines(above, released.study, look, data, "proportion")
    _lines(below, released.study, look, data, "mean")
    proportions = words.proportions if first else words.proportions.bare
    frame(above, words.across.bare, proportions, words.heads[0])
    name = words.counts.name if first else ""
    frame(below, words.across, _counts(released, data, name))


def _lines(axes: Axes, study: Study, look: Look, data: pd.DataFrame, column: str) -> None:
    for group in _groups(data):
        line = data[data["group"] == group]
        colour, dash = look.colour(study, group), dash_of(study, group)
        axes.plot(line["month"] + 0.5, line[column], color=colour, linestyle=dash)


def _caption(released: Released) -> str:
    return (
        f"Engagement over time by {released.study.group_noun}. Above, proportion of the patients "
        "observed throughout a month who took part in it at least once; below, mean count of those "
        f"patients in it. Lines end where fewer than {FEWEST} patients are observed. Description "
        "only: engagement over the whole follow-up is never an exposure."
        f"{abbreviations(released.study)} {released.mark}."
    )


def _alt(released: Released, parts: Sequence[pd.DataFrame]) -> str:
    sentences = [
        f"Lines of participation by month since {time_origin(released.study)} "
        f"and {released.study.group_noun}."
    ]
    for own in parts:
        channel, activity = own["channel"].iloc[0], own["activity"].iloc[0]
        answers = index(released).answers(ANALYSIS, ANALYSIS, channel=channel, activity=activity)
        row, median = answers.first(ALL, Quantity.TOOK_PART), answers.first(ALL, Quantity.MEDIAN)
        if row is not None and median is not None:
            count = number_words(median.estimate, released.style)
            part = f"{row.events} of {row.n} patients took part"
            sentences.append(f"{_exposure(released, own)}: {part}, median count {count}.")
    return " ".join(sentences)
