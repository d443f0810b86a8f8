"""Every planned model of engagement, and every declared definition of a confirmed change.

Of engagement: a column an exposure, a block an outcome, a line a model.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.definition_curve import KEY as DEFINITIONS_KEY
from rtxoutcomes.figures.definition_curve import (
    Curve,
    curve_frame,
    curve_sentences,
    definition_curves,
    draw_curve,
)
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.effect_axis import Floats, across_of, places_of
from rtxoutcomes.figures.effects import (
    DIFFERENCE,
    RATIO,
    Block,
    blocks_of,
    effects,
    exposure_of,
    is_primary,
    twin,
    variant_of,
)
from rtxoutcomes.figures.frame import (
    TITLE_POINTS,
    Scale,
    below_mm,
    draw_lettering,
    draw_name_across,
    end_mm,
    frames,
)
from rtxoutcomes.figures.lettering import Lettering, fitted
from rtxoutcomes.figures.lettering import width_mm as measured
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.page import EDGE_MM, foot_of, height_of, page, root_of, width_of
from rtxoutcomes.figures.style import INK, SOFT, TWO_COLUMNS_MM, panel
from rtxoutcomes.presentation.printed import value_text
from rtxoutcomes.presentation.words import event_label, exposure_label, score_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.study import Study

KEY = "specification_curve"
RIGHT_MM, GAP_MM, TO_NAME_MM = 3.0, 5.0, 1.5
LINE_MM, NAME_POINTS, OUTCOME_POINTS = 3.4, 6.5, 8.0
MOST_NAME_MM, BETWEEN_MM = 80.0, 2.0
# How effects of one role are drawn: colour, face, marker and its size, width of the interval.
FULL = (INK, INK, "s", 3.8, 1.5)
OPEN = (SOFT, "white", "o", 3.0, 0.8)


class _Layout(NamedTuple):
    """A block with the words of its lines and columns, and its measures in millimetres."""

    block: Block
    title: Lettering
    names: Sequence[Lettering]
    heads: Sequence[Lettering]
    across: Scale
    names_mm: float
    width: float

    @property
    def rows(self) -> Sequence[float]:
        """The height of each line, of which a long name needs more."""
        return [max(LINE_MM, name.height_mm + 0.6) for name in self.names]

    @property
    def places(self) -> Floats:
        """The middle of each line, from the top."""
        rows = np.array(self.rows)
        return np.asarray(np.cumsum(rows) - rows / 2, dtype=np.float64)

    @property
    def wide(self) -> float:
        """The width of all panels."""
        return len(self.heads) * (self.width + GAP_MM) - GAP_MM

    @property
    def panel_mm(self) -> float:
        return sum(self.rows)

    @property
    def above_mm(self) -> float:
        return self.title.height_mm + max(head.height_mm for head in self.heads) + 2.6

    @property
    def height_mm(self) -> float:
        return self.above_mm + self.panel_mm + below_mm(self.across, self.wide) + BETWEEN_MM


def draw(released: Released, look: Look | None = None) -> Drawn | None:
    """A block of panels an outcome, in it a line a model; open markers are sensitivity analyses.

    A block a confirmed change follows, over its definitions. None where no model but the primary
    ones could be estimated, and no definition but that of the study.
    """
    look, rows = look or Look(), effects(released)
    width_mm = width_of(look, TWO_COLUMNS_MM)
    curves = definition_curves(released, width_mm)
    rows = [] if all(map(is_primary, rows)) else rows
    if not rows and not curves:
        return None
    blocks = blocks_of(released, rows)
    names = [measured(name, NAME_POINTS) for block in blocks for name in block.names]
    longest = max(names, default=0.0)
    names_mm = min(longest, MOST_NAME_MM) + TO_NAME_MM + EDGE_MM
    plans = [_layout(block, names_mm, width_mm) for block in blocks]
    key = " ".join([*([_key()] if rows else []), *([DEFINITIONS_KEY] if curves else [])])
    foot = foot_of(key, released.mark, width_mm)
    needed = (
        foot.height_mm + 2.5 + sum([*(p.height_mm for p in plans), *(c.height_mm for c in curves)])
    )
    height_mm = height_of(look, needed)
    with page(look, width_mm, height_mm, foot) as sheet:
        top = height_mm - 1
        for plan in plans:
            _block(sheet.figure, plan, top)
            top -= plan.height_mm
        for curve in curves:
            draw_curve(sheet.figure, curve, top)
            top -= curve.height_mm
    ranges = list(curve_sentences(curves))
    caption = " ".join([*_caption(released, rows), *ranges, f"{released.mark}."])
    alt = " ".join([*_alt(released.study, blocks), *ranges])
    data = _twin(released, rows, curves)
    return Drawn(KEY, root_of(sheet.figure), data, width_mm, caption, alt)


def _twin(released: Released, rows: Sequence[Number], curves: Sequence[Curve]) -> pd.DataFrame:
    """The effects of engagement, and below them the definitions, with two columns of their own."""
    data = twin(released, rows)
    if not curves:
        return data
    definitions = curve_frame(released, curves)[[*data.columns, "group", "definition"]]
    blank = data.assign(group="", definition="")
    return pd.concat([blank, definitions], ignore_index=True) if rows else definitions


def _layout(block: Block, names_mm: float, width_mm: float) -> _Layout:
    columns = len(block.exposures)
    across = across_of(block.effects, RATIO if block.effects.log else DIFFERENCE)
    right = max(RIGHT_MM, end_mm(across))
    width = (width_mm - names_mm - right - GAP_MM * (columns - 1)) / columns
    room = names_mm - TO_NAME_MM - EDGE_MM
    labels = [exposure_label(block.study, *one, plural=True) for one in block.exposures]
    return _Layout(
        block,
        fitted(block.title, width_mm - 2 * EDGE_MM, OUTCOME_POINTS),
        [fitted(name, room, NAME_POINTS) for name in block.names],
        [fitted(label, width, TITLE_POINTS) for label in labels],
        across,
        names_mm,
        width,
    )


def _block(figure: Figure | SubFigure, plan: _Layout, top: float) -> None:
    """The panels of one outcome side by side, with the names of its models at the left."""
    bottom = top - plan.above_mm - plan.panel_mm
    up = Scale(plan.panel_mm, 0, [])
    axes = panel(figure, plan.names_mm, bottom, plan.wide, plan.panel_mm)
    step = frames(axes, replace(plan.across, name=""), up, plan.heads, GAP_MM)
    _effects(axes, plan, step)
    _labels(axes, plan, up)
    draw_name_across(axes, plan.across.name, plan.wide)


def _effects(axes: Axes, plan: _Layout, step: float) -> None:
    """Markers and intervals; an interval without an end goes on to the edge."""
    block, across = plan.block, plan.across
    column = np.array([block.exposures.index(exposure_of(row)) for row in block.rows])
    variants, shift = block.variants, column * step
    line = plan.places[[variants.index(variant_of(row)) for row in block.rows]]
    primary = np.array([is_primary(row) for row in block.rows], dtype=np.bool_)
    low, estimate, high = places_of(block.effects)
    low = np.clip(np.where(np.isnan(low), across.low, low), across.low, across.high) + shift
    high = np.clip(np.where(np.isnan(high), across.high, high), across.low, across.high) + shift
    nulls = block.effects.null + step * np.unique(column)
    axes.vlines(nulls, plan.panel_mm, 0, color=INK, linewidth=0.6, linestyles=(0, (2, 2)))
    for chosen, (colour, face, marker, size, width) in ((~primary, OPEN), (primary, FULL)):
        if chosen.any():
            lines, limits = line[chosen], (low[chosen], high[chosen])
            axes.hlines(lines, *limits, colors=colour, linewidth=width)
            places = (estimate + shift)[chosen]
            axes.plot(places, lines, marker, ms=size, mfc=face, mec=colour)


def _labels(axes: Axes, plan: _Layout, up: Scale) -> None:
    """The names of the models, and above them that of the outcome."""
    left = -TO_NAME_MM / plan.wide
    for line, name in zip(plan.places, plan.names, strict=True):
        draw_lettering(axes, (left, up.fraction(line)), name, ha="right")
    place = (-(plan.names_mm - EDGE_MM) / plan.wide, 1 + plan.above_mm / plan.panel_mm)
    draw_lettering(axes, place, plan.title, va="top")


def _key() -> str:
    return (
        "Full squares, primary models; open circles, sensitivity analyses; lines, 95% confidence "
        "intervals, per doubling of (1 + count); dashed line, no association."
    )


def _caption(released: Released, rows: Sequence[Number]) -> Iterator[str]:
    """What the blocks of engagement are, where there are any."""
    if not rows:
        yield "Specification curve of confirmed changes, over every declared definition."
        return
    study, event = released.study, event_label(released.study)
    of_scores = [score_of(study, row.endpoint) is not None for row in rows]
    events = (
        f" {study.relapse.label}: hazard ratios of Firth Cox models with profile likelihood 95% "
        f"confidence intervals, the rate ratio of the number of "
        f"{study.relapse.plural_in_text} (HC3), and the odds ratio of {event} by the horizon."
    )
    scores = " Scores: linear models with HC3 95% confidence intervals."
    yield (
        "Specification curve of engagement: every planned model of each outcome, one channel and "
        "activity at a time, per doubling of (1 + count). Squares, the primary models (exposure up "
        f"to the landmark); circles, sensitivity analyses.{'' if all(of_scores) else events}"
        f"{scores if any(of_scores) else ''} Not adjusted for multiplicity."
    )


def _alt(study: Study, blocks: Sequence[Block]) -> Iterator[str]:
    if blocks:
        yield "Estimates of every planned model of engagement, by outcome."
    for block in blocks:
        yield from (_range(study, block, row) for row in block.rows if is_primary(row))


def _range(study: Study, block: Block, primary: Number) -> str:
    """The range of all models of the exposure of a primary model."""
    score = score_of(study, block.outcome)
    outcome = event_label(study) if score is None else score.in_text
    exposure = exposure_label(study, *exposure_of(primary), plural=True)
    values = [row.estimate for row in block.rows if exposure_of(row) == exposure_of(primary)]
    low, high = value_text(primary, min(values)), value_text(primary, max(values))
    return f"{exposure}, {outcome}: all {len(values)} models {low} to {high}."
