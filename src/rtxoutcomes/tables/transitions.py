"""From each band, and each value, of a score to each other: how many patients moved where."""

import pandas as pd

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import group_label, outcome_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables import deaths
from rtxoutcomes.tables.cells import BLANK, Cell, assemble, count, section
from rtxoutcomes.tables.model import Table

# A page has room for the values of an ordinal scale, not for those of a measurement.
MOST_VALUES = 21
OTHER_BANDS = " Columns of the bands of another score are empty."
NOBODY = Cell("\N{MIDDLE DOT}")


@takes_results
def transitions(released: Released) -> Table:
    """Patients by band at baseline (rows) and at follow-up (columns), by score and diagnosis.

    Bands are those of the study: its steps of worsening, or its clinical limits.
    """
    results, study = index(released), released.study
    asked = [answers for answers in results.questions("transition") if answers.collected]
    ends = tuple(dict.fromkeys(row.against for answers in asked for row in answers.rows))
    header = ("From", *ends)
    rows: list[tuple[Cell, ...]] = []
    for answers in asked:
        outcome = outcome_label(study, answers.endpoint, answers.month)
        for group in results.groups:
            rows.append(section(f"{outcome}: {group_label(study, group)}", len(header)))
            for start in answers.levels(Quantity.TRANSITION):
                cells = (
                    answers.first(group, Quantity.TRANSITION, level=start, against=end)
                    for end in ends
                )
                rows.append((Cell(start), *map(_moved, cells)))
    several = len({frozenset(row.against for row in answers.rows) for answers in asked}) > 1
    notes = (
        "Rows are the band at baseline, columns the band at follow-up; cells are patients with "
        f"both values.{OTHER_BANDS if several else ''}",
        *deaths.without_value(results),
    )
    title = "Transitions between bands of scores"
    return assemble(released, "transitions", title, header, rows, notes=notes)


def _moved(number: Number | None) -> Cell:
    return BLANK if number is None else count(number)._replace(note="")


@takes_results
def transition_values(released: Released) -> Table:
    """Patients by value at baseline (rows) and at the last visit (columns), for ordinal scores.

    A score on a logarithmic scale, or with more values than a page is wide, has no table; changes
    at the fixed time are given in the file of distributions only.
    """
    frame = released.distributions[released.distributions["month"].isna()]
    frames = [part for _, part in frame.groupby("endpoint", sort=False) if _fits(released, part)]
    ends = sorted({value for part in frames for value in part["after"]})
    mark = released.style.numbers.decimal_mark
    header = ("From", *(_value(end, mark) for end in ends))
    rows: list[tuple[Cell, ...]] = []
    for part in frames:
        for (endpoint, group), own in part.groupby(["endpoint", "group"], sort=False):
            outcome = outcome_label(released.study, str(endpoint))
            head = f"{outcome}: {group_label(released.study, str(group))}"
            rows += [section(head, len(header)), *_lines(own, ends, mark)]
    notes = (
        "Rows are the value at baseline, columns the value at follow-up; cells are patients with "
        "both values. An empty combination has a dot.",
        *deaths.without_value(index(released)),
    )
    title = "Transitions of scores, value by value"
    return assemble(released, "transition_values", title, header, rows, notes=notes)


def _fits(released: Released, own: pd.DataFrame) -> bool:
    score = released.study.score(str(own["endpoint"].iloc[0]))
    values = set(own["before"]) | set(own["after"])
    return score.scale != "log" and len(values) <= MOST_VALUES


def _lines(own: pd.DataFrame, ends: list[float], mark: str) -> list[tuple[Cell, ...]]:
    triples = zip(own["before"], own["after"], own["count"], strict=True)
    moved = {(before, after): Cell(str(count)) for before, after, count in triples}
    return [
        (Cell(_value(start, mark)), *(moved.get((start, end), NOBODY) for end in ends))
        for start in sorted(set(own["before"]))
    ]


def _value(value: float, mark: str) -> str:
    return f"{value:g}".replace(".", mark)
