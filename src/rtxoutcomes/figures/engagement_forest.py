"""Engagement and later outcome: a forest of the primary models, with what each side of it means."""

from collections.abc import Sequence

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.effects import Block as Outcome
from rtxoutcomes.figures.effects import (
    blocks_of,
    effects,
    exposure_of,
    is_primary,
    twin,
)
from rtxoutcomes.figures.forest import Block, Line, draw_forest
from rtxoutcomes.figures.lettering import isolated
from rtxoutcomes.figures.look import Look
from rtxoutcomes.presentation.printed import month_text, result_text
from rtxoutcomes.presentation.words import event_label, exposure_label, score_of, words_of
from rtxoutcomes.results.number import Number

KEY = "engagement"


def draw(released: Released, look: Look | None = None) -> Drawn | None:
    """A block an outcome, in it a line an exposure. None where no effect could be estimated."""
    rows = [row for row in effects(released) if is_primary(row)]
    if not rows:
        return None
    outcomes = blocks_of(released, rows)
    blocks = [_block(outcome) for outcome in outcomes]
    figure, width_mm = draw_forest(blocks, KEY_WORDS, released.mark, look or Look())
    caption, alt = _caption(released, rows), _alt(outcomes)
    return Drawn(KEY, figure, twin(released, rows), width_mm, caption, alt)


def _block(outcome: Outcome) -> Block:
    names = [exposure_label(outcome.study, *exposure_of(row), plural=True) for row in outcome.rows]
    lines = [Line(name, row) for name, row in zip(names, outcome.rows, strict=True)]
    what = names[0] if len(set(names)) == 1 else "engagement"
    below, above = (f"{words} with more {what}" for words in _sides(outcome))
    return Block(outcome.title, lines, words_of(outcome.rows[0].unit), below, above)


def _sides(outcome: Outcome) -> tuple[str, str]:
    """What lies below and above no effect."""
    score = score_of(outcome.study, outcome.outcome)
    if score is None:
        events = isolated(outcome.study.relapse.plural_in_text)
        return f"Fewer {events}", f"More {events}"
    label = isolated(score.in_text)
    return f"Lower {label}", f"Higher {label}"


KEY_WORDS = (
    "Squares and lines, estimates with 95% confidence intervals; dashed line, no association."
)


def _caption(released: Released, rows: Sequence[Number]) -> str:
    study = released.study
    of_scores = [score_of(study, row.endpoint) is not None for row in rows]
    (month, *_), mark = [row.month for row in rows], released.style.numbers.decimal_mark
    events = (
        f" {study.relapse.label}: hazard ratios of Firth Cox models with profile likelihood 95% "
        "confidence intervals."
    )
    scores = " Scores: linear models with HC3 95% confidence intervals."
    warning = (
        " No patient is known to have begun treatment before engagement, so that their effects "
        "cannot be separated."
    )
    together = any(row.note == "not_identifiable" for row in rows)
    return (
        f"Engagement in the first {month_text(month, mark)} months and later outcome: primary "
        "models, one channel and activity at a time, per doubling of (1 + count)."
        f"{'' if all(of_scores) else events}{scores if any(of_scores) else ''} Not adjusted for "
        f"multiplicity.{warning if together else ''} {released.mark}."
    )


def _alt(outcomes: Sequence[Outcome]) -> str:
    sentences = ["Forest plot of engagement and later outcome, primary models."]
    for outcome in outcomes:
        score = score_of(outcome.study, outcome.outcome)
        label = event_label(outcome.study) if score is None else score.in_text
        for row in outcome.rows:
            exposure = exposure_label(outcome.study, *exposure_of(row), plural=True)
            sentences.append(f"{exposure}, {label}: {result_text(row)}.")
    if any(row.note == "not_identifiable" for o in outcomes for row in o.rows):
        sentences.append("Effects are not identifiable.")
    return " ".join(sentences)
