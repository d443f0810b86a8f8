"""Sensitivity analyses: each quantity as reported, and its range over the declared choices."""

import math
from collections.abc import Iterator
from dataclasses import replace

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.choices import choice_words
from rtxoutcomes.presentation.multiverse import definition_words, nearest_defaults
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.tables import cells
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

SENSITIVITY = "sensitivity"
ENDS = {Choice.SMALLEST: "Minimum", Choice.LARGEST: "Maximum"}
SAME = "the same under every choice"
NOTE = (
    "Minimum and maximum are over the choices that the study declared; such a range is not a "
    "confidence interval. report.html lists every estimate of the grid among its numbers."
)


@takes_results
def sensitivity_ranges(released: Released) -> Table:
    """A row a quantity: as reported, its minimum and maximum, and the choice at each end."""
    results = index(released)
    ends = [r for r in results.of(SENSITIVITY) if r.choice is Choice.SMALLEST and _given(r)]
    header = ("Quantity", "Group", "Reported", *(("Estimate", "Choice") * len(ENDS)))
    rows: list[tuple[Cell, ...]] = []
    for endpoint in dict.fromkeys(row.endpoint for row in ends):
        label = words.outcome_label(released.study, endpoint)
        rows.append(cells.section(label, len(header)))
        rows += [_row(results, row) for row in ends if row.endpoint == endpoint]
    return assemble(
        released,
        "sensitivity_ranges",
        "Sensitivity analyses: range of each estimate over the declared choices",
        header,
        rows,
        notes=(NOTE, *_multiverses(results, ends)),
        spanners=("", "", "", *(name for name in ENDS.values() for _ in range(2))),
    )


def _multiverses(results: Index, ends: list[Number]) -> Iterator[str]:
    """Over how many definitions each confirmed change ranges, and what packages default to."""
    study = results.study
    for block in study.confirmed:
        own = [r for r in ends if (r.endpoint, r.quantity) == (block.name, Quantity.PROPORTION)]
        if not own:
            continue
        grids = {row.group: _grid(results, row) for row in own}
        k = len(next(iter(grids.values())))
        ranged = [
            f"{words.short_label(study, row.group)} from {_percent(row)} to "
            f"{_percent(_end(results, row, Choice.LARGEST))}"
            for row in own
        ]
        yield (
            f"{block.label}: the proportion with an event ranged over {k} definitions in "
            f"{', in '.join(ranged)}; this is not a confidence interval."
        )
        for package, but, place in nearest_defaults(study, block.name):
            at = [r for grid in grids.values() for r in grid if r.level == str(place)]
            given = (
                f"{r.events} of {r.n} with {words.short_label(study, r.group)} ({_percent(r)})"
                for r in at
            )
            named = definition_words(study, block.name, place, own[0].style.numbers.decimal_mark)
            yield f"Nearest to the defaults of {package}, {but} ({named}): {', '.join(given)}."


def _percent(number: Number) -> str:
    return cells.value(number).text


def _given(number: Number) -> bool:
    return not math.isnan(number.estimate)


def _row(results: Index, smallest: Number) -> tuple[Cell, ...]:
    study, grid = results.study, _grid(results, smallest)
    ends = [_end(results, smallest, choice) for choice in ENDS]
    same = len({number.estimate for number in ends}) == 1
    label = words.quantity_label(study, replace(smallest, choice=Choice.NONE, level=""))
    if smallest.channel:
        exposure = words.exposure_label(study, smallest.channel, smallest.activity)
        label = f"{exposure}: {smallest.unit or label.lower()}"
    return (
        Cell(label if smallest.channel else with_unit(label, smallest.unit)),
        Cell(words.short_label(study, smallest.group)),
        cells.bare(cells.value(_reported(results, smallest, grid))),
        *(
            cell
            for number in ends
            for cell in (
                cells.bare(cells.value(number)),
                Cell(SAME if same else _choice(results, number, grid)),
            )
        ),
    )


def _end(results: Index, smallest: Number, choice: Choice) -> Number:
    """The row of one end of a range; the other where it has none."""
    own = [r for r in results.of(SENSITIVITY) if r.choice is choice and _same(r, smallest)]
    return next(iter(own), smallest)


def _grid(results: Index, smallest: Number) -> list[Number]:
    """The rows over which a range was taken; the choice of the study comes first."""
    if smallest.model is Model.LANDMARK:
        rows = [r for r in results.of("engagement") if r.model is Model.LANDMARK]
        own = [r for r in rows if r.role != "alternative" and _same(r, smallest)]
        return sorted(own, key=lambda row: row.role != "reported")
    rows = [r for r in results.of(SENSITIVITY) if r.choice not in ENDS]
    return [r for r in rows if _same(r, smallest)]


def _same(one: Number, other: Number) -> bool:
    """Whether two rows are about the same quantity of the same patients."""
    keys = ("endpoint", "group", "quantity", "channel", "activity", "model")
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _reported(results: Index, smallest: Number, grid: list[Number]) -> Number | None:
    """The reported row; where only the grid has the quantity, that of the study's own choice."""
    rows = (r for r in results.rows if r.role == "reported" and math.isnan(r.month))
    own = [r for r in rows if _same(r, smallest) and not r.choice and not r.level]
    return next(iter([*own, *grid]), None)


def _choice(results: Index, number: Number, grid: list[Number]) -> str:
    """The first choice that gave this end, the study's own before others."""
    of_end = [row for row in grid if row.estimate == number.estimate]
    return choice_words(results.study, of_end[0]) if of_end else cells.NOTHING


def with_unit(label: str, unit: str) -> str:
    """A label with its unit; one that repeats words of the label, as `odds ratio`, is omitted."""
    return label if _words(unit) <= _words(label) else f"{label}, {unit}"


def _words(text: str) -> set[str]:
    return {word.strip(",:") for word in text.lower().split()}
