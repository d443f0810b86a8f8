"""A forest of subgroups: each outcome by level and group, and the interactions."""

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.forest import Block, Line, draw_forest
from rtxoutcomes.figures.lettering import isolated
from rtxoutcomes.figures.look import Look, group_name
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.printed import format_of, month_text, result_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Study

KEY = "subgroups"
SUBGROUP = "subgroup"
COLUMNS = (
    *("subgroup", "level", "endpoint", "group", "against", "quantity", "measure", "month"),
    *("unit", "n", "events", "estimate", "conf_low", "conf_high", "method", "note"),
)
KEY_WORDS = (
    "Squares and lines, estimates with 95% confidence intervals; dashed line, no change or no "
    "interaction. Exploratory."
)


def draw(released: Released, look: Look | None = None) -> Drawn | None:
    """A block an outcome of a subgroup, in it a line a level and group; interactions in their own.

    None where no subgroup is declared, or none has an estimate.
    """
    rows = [
        row for row in index(released).of(SUBGROUP) if row.subgroup and not math.isnan(row.estimate)
    ]
    if not rows:
        return None
    by_block: dict[tuple[str, str, bool], list[Number]] = {}
    for row in rows:
        is_interaction = row.quantity is Quantity.INTERACTION
        by_block.setdefault((row.subgroup, row.endpoint, is_interaction), []).append(row)
    study = released.study
    blocks = [_block(study, own) for own in by_block.values()]
    figure, width_mm = draw_forest(blocks, KEY_WORDS, released.mark, look or Look())
    data = released.estimates.iloc[[row.place for row in rows]]
    twin: pd.DataFrame = data[list(COLUMNS)].reset_index(drop=True)
    return Drawn(KEY, figure, twin, width_mm, _caption(released), " ".join(_alt(study, rows)))


def _block(study: Study, rows: Sequence[Number]) -> Block:
    first = rows[0]
    outcome = words.outcome_label(study, first.endpoint)
    title = f"{isolated(study.variable(first.subgroup).label)}: {isolated(outcome)}"
    lines = [Line(_name(study, row), row) for row in rows]
    if first.quantity is Quantity.INTERACTION:
        is_ratio = format_of(first).log
        axis = f"Ratio of {first.unit}s" if is_ratio else f"Difference of differences, {first.unit}"
        return Block(f"{title}, interaction", lines, axis, "", "")
    what = words.words_of(first.quantity)
    if not math.isnan(first.month):
        month = month_text(first.month, first.style.numbers.decimal_mark)
        return Block(title, lines, f"{what} at {month} months (%)", "", "")
    axis = f"{what}, {first.unit}" if first.unit else what
    return Block(title, lines, axis, "Lower", "Higher")


def _name(study: Study, row: Number) -> str:
    level = isolated(study.label(row.level, row.subgroup))
    group = group_name(study, row.group)
    if row.against:
        return f"{level}, {isolated(group)} vs {isolated(group_name(study, row.against))}"
    return f"{level}, {isolated(group)}"


def _caption(released: Released) -> str:
    noun = released.study.group_noun
    return (
        f"Results in each level of the declared subgroups, by {noun}, and how much the contrast of "
        f"two {released.study.group_nouns} differs between levels (interaction). Exploratory; no P "
        f"values were computed. {released.mark}."
    )


def _alt(study: Study, rows: Sequence[Number]) -> Iterator[str]:
    yield "Forest plot of subgroups."
    for row in rows:
        outcome = words.outcome_label(study, row.endpoint)
        interaction = ", interaction" if row.quantity is Quantity.INTERACTION else ""
        yield f"{outcome}{interaction}, {_name(study, row)}: {result_text(row)}."
