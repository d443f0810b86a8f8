"""From each band, and each value, of a score to each other: how many patients moved where."""

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.cells import Cell, assemble, count, section
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number, numbers
from rtxoutcomes.tables.words import FIXED_TIME, group_label, outcome_label

# A page has room for the values of an ordinal scale, not for those of a measurement.
MOST_VALUES = 21
BETWEEN = " to "


def transitions(released: Released) -> Table:
    """Patients by band at baseline (rows) and at follow-up (columns), by score and diagnosis.

    Bands are those of the study: its steps of worsening, or its clinical limits.
    """
    found = numbers(released, "transition")
    moves = {term: tuple(term.split(BETWEEN)) for e in found.endpoints for term in found.terms(e)}
    ends = list(dict.fromkeys(end for _, end in moves.values()))
    header = ("From", *ends)
    rows: list[tuple[Cell, ...]] = []
    for endpoint in found.endpoints:
        own = {moves[term]: term for term in found.terms(endpoint)}
        for group in found.groups:
            label = f"{outcome_label(released, endpoint)}: {group_label(released, group)}"
            rows.append(section(label, len(header)))
            for start in dict.fromkeys(start for start, _ in own):
                terms = [own.get((start, end), "") for end in ends]
                cells = [found.first(endpoint, group, term) for term in terms]
                rows.append((Cell(start), *map(_moved, cells)))
    notes = (
        "Rows are the band at baseline, columns the band at follow-up; cells are patients with "
        "both values. Columns of the bands of another score are empty.",
    )
    title = "Transitions between bands of scores"
    return assemble(released, "transitions", title, header, rows, notes=notes if rows else ())


def _moved(number: Number | None) -> Cell:
    return Cell("") if number is None else count(number)._replace(note="")


def transition_values(released: Released) -> Table:
    """Patients by value at baseline (rows) and at the last visit (columns), for ordinal scores.

    A score on a logarithmic scale, or with more values than a page is wide, has no table; changes
    at the fixed time stand in the file of distributions only.
    """
    frame = released.distributions
    names = [str(name) for name in dict.fromkeys(frame["endpoint"])]
    shown = [name for name in names if _fits(released, frame, name)]
    ends = sorted({v for name in shown for v in frame[frame["endpoint"] == name]["after"]})
    mark = released.style.numbers.decimal_mark
    header = ("From", *(_value(end, mark) for end in ends))
    rows: list[tuple[Cell, ...]] = []
    for name in shown:
        own = frame[frame["endpoint"] == name]
        for group in map(str, dict.fromkeys(own["group"])):
            label = f"{outcome_label(released, name)}: {group_label(released, group)}"
            lines = _lines(own[own["group"] == group], ends, mark)
            rows += [section(label, len(header)), *lines]
    notes = (
        "Rows are the value at baseline, columns the value at follow-up; cells are patients with "
        "both values. An empty combination has a dot.",
    )
    title = "Transitions of scores, value by value"
    return assemble(released, "transition_values", title, header, rows, notes=notes if rows else ())


def _fits(released: Released, frame: pd.DataFrame, name: str) -> bool:
    if name.endswith(FIXED_TIME) or released.about.get(f"scale.{name}") == "log":
        return False
    own = frame[frame["endpoint"] == name]
    return len(set(own["before"]) | set(own["after"])) <= MOST_VALUES


def _lines(own: pd.DataFrame, ends: list[float], mark: str) -> list[tuple[Cell, ...]]:
    triples = zip(own["before"], own["after"], own["count"], strict=True)
    moved = {(before, after): count for before, after, count in triples}
    return [
        (
            Cell(_value(start, mark)),
            *(Cell(str(moved.get((start, end), "\N{MIDDLE DOT}"))) for end in ends),
        )
        for start in sorted(set(own["before"]))
    ]


def _value(value: float, mark: str) -> str:
    return f"{value:g}".replace(".", mark)
