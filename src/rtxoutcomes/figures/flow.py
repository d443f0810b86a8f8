"""Participant flow: who was enrolled, who was analysed for what, who was left out and why."""

import itertools
import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.grid import codes
from rtxoutcomes.figures.select import diagnoses, enrolled
from rtxoutcomes.figures.style import (
    INK,
    SOFT,
    TWO_COLUMNS_MM,
    canvas,
    house_style,
    mark_origin,
    panel,
)

KEY = "participant_flow"
A_ROW, EDGE, GAP = 4, 2.0, 4.0
LINE, PAD, HEAD, TOP, BRANCH, FOOT = 3.9, 2.2, 5.4, 8.0, 6.0, 6.0
TEXT_POINTS, HEAD_POINTS = 7.0, 8.0
# Millimetres that a letter of a head takes, and that its count takes with the edges of the box.
LETTER, COUNT = 1.6, 14.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a box: words to the left, a count to the right; set in where left out."""

    words: str
    count: int
    left_out: bool = False


def draw(released: Released) -> Drawn:
    """One box for all patients, one below for each diagnosis, with what was left out of what."""
    data = released.estimates[released.estimates["analysis"] == "flow"]
    data = data[["group", "term", "estimate", "n"]].reset_index(drop=True)
    lines = {group: _lines(released, data, group) for group in diagnoses(released)}
    rows = max(1, math.ceil(len(lines) / A_ROW))
    across = max(1, math.ceil(len(lines) / rows))
    height = HEAD + 2 * PAD + LINE * max((len(own) - 1 for own in lines.values()), default=0)
    total = FOOT + rows * (height + BRANCH) + TOP + 1
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, total)
        axes = panel(figure, 0, 0, TWO_COLUMNS_MM, total)
        axes.set_axis_off()
        axes.set_xlim(0, TWO_COLUMNS_MM)
        axes.set_ylim(0, total)
        _enrolled(axes, f"Patients enrolled: {enrolled(released)}", total - TOP - 1)
        width = (TWO_COLUMNS_MM - 2 * EDGE - GAP * (across - 1)) / across
        for k, (group, own) in enumerate(lines.items()):
            row, column = divmod(k, across)
            place = (
                EDGE + column * (width + GAP),
                total - TOP - 1 - (row + 1) * (BRANCH + height),
            )
            _box(axes, place, width, height)
            _words(axes, place, (width, height), _head(released, group, width), own)
        _branches(axes, len(lines), across, (width, height), total - TOP - 1)
        mark_origin(figure, released.mark)
    caption = f"Participant flow by diagnosis.{codes(released)} {released.mark}."
    alt = _alt(released, lines)
    return Drawn(KEY, figure, data, TWO_COLUMNS_MM, caption, alt)


def _head(released: Released, group: str, width: float) -> str:
    """What the study calls a diagnosis, or its code where that is too long for the box."""
    name = released.about.get(f"diagnosis.{group}", group)
    return name if len(name) * LETTER <= width - COUNT else group


def _enrolled(axes: Axes, text: str, bottom: float) -> None:
    middle = TWO_COLUMNS_MM / 2
    _box(axes, (middle - 30, bottom), 60, TOP)
    axes.text(middle, bottom + TOP / 2, text, ha="center", va="center", fontsize=HEAD_POINTS)


def _box(axes: Axes, place: tuple[float, float], width: float, height: float) -> None:
    axes.add_patch(Rectangle(place, width, height, facecolor="white", edgecolor=INK, linewidth=0.7))


def _words(
    axes: Axes,
    place: tuple[float, float],
    size: tuple[float, float],
    head: str,
    lines: list[Line],
) -> None:
    left, right = place[0] + PAD, place[0] + size[0] - PAD
    level = place[1] + size[1] - PAD - HEAD / 2
    for k, line in enumerate([Line(head, lines[0].count), *lines[1:]]):
        points = HEAD_POINTS if k == 0 else TEXT_POINTS
        indent, colour = (3.0, SOFT) if line.left_out else (0.0, INK)
        for words, across, side in (
            (line.words, left + indent, "left"),
            (f"{line.count}", right, "right"),
        ):
            axes.text(across, level, words, ha=side, va="center", color=colour, fontsize=points)
        level -= LINE if k else (HEAD + LINE) / 2


def _branches(axes: Axes, boxes: int, across: int, size: tuple[float, float], top: float) -> None:
    """From the box of all patients to each diagnosis; further rows hang on a line at the left."""
    width, height = size
    middle = TWO_COLUMNS_MM / 2
    lines = [[(middle, top), (middle, top - BRANCH / 2)]]
    for row in range(math.ceil(boxes / across)):
        level = top - row * (BRANCH + height) - BRANCH / 2
        columns = range(min(across, boxes - row * across))
        centres = [EDGE + column * (width + GAP) + width / 2 for column in columns]
        lines.append([(min(middle, *centres) if not row else 0.6, level), (centres[-1], level)])
        lines += [[(centre, level), (centre, level - BRANCH / 2)] for centre in centres]
    if boxes > across:
        levels = [
            top - row * (BRANCH + height) - BRANCH / 2 for row in (0, math.ceil(boxes / across) - 1)
        ]
        lines += [[(0.6, levels[0]), (0.6, levels[1])], [(0.6, levels[0]), (middle, levels[0])]]
    axes.add_collection(LineCollection(lines, colors=SOFT, linewidths=0.7), autolim=False)


def _lines(released: Released, data: pd.DataFrame, group: str) -> list[Line]:
    """What is told of one diagnosis, the number enrolled first."""
    mine = data[data["group"] == group]
    count = {term: int(value) for term, value in zip(mine["term"], mine["estimate"], strict=True)}
    lines = [Line(group, count.get("enrolled", 0))]
    if "relapsed" in count:
        lines.append(Line("Followed for relapse", count["enrolled"]))
    for key, words in _scores(released):
        if f"{key}_pairs" in count:
            lines.append(Line(words, count[f"{key}_pairs"]))
            lines += _left_out(count, {f"{key}_no_baseline": "no baseline"})
            lines += _left_out(count, {f"{key}_no_follow_up": "no follow-up"})
    if "landmark_at_risk" in count:
        lines.append(Line("Engagement after landmark", count["landmark_at_risk"]))
        lines += _left_out(count, {"landmark_relapsed_before": "relapse before it"})
        lines += _left_out(count, {"landmark_ended_before": "follow-up ended before it"})
    ends = [term for term in count if term.startswith("end_") and count[term] > 0]
    return lines + [Line(f"Follow-up: {term[4:].replace('_', ' ')}", count[term]) for term in ends]


def _left_out(count: dict[str, int], names: dict[str, str]) -> list[Line]:
    return [
        Line(words, count[key], left_out=True)
        for key, words in names.items()
        if count.get(key, 0) > 0
    ]


def _scores(released: Released) -> list[tuple[str, str]]:
    prefix = "score."
    names = [key.removeprefix(prefix) for key in released.about if key.startswith(prefix)]
    told = [
        (
            (name, f"{released.about[f'{prefix}{name}']} pairs, last visit"),
            (f"{name}_fixed_time", f"{released.about[f'{prefix}{name}']} pairs, fixed time"),
        )
        for name in names
    ]
    return list(itertools.chain.from_iterable(told))


def _alt(released: Released, lines: dict[str, list[Line]]) -> str:
    told = [
        f"{'; '.join(f'{line.words}: {line.count}' for line in own)}." for own in lines.values()
    ]
    return " ".join([f"Flow diagram: {enrolled(released)} patients enrolled.", *told])
