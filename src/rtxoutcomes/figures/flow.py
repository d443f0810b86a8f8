"""Participant flow: who was enrolled, who was analysed for what, who was left out and why."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
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
LINE_MM, PAD_MM, GAP_MM, TOP_MM = 3.6, 2.6, 7.0, 14.0


def draw(released: Released) -> Drawn:
    """One box for all patients, one below for each diagnosis, with what was left out of what."""
    data = released.estimates[released.estimates["analysis"] == "flow"]
    data = data[["group", "term", "estimate", "n"]].reset_index(drop=True)
    groups = diagnoses(released)
    lines = {group: _lines(released, data, group) for group in groups}
    rows = max(len(text) for text in lines.values())
    height = rows * LINE_MM + 2 * PAD_MM
    total = TOP_MM + GAP_MM + height + 8.0
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, total)
        axes = panel(figure, 0, 0, TWO_COLUMNS_MM, total)
        axes.set_xlim(0, TWO_COLUMNS_MM)
        axes.set_ylim(0, total)
        axes.axis("off")
        _boxes(axes, released, lines, height, total)
        mark_origin(figure, released.mark)
    caption = f"Participant flow by diagnosis. {released.mark}."
    return Drawn(KEY, figure, data, TWO_COLUMNS_MM, caption, _alt(lines, enrolled(released)))


def _boxes(
    axes: Axes, released: Released, lines: dict[str, list[str]], height: float, total: float
) -> None:
    top = total - TOP_MM + 2
    middle = TWO_COLUMNS_MM / 2
    _box(axes, middle - 35, top, 70, TOP_MM - 4)
    text = f"Patients enrolled: {enrolled(released)}"
    axes.text(middle, top + (TOP_MM - 4) / 2, text, ha="center", va="center", fontsize=8)
    width = (TWO_COLUMNS_MM - 6 - 4 * (len(lines) - 1)) / len(lines)
    bottom = top - GAP_MM - height
    for k, texts in enumerate(lines.values()):
        left = 3 + k * (width + 4)
        centre = left + width / 2
        axes.plot(
            [middle, middle, centre, centre],
            [top, top - GAP_MM / 2, top - GAP_MM / 2, top - GAP_MM],
            color=SOFT,
            linewidth=0.7,
            solid_capstyle="butt",
        )
        _box(axes, left, bottom, width, height)
        for row, line in enumerate(texts):
            place = bottom + height - PAD_MM - (row + 0.5) * LINE_MM
            weight = "bold" if row == 0 else "normal"
            indent = 2.5 if line.startswith(" ") else 0.0
            axes.text(
                left + 2.5 + indent,
                place,
                line.strip(),
                ha="left",
                va="center",
                fontsize=7,
                weight=weight,
            )


def _box(axes: Axes, left: float, bottom: float, width: float, height: float) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (left, bottom),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=1",
            facecolor="white",
            edgecolor=INK,
            linewidth=0.7,
        )
    )


def _lines(released: Released, data: pd.DataFrame, group: str) -> list[str]:
    """What is told of one diagnosis; a line that begins with a space was left out above."""
    mine = data[data["group"] == group]
    count = {term: int(value) for term, value in zip(mine["term"], mine["estimate"], strict=True)}
    lines = [f"{group}: {count.get('enrolled', 0)}"]
    if "relapsed" in count:
        lines.append(f"Followed for relapse: {count['enrolled']}")
    for key, label in _scores(released):
        if f"{key}_pairs" in count:
            lines.append(f"{label}: {count[f'{key}_pairs']}")
            lines += _left_out(count, {f"{key}_no_baseline": "no baseline"})
            lines += _left_out(count, {f"{key}_no_follow_up": "no follow-up"})
    if "landmark_at_risk" in count:
        lines.append(f"Engagement after landmark: {count['landmark_at_risk']}")
        lines += _left_out(count, {"landmark_relapsed_before": "relapse before it"})
        lines += _left_out(count, {"landmark_ended_before": "follow-up ended before it"})
    ends = [t for t in count if t.startswith("end_") and count[t] > 0]
    if ends:
        told = ", ".join(f"{t.removeprefix('end_')} {count[t]}" for t in ends)
        lines.append(f"End: {told}")
    return lines


def _left_out(count: dict[str, int], names: dict[str, str]) -> list[str]:
    return [f" {count[key]} {text}" for key, text in names.items() if count.get(key, 0) > 0]


def _scores(released: Released) -> list[tuple[str, str]]:
    prefix = "score."
    names = [key.removeprefix(prefix) for key in released.about if key.startswith(prefix)]
    pairs = []
    for name in names:
        label = released.about[f"{prefix}{name}"]
        pairs.append((name, f"{label} pairs, last visit"))
        pairs.append((f"{name}_fixed_time", f"{label} pairs, fixed time"))
    return pairs


def _alt(lines: dict[str, list[str]], total: int) -> str:
    told = [f"{'; '.join(line.strip() for line in texts)}." for texts in lines.values()]
    return " ".join([f"Flow diagram: {total} patients enrolled.", *told])
