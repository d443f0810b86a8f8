"""Participant flow: who was enrolled, who was analysed for what, who was excluded and why."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.grid import abbreviations
from rtxoutcomes.figures.style import INK, SOFT, TWO_COLUMNS_MM, page, panel
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.presentation.words import event_label, level_label
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study

ANALYSIS = "flow"
COLUMNS = ("endpoint", "group", "month", "level", "quantity", "estimate", "n")
A_ROW, EDGE, GAP = 4, 2.0, 4.0
LINE, PAD, HEAD, TOP, BRANCH, FOOT = 3.9, 2.2, 5.4, 8.0, 6.0, 6.0
TEXT_POINTS, HEAD_POINTS = 7.0, 8.0
# Millimetres that a letter of a head takes, and that its count takes with the edges of the box.
LETTER, COUNT = 1.6, 14.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a box: words to the left, a count to the right; indented where excluded."""

    words: str
    count: int
    excluded: bool = False


def draw(released: Released) -> Drawn:
    """One box for all patients, one below for each diagnosis, with what was excluded from what."""
    rows = index(released)
    data = released.estimates[released.estimates["analysis"] == ANALYSIS]
    data = data[list(COLUMNS)].reset_index(drop=True)
    boxes = {group: _lines(rows, group) for group in rows.groups}
    down = max(1, math.ceil(len(boxes) / A_ROW))
    across = max(1, math.ceil(len(boxes) / down))
    height = HEAD + 2 * PAD + LINE * max((len(lines) - 1 for lines in boxes.values()), default=0)
    total = FOOT + down * (height + BRANCH) + TOP + 1
    with page(TWO_COLUMNS_MM, total, released.mark) as figure:
        axes = panel(figure, 0, 0, TWO_COLUMNS_MM, total)
        axes.set_axis_off()
        axes.set_xlim(0, TWO_COLUMNS_MM)
        axes.set_ylim(0, total)
        _enrolled(axes, ": ".join(_top(rows)), total - TOP - 1)
        width = (TWO_COLUMNS_MM - 2 * EDGE - GAP * (across - 1)) / across
        for k, (group, lines) in enumerate(boxes.items()):
            row, column = divmod(k, across)
            place = (EDGE + column * (width + GAP), total - TOP - 1 - (row + 1) * (BRANCH + height))
            _box(axes, place, width, height)
            _words(axes, place, (width, height), _head(released.study, group, width), lines)
        _branches(axes, len(boxes), across, (width, height), total - TOP - 1)
    head = f"Participant flow by {released.study.group_noun}."
    caption = f"{head}{_exclusions(rows)}{abbreviations(released.study)} {released.mark}."
    return Drawn("participant_flow", figure, data, TWO_COLUMNS_MM, caption, _alt(rows, boxes))


def _top(rows: Index) -> tuple[str, str]:
    """What is counted, and the number of patients, of how many if some were excluded."""
    before = rows.answers(ANALYSIS, ANALYSIS).first(ALL, Quantity.BEFORE_EXCLUSION)
    enrolled = rows.enrolled.get(ALL, 0)
    if before is None:
        return "Patients enrolled", str(enrolled)
    return "Patients analysed", f"{enrolled} of {int(before.estimate)}"


def _exclusions(rows: Index) -> str:
    """Why patients were excluded before any analysis, and how many."""
    flow = rows.answers(ANALYSIS, ANALYSIS).rows
    excluded = [r for r in flow if r.quantity is Quantity.EXCLUDED and r.group == ALL]
    reasons = "; ".join(f"{row.level}, {int(row.estimate)}" for row in excluded)
    return f" Excluded before the analysis: {reasons}." if excluded else ""


def _head(study: Study, group: str, width: float) -> str:
    """The label of a diagnosis, or its abbreviation where that is too long for the box."""
    name = study.label(group)
    return name if len(name) * LETTER <= width - COUNT else study.abbreviation(group)


def _enrolled(axes: Axes, text: str, bottom: float) -> None:
    middle = TWO_COLUMNS_MM / 2
    _box(axes, (middle - 30, bottom), 60, TOP)
    axes.text(middle, bottom + TOP / 2, text, ha="center", va="center", fontsize=HEAD_POINTS)


def _box(axes: Axes, place: tuple[float, float], width: float, height: float) -> None:
    axes.add_patch(Rectangle(place, width, height, facecolor="white", edgecolor=INK, linewidth=0.7))


def _words(
    axes: Axes, place: tuple[float, float], size: tuple[float, float], head: str, lines: list[Line]
) -> None:
    left, right = place[0] + PAD, place[0] + size[0] - PAD
    level = place[1] + size[1] - PAD - HEAD / 2
    for k, line in enumerate([Line(head, lines[0].count), *lines[1:]]):
        points = HEAD_POINTS if k == 0 else TEXT_POINTS
        indent, colour = (3.0, SOFT) if line.excluded else (0.0, INK)
        write = partial(axes.text, va="center", color=colour, fontsize=points)
        write(left + indent, level, line.words, ha="left")
        write(right, level, f"{line.count}", ha="right")
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
        first = top - BRANCH / 2
        lines += [[(0.6, first), (0.6, level)], [(0.6, first), (middle, first)]]
    axes.add_collection(LineCollection(lines, colors=SOFT, linewidths=0.7), autolim=False)


def _lines(rows: Index, group: str) -> list[Line]:
    """The lines of one diagnosis, the number enrolled first."""
    study, flow = rows.study, rows.answers(ANALYSIS, ANALYSIS)
    enrolled = rows.enrolled.get(group, 0)
    lines = [Line(study.abbreviation(group), enrolled)]
    if flow.first(group, Quantity.RELAPSED) is not None:
        lines.append(Line(f"Followed for {event_label(study)}", enrolled))
    visits = rows.questions(ANALYSIS)
    for score in study.scores:
        for answers in visits:
            if answers.endpoint == score.name:
                lines += _pairs(answers, group, score.label)
    for answers in visits:
        if answers.endpoint == ANALYSIS:
            lines += _landmark(answers, group, event_label(study))
    return [*lines, *_ends(study, flow, group)]


def _pairs(answers: Answers, group: str, label: str) -> list[Line]:
    """Patients with both values of a score at one visit, and those who lack one."""
    visit = "last visit" if math.isnan(answers.month) else "fixed time"
    missing = {
        Quantity.NO_BASELINE_VALUE: "no baseline",
        Quantity.NO_FOLLOW_UP_VALUE: "no follow-up",
    }
    return _line(answers, group, Quantity.COMPLETE_PAIRS, f"{label} pairs, {visit}", missing)


def _landmark(answers: Answers, group: str, event: str) -> list[Line]:
    excluded = {
        Quantity.EVENT_BEFORE_LANDMARK: f"{event} before it",
        Quantity.ENDED_BEFORE_LANDMARK: "follow-up ended before it",
    }
    words = "Engagement after landmark"
    return _line(answers, group, Quantity.AT_RISK_AT_LANDMARK, words, excluded)


def _line(
    answers: Answers, group: str, quantity: Quantity, words: str, excluded: Mapping[Quantity, str]
) -> list[Line]:
    """A line with those excluded from it by reason; none where the quantity has no row."""
    row = answers.first(group, quantity)
    if row is None:
        return []
    reasons = [(text, answers.first(group, reason)) for reason, text in excluded.items()]
    counts = [(text, int(reason.estimate)) for text, reason in reasons if reason is not None]
    return [
        Line(words, int(row.estimate)),
        *(Line(text, count, excluded=True) for text, count in counts if count > 0),
    ]


def _ends(study: Study, flow: Answers, group: str) -> list[Line]:
    """Why follow-up ended, as it was recorded."""
    return [
        Line(f"Follow-up: {level_label(study, row).lower()}", int(row.estimate))
        for row in flow.rows
        if row.group == group and row.quantity is Quantity.FOLLOW_UP_ENDED and row.estimate > 0
    ]


def _alt(rows: Index, boxes: Mapping[str, list[Line]]) -> str:
    counts = ([f"{line.words}: {line.count}" for line in lines] for lines in boxes.values())
    words, count = _top(rows)
    head = f"Flow diagram: {count} {words.lower()}."
    return " ".join([head, *(f"{'; '.join(own)}." for own in counts)])
