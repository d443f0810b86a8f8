"""Participant flow after CONSORT: enrolment, follow-up and analysis, with exclusions counted."""

import math
from collections.abc import Mapping, Sequence

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.boxes import Box, Line, draw_flow
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.grid import abbreviations
from rtxoutcomes.figures.lettering import isolated
from rtxoutcomes.figures.look import Look, group_name
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.presentation.words import event_label, level_label
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL

ANALYSIS = "flow"
COLUMNS = ("endpoint", "group", "month", "level", "quantity", "estimate", "n")
Boxes = Mapping[str, Sequence[Box]]


def draw(released: Released, look: Look | None = None) -> Drawn:
    """All patients and those excluded; below, for each group, its follow-up and analysis."""
    look, rows = look or Look(), index(released)
    groups = look.codes(released.study)
    data = released.estimates[released.estimates["analysis"] == ANALYSIS]
    data = data[data["group"].isin([*groups, ALL])][list(COLUMNS)].reset_index(drop=True)
    boxes = {group: _boxes(rows, group) for group in groups}
    figure, width_mm = draw_flow(_enrolment(rows), list(boxes.values()), released.mark, look)
    head = f"Participant flow by {released.study.group_noun}."
    caption = f"{head}{_exclusions(rows)}{abbreviations(released.study)} {released.mark}."
    return Drawn("participant_flow", figure, data, width_mm, caption, _alt(rows, boxes))


def _enrolment(rows: Index) -> list[Box]:
    """All patients; where some were excluded, how many for which reason, and who remained."""
    enrolled, before = rows.enrolled.get(ALL, 0), _before(rows)
    if before is None:
        return [Box(Line("Patients enrolled", enrolled))]
    excluded = Line("Excluded before the analysis", before - enrolled)
    reasons = tuple(Line(reason, count) for reason, count in _reasons(rows))
    return [
        Box(Line("Patients enrolled", before)),
        Box(excluded, reasons),
        Box(Line("Patients analysed", enrolled)),
    ]


def _before(rows: Index) -> int | None:
    before = rows.answers(ANALYSIS, ANALYSIS).first(ALL, Quantity.BEFORE_EXCLUSION)
    return None if before is None else int(before.estimate)


def _reasons(rows: Index) -> list[tuple[str, int]]:
    flow = rows.answers(ANALYSIS, ANALYSIS).rows
    excluded = [r for r in flow if r.quantity is Quantity.EXCLUDED and r.group == ALL]
    return [(row.level, int(row.estimate)) for row in excluded]


def _exclusions(rows: Index) -> str:
    """Why patients were excluded before any analysis, and how many."""
    reasons = "; ".join(f"{reason}, {count}" for reason, count in _reasons(rows))
    return f" Excluded before the analysis: {reasons}." if reasons else ""


def _boxes(rows: Index, group: str) -> list[Box]:
    """The group with its number, its follow-up, and what of it was analysed."""
    flow, enrolled = rows.answers(ANALYSIS, ANALYSIS), rows.enrolled.get(group, 0)
    head = Box(Line(isolated(group_name(rows.study, group)), enrolled))
    parts = (("Follow-up", _ends(rows, flow, group)), ("Analysed", _analysed(rows, group)))
    return [head, *(Box(Line(name, None), tuple(lines)) for name, lines in parts if lines)]


def _ends(rows: Index, flow: Answers, group: str) -> list[Line]:
    """Why follow-up ended, as it was recorded."""
    return [
        Line(level_label(rows.study, row), int(row.estimate))
        for row in flow.rows
        if row.group == group and row.quantity is Quantity.FOLLOW_UP_ENDED and row.estimate > 0
    ]


def _analysed(rows: Index, group: str) -> list[Line]:
    """Who was in each analysis, and below it who was not, by reason."""
    study, flow = rows.study, rows.answers(ANALYSIS, ANALYSIS)
    lines = []
    if flow.first(group, Quantity.RELAPSED) is not None:
        lines.append(Line(isolated(study.relapse.label), rows.enrolled.get(group, 0)))
    visits = rows.questions(ANALYSIS)
    for score in study.scores:
        for answers in visits:
            if answers.endpoint == score.name:
                lines += _pairs(answers, group, score.in_text)
    for answers in visits:
        if answers.endpoint == ANALYSIS:
            lines += _landmark(answers, group, event_label(study))
    return lines


def _pairs(answers: Answers, group: str, label: str) -> list[Line]:
    """Patients with both values of a score at one visit, and those who lack one."""
    visit = "last visit" if math.isnan(answers.month) else "fixed time"
    missing = {
        Quantity.NO_BASELINE_VALUE: "no value at baseline",
        Quantity.NO_FOLLOW_UP_VALUE: "no value at follow-up",
    }
    name = f"Change in {isolated(label)}, {visit}"
    return _line(answers, group, Quantity.COMPLETE_PAIRS, name, missing)


def _landmark(answers: Answers, group: str, event: str) -> list[Line]:
    excluded = {
        Quantity.EVENT_BEFORE_LANDMARK: f"{isolated(event)} before the landmark",
        Quantity.ENDED_BEFORE_LANDMARK: "follow-up ended before the landmark",
    }
    name = f"Engagement and {isolated(event)}"
    return _line(answers, group, Quantity.AT_RISK_AT_LANDMARK, name, excluded)


def _line(
    answers: Answers, group: str, quantity: Quantity, name: str, excluded: Mapping[Quantity, str]
) -> list[Line]:
    """A line with those excluded from it by reason; none where the quantity has no row."""
    row = answers.first(group, quantity)
    if row is None:
        return []
    reasons = [(text, answers.first(group, reason)) for reason, text in excluded.items()]
    counts = [(text, int(reason.estimate)) for text, reason in reasons if reason is not None]
    return [
        Line(name, int(row.estimate)),
        *(Line(f"excluded: {text}", count, within=True) for text, count in counts if count > 0),
    ]


def _alt(rows: Index, boxes: Boxes) -> str:
    enrolled, before = rows.enrolled.get(ALL, 0), _before(rows)
    of = (
        f"{enrolled} patients enrolled"
        if before is None
        else f"{enrolled} of {before} patients analysed"
    )
    sentences = [f"Flow diagram: {of}."]
    for own in boxes.values():
        head, *parts = own
        texts = [f"{line.words} {line.count}" for box in parts for line in box.lines]
        sentences.append("; ".join([f"{head.head.words}: {head.head.count}", *texts]) + ".")
    return " ".join(sentences)
