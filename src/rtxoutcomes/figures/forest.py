"""Effects of engagement: every pre-specified model, a column an exposure, a block an outcome."""

import math
from collections.abc import Sequence
from operator import attrgetter

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.effects import Block, blocks_of, effects, exposure_of, variant_of
from rtxoutcomes.figures.frame import Scale, draw_text, frame, linear_scale, size_mm, words_of
from rtxoutcomes.figures.style import INK, PALETTE, SOFT, TWO_COLUMNS_MM, page, panel
from rtxoutcomes.presentation.printed import result_text, value_text
from rtxoutcomes.presentation.words import event_label, exposure_label, score_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.study import Study

RIGHT, GAP = 3.0, 5.0
# Room for the names of the models, by the length of the longest.
LETTER_MM, BESIDE_MM, LABELS_MM = 1.22, 2.5, (46.0, 80.0)
ROW_MM, AXIS_MM, TITLE_MM, FOOT_MM = 3.4, 11.0, 6.0, 4.0
COLUMNS = (
    *("outcome", "channel", "activity", "model", "month", "level", "quantity", "measure"),
    *("role", "unit", "n", "events", "estimate", "conf_low", "conf_high", "method", "note"),
)
# Wider intervals than this are cut off at the edge, or the others would all look alike.
WIDEST = 16.0
WIDE = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
FINE = (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2)
NUMBERS = tuple(map(attrgetter, ("conf_low", "estimate", "conf_high")))
# How effects of one role are drawn: colour, face, marker and its size, width of the interval.
FULL = (PALETTE[0], PALETTE[0], "s", 3.8, 1.5)
OPEN = (SOFT, "white", "o", 3.0, 0.8)


def draw(released: Released) -> Drawn | None:
    """A block of panels an outcome, in it a line a model; open markers are sensitivity analyses.

    None where no effect could be estimated.
    """
    rows = effects(released)
    if not rows:
        return None
    blocks = blocks_of(released, rows)
    top = FOOT_MM + sum(_height_mm(block) + AXIS_MM + TITLE_MM for block in blocks)
    labels_mm = _labels_mm(blocks)
    with page(TWO_COLUMNS_MM, top, released.mark) as figure:
        for block in blocks:
            top -= TITLE_MM + _height_mm(block)
            _block(figure, block, top, labels_mm)
            top -= AXIS_MM
    caption, alt = _caption(released, rows), _alt(released.study, blocks)
    return Drawn("engagement", figure, _twin(released, rows), TWO_COLUMNS_MM, caption, alt)


def _height_mm(block: Block) -> float:
    return len(block.variants) * ROW_MM


def _labels_mm(blocks: Sequence[Block]) -> float:
    """Width of the names of the models."""
    longest = max(len(name) for block in blocks for name in block.names)
    return float(np.clip(LETTER_MM * longest + BESIDE_MM, *LABELS_MM))


def _twin(released: Released, rows: Sequence[Number]) -> pd.DataFrame:
    data = released.estimates.iloc[[row.place for row in rows]]
    return data.rename(columns={"endpoint": "outcome"})[list(COLUMNS)].reset_index(drop=True)


def _block(figure: Figure, block: Block, bottom: float, labels_mm: float) -> None:
    """The panels of one outcome side by side, with the names of its models at the left."""
    columns = len(block.exposures)
    width = (TWO_COLUMNS_MM - labels_mm - RIGHT - GAP * (columns - 1)) / columns
    across, up = _across(block), Scale(len(block.variants) - 0.4, -0.6, [])
    for k, exposure in enumerate(block.exposures):
        left = labels_mm + k * (width + GAP)
        axes = panel(figure, left, bottom, width, _height_mm(block))
        frame(axes, across, up, exposure_label(block.study, *exposure, plural=True))
        rows = [row for row in block.rows if exposure_of(row) == exposure]
        _effects(axes, block, rows, across)
        if k == 0:
            _labels(axes, block, up, labels_mm)


def _across(block: Block) -> Scale:
    """The axis that all exposures of an outcome share, the null on it."""
    places = np.concatenate([block.places(block.rows, value) for value in NUMBERS])
    low, high = min(block.null, float(np.nanmin(places))), max(block.null, float(np.nanmax(places)))
    if block.log:
        edge = math.log2(WIDEST)
        low, high = max(low, -edge), min(high, edge)
    slack = 0.04 * (high - low) or 1.0
    low, high = low - slack, high + slack
    if not block.log:
        return linear_scale(low, high, block.style, "Difference per doubling", 4)
    ratios = _ratio_ticks(2**low, 2**high)
    ticks = [math.log2(ratio) for ratio in ratios]
    return Scale(low, high, ticks, words_of(ratios, block.style), "Ratio per doubling")


def _effects(axes: Axes, block: Block, rows: Sequence[Number], across: Scale) -> None:
    """Markers and intervals; an interval without an end goes on to the edge."""
    variants = block.variants
    line = np.array([variants.index(variant_of(row)) for row in rows], dtype=np.float64)
    primary = np.array([row.role == "reported" for row in rows], dtype=np.bool_)
    low, estimate, high = (block.places(rows, value) for value in NUMBERS)
    low = np.clip(np.where(np.isnan(low), across.low, low), across.low, across.high)
    high = np.clip(np.where(np.isnan(high), across.high, high), across.low, across.high)
    end = len(variants) - 0.4
    axes.vlines(block.null, end, -0.6, color=INK, linewidth=0.6, linestyles=(0, (2, 2)))
    for chosen, (colour, face, marker, size, width) in ((~primary, OPEN), (primary, FULL)):
        if chosen.any():
            lines, ends = line[chosen], (low[chosen], high[chosen])
            axes.hlines(lines, *ends, colors=colour, linewidth=width)
            axes.plot(estimate[chosen], lines, marker, ms=size, mfc=face, mec=colour)


def _labels(axes: Axes, block: Block, up: Scale, labels_mm: float) -> None:
    """The names of the models, and above them that of the outcome."""
    width, height = size_mm(axes)
    for line, name in enumerate(block.names):
        draw_text(axes, (-1.5 / width, up.fraction(line)), name, 6.5, ha="right")
    draw_text(axes, (-(labels_mm - 1) / width, 1 + 2.8 / height), block.title, 8.0)


def _ratio_ticks(low: float, high: float) -> list[float]:
    for chosen in (WIDE, FINE):
        inside = [tick for tick in chosen if low <= tick <= high]
        if len(inside) > 2:
            return inside
    return inside if len(inside) > 1 else [1.0]


def _not_identifiable(rows: Sequence[Number]) -> bool:
    return any(row.note == "not_identifiable" for row in rows)


def _caption(released: Released, rows: Sequence[Number]) -> str:
    study, event = released.study, event_label(released.study)
    of_scores = [score_of(study, row.endpoint) is not None for row in rows]
    events = (
        f" {study.relapse.label}: hazard ratios of Firth Cox models with profile likelihood 95% "
        f"intervals, the rate ratio of the number of {event}s (HC3), and the odds ratio of "
        f"{event} by the horizon."
    )
    scores = " Scores: linear models, HC3 95% intervals."
    warning = (
        " Nobody is known to have begun treatment before engagement, so that their effects cannot "
        "be separated."
    )
    return (
        "Engagement and later outcome, one channel and activity at a time, per doubling of (1 + "
        "count): every model of the plan. Square, the primary model (exposure up to the landmark); "
        f"circles, sensitivity analyses.{'' if all(of_scores) else events}"
        f"{scores if any(of_scores) else ''} Unadjusted for multiplicity."
        f"{warning if _not_identifiable(rows) else ''} {released.mark}."
    )


def _alt(study: Study, blocks: Sequence[Block]) -> str:
    sentences = ["Forest plot of engagement against outcome, every model of the plan."]
    for block in blocks:
        sentences += [_alt_of(study, block, row) for row in block.rows if row.role == "reported"]
    if any(_not_identifiable(block.rows) for block in blocks):
        sentences.append("Effects are not identifiable.")
    return " ".join(sentences)


def _alt_of(study: Study, block: Block, primary: Number) -> str:
    """The effect of the primary model, and the range of all models of that exposure."""
    score = score_of(study, block.outcome)
    outcome = event_label(study) if score is None else score.label
    exposure = exposure_label(study, *exposure_of(primary), plural=True)
    values = [row.estimate for row in block.rows if exposure_of(row) == exposure_of(primary)]
    low, high = value_text(primary, min(values)), value_text(primary, max(values))
    models = f"all {len(values)} models {low} to {high}"
    return f"{exposure}, {outcome}: {result_text(primary)}; {models}."
