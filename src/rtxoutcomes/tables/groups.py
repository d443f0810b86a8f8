"""Columns of groups: short names with the number of patients, explained below the table."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.rows import Index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.row import ALL, DIAGNOSIS
from rtxoutcomes.tables import cells
from rtxoutcomes.tables.cells import Cell

DESCRIPTIVE = "The column of all patients combines different diseases and is descriptive only."


def groups_of(results: Index, analysis: str) -> tuple[str, ...]:
    """The groups with patients, and all patients where the analysis has rows of them.

    All patients of a study of one group are that group, and have no column of their own.
    """
    given = tuple(g for g in results.groups_with_rows(analysis) if size(results, g) != 0)
    alone = len(results.groups) == 1 and set(given) == {*results.groups, ALL}
    return results.groups if alone else given


def size(results: Index, group: str) -> int | None:
    """The patients enrolled in a group; None where the results do not say."""
    return results.enrolled.get(group)


def heading(results: Index, group: str) -> str:
    """`RRMS (n = 42)`."""
    n = size(results, group)
    label = words.short_label(results.study, group)
    return label if n is None else f"{label} (n = {n})"


def headings(results: Index, groups: Iterable[str]) -> Iterator[str]:
    return (heading(results, group) for group in groups)


def by_group(results: Index) -> str:
    """The end of a title: ` by diagnosis`, where there are several."""
    return f" by {results.study.group_noun}" if len(results.groups) > 1 else ""


def line(label: str, groups: Sequence[str], cell: Callable[[str], Cell]) -> tuple[Cell, ...]:
    """A row: its label, and the cell of each group."""
    return (Cell(label), *map(cell, groups))


def in_columns(
    results: Index,
    label: str,
    groups: Sequence[str],
    number: Callable[[str], Number | None],
    write: Callable[[Number | None], Cell] = cells.with_interval,
) -> tuple[Cell, ...]:
    """A row of one number for each group, with a note where not all its patients count."""

    def cell(group: str) -> Cell:
        own = number(group)
        return cells.with_n(write(own), own, size(results, group))

    return line(label, groups, cell)


def notes(results: Index, groups: Sequence[str]) -> Iterator[str]:
    """What a reader must know of the columns: which group is absent, and what a pool is."""
    study = results.study
    absent = [words.group_label(study, g) for g in results.groups if size(results, g) == 0]
    if absent:
        yield f"There were no patients in: {', '.join(absent)}."
    pooled = ALL in groups and len(study.codes) > 1 and not study.is_randomised
    if pooled and study.grouping == DIAGNOSIS:
        yield DESCRIPTIVE
