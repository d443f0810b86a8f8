"""Who the patients were: the flow through the analyses, Table 1, and what is missing."""

from collections.abc import Iterator

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.tables import cells
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.groups import by_group, groups_of, headings, size
from rtxoutcomes.tables.groups import notes as notes_of_groups
from rtxoutcomes.tables.model import Table

BASELINE, FLOW = "baseline", "flow"
LARGEST = Quantity.LARGEST_STANDARDISED_DIFFERENCE
DIFFERENCE_HEAD = "Largest standardised difference"
KNOWN = "n: patients with a value, where they are not all of the header; percentages are of these."
QUARTILES_NOTE = "Quartiles: 25th and 75th percentile."
NOT_COMPARED = (
    "Differences between {groups} at baseline are described by their size and were not tested."
)
DIFFERENCE_NOTE = (
    "Largest standardised difference: of all pairs of {groups}, as an absolute value; each pair "
    "is given in the supplement."
)
NOBODY = "0 (0)"
EXCLUDED = "Excluded from the change of a score"
OTHERS, EVERY = "Every other variable", "Every variable"
NOT_PAIRED = (
    Quantity.NO_BASELINE_VALUE,
    Quantity.NO_FOLLOW_UP_VALUE,
    Quantity.DIED_WITHOUT_VALUE,
)


@takes_results
def baseline_characteristics(released: Released) -> Table:
    """Table 1: characteristics at the first infusion, by diagnosis and for all.

    Each variable has its own row of patients with a value. Diagnoses are not compared by tests: a
    P value would answer no question. The largest standardised difference describes how far they
    lie apart.
    """
    results = index(released)
    groups = _groups(results, BASELINE)
    compared = any(row.quantity is LARGEST for row in results.of(BASELINE))
    header = (
        "Characteristic",
        *headings(results, groups),
        *([DIFFERENCE_HEAD] if compared else []),
    )
    rows: list[tuple[Cell, ...]] = []
    for answers in results.questions(BASELINE):
        lines = list(_variable(results, answers, groups))
        if compared:
            lines = _with_difference(answers, lines)
        label = words.outcome_label(released.study, answers.endpoint)
        rows += [cells.section(label, len(header)), *lines]
    several = len(released.study.codes) > 1
    tested = [NOT_COMPARED] if several and not released.study.is_randomised else []
    quartiles = "" if released.study.report.statistic == "mean" else f" {QUARTILES_NOTE}"
    known = f"{KNOWN}{quartiles}"
    about = (known, *tested, *([DIFFERENCE_NOTE] if compared else []))
    notes = [note.format(groups=released.study.group_nouns) for note in about]
    notes += notes_of_groups(results, [g for g in groups if g != ALL])
    title = f"Baseline characteristics{by_group(results)}"
    return assemble(released, "baseline_characteristics", title, header, rows, notes=notes)


def _groups(results: Index, analysis: str) -> tuple[str, ...]:
    """The groups with patients, and all patients."""
    with_patients = tuple(group for group in groups_of(results, analysis) if group != ALL)
    alone = len(results.groups) == len(with_patients) == 1
    return with_patients if alone else (*with_patients, ALL) if results.of(analysis) else (ALL,)


def _variable(
    results: Index, answers: Answers, groups: tuple[str, ...]
) -> Iterator[tuple[Cell, ...]]:
    known = [answers.any_of(group) for group in groups]
    sizes = [size(results, group) for group in groups]
    if any(row is not None and row.n != n for row, n in zip(known, sizes, strict=True)):
        yield (Cell("n"), *map(_known, known))
    for level in answers.levels(Quantity.PROPORTION):
        numbers = [answers.first(group, Quantity.PROPORTION, level=level) for group in groups]
        named = next(number for number in numbers if number is not None)
        label = words.level_label(results.study, named)
        yield (Cell(f"{label}, n (%)"), *map(_part, numbers))
    chosen = results.study.report.statistic
    if answers.has(Quantity.MEAN) and chosen != "median":
        yield (Cell("Mean (SD)"), *(_mean(answers, group) for group in groups))
    if answers.has(Quantity.MEDIAN) and chosen != "mean":
        yield (Cell("Median (quartiles)"), *(_median(answers, group) for group in groups))


def _with_difference(answers: Answers, lines: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The largest difference in a last column, on the first line of its variable."""
    largest = answers.first(ALL, LARGEST)
    cell = cells.BLANK if largest is None else cells.value(largest)
    return [(*line, cells.BLANK if place else cell) for place, line in enumerate(lines)]


def _known(number: Number | None) -> Cell:
    return cells.EMPTY if number is None else Cell(str(number.n), sources=(number.place,))


def _mean(answers: Answers, group: str) -> Cell:
    mean, deviation = (answers.first(group, q) for q in (Quantity.MEAN, Quantity.SD))
    return cells.mean_with_sd(mean, deviation)


def _median(answers: Answers, group: str) -> Cell:
    quantities = Quantity.MEDIAN, Quantity.LOWER_QUARTILE, Quantity.UPPER_QUARTILE
    return cells.with_quartiles([answers.first(group, quantity) for quantity in quantities])


def _part(number: Number | None) -> Cell:
    """The patients whom a row counts, of those analysed."""
    return cells.EMPTY if number is None else cells.number_percent(number, number.events, number.n)


@takes_results
def flow(released: Released) -> Table:
    """Patients and records at each step, and those excluded there."""
    results = index(released)
    groups = _groups(results, FLOW)
    header = ("Step", *(words.short_label(released.study, group) for group in groups))
    rows = [
        (Cell(label), *map(cells.count, numbers))
        for label, numbers in _steps(results, groups, tuple(Quantity))
    ]
    if results.answers(FLOW, FLOW).has(Quantity.BEFORE_EXCLUSION):
        enrolled = Cell(words.words_of(Quantity.ENROLLED))
        rows = [(Cell("Analysed"), *row[1:]) if row[0] == enrolled else row for row in rows]
    return assemble(released, "flow", "Flow of patients and records", header, rows)


def _steps(
    results: Index, groups: tuple[str, ...], quantities: tuple[Quantity, ...]
) -> Iterator[tuple[str, list[Number | None]]]:
    """Each step of the flow with its rows: `EDSS, at the fixed time: no baseline value`."""
    for answers in results.questions(FLOW):
        steps = {(row.quantity, row.level): row for row in answers.rows}
        for (quantity, level), row in steps.items():
            if quantity in quantities:
                score = words.score_label(results.study, answers.endpoint, answers.month)
                label = words.quantity_label(results.study, row)
                numbers = [answers.first(group, quantity, level=level) for group in groups]
                yield f"{score}: {label}" if score else label, numbers


@takes_results
def missing_data(released: Released) -> Table:
    """Patients without a value, of all enrolled, for each variable of Table 1 and each score."""
    results = index(released)
    groups = _groups(results, BASELINE)
    header = ("Variable", *headings(results, groups))
    rows = [
        (
            Cell(words.outcome_label(released.study, answers.endpoint)),
            *(_missing(answers.any_of(group)) for group in groups),
        )
        for answers in results.questions(BASELINE)
    ]
    excluded = [
        (Cell(label), *map(_part, numbers))
        for label, numbers in _steps(results, groups, NOT_PAIRED)
    ]
    if excluded:
        rows = [*_without_zeros(rows), cells.section(EXCLUDED, len(header))]
        rows += _without_zeros(excluded)
    else:
        rows = _without_zeros(rows)
    notes = ("Cells are patients without the value, n (%) of those enrolled.",)
    return assemble(released, "missing_data", "Missing data", header, rows, notes=notes)


def _without_zeros(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The rows, those of which nobody lacks anything in one row at the end."""
    none = [row for row in rows if all(c.text in (cells.NOTHING, NOBODY) for c in row[1:])]
    rest = [row for row in rows if row not in none]
    if len(none) < 2:
        return rows
    joined = [
        Cell(
            NOBODY if any(cell.text == NOBODY for cell in column) else cells.NOTHING,
            sources=tuple(place for cell in column for place in cell.sources),
        )
        for column in list(zip(*none, strict=True))[1:]
    ]
    return [*rest, (Cell(OTHERS if rest else EVERY), *joined)]


def _missing(number: Number | None) -> Cell:
    """The patients without a value, of all; the row itself shows its number elsewhere."""
    if number is None:
        return cells.EMPTY
    return cells.number_percent(number, number.dropped, number.n + number.dropped)
