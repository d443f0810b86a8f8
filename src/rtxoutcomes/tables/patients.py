"""Who the patients were: the flow through the analyses, Table 1, and what is missing."""

from collections.abc import Iterator

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.tables import cells
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

BASELINE, FLOW = "baseline", "flow"
LARGEST = Quantity.LARGEST_STANDARDISED_DIFFERENCE
DIFFERENCE_HEAD = "Largest standardised difference"
KNOWN = "n: patients with a value; percentages are of these."
SD_NOTE = "SD: standard deviation."
QUARTILES_NOTE = "Quartiles: 25th and 75th percentile."
NOTES = {"mean": SD_NOTE, "median": QUARTILES_NOTE, None: f"{SD_NOTE} {QUARTILES_NOTE}"}
NOT_COMPARED = "{Groups} were not compared by tests, because they were not randomised."
DIFFERENCE_NOTE = (
    "Largest standardised difference: of all pairs of {groups}, as an absolute value; each pair "
    "is given in the supplement."
)
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
        *(_heading(results, group) for group in groups),
        *([DIFFERENCE_HEAD] if compared else []),
    )
    rows: list[tuple[Cell, ...]] = []
    for answers in results.questions(BASELINE):
        lines = list(_variable(released.study, answers, groups))
        if compared:
            lines = _with_difference(answers, lines)
        label = words.outcome_label(released.study, answers.endpoint)
        rows += [cells.section(label, len(header)), *lines]
    nouns, noun = released.study.group_nouns, released.study.group_noun
    tested = [] if released.study.is_randomised else [NOT_COMPARED]
    known = f"{KNOWN} {NOTES[released.study.report.statistic]}"
    about = (known, *tested, *([DIFFERENCE_NOTE] if compared else []))
    notes = [note.format(groups=nouns, Groups=words.words_of(nouns)) for note in about]
    title = f"Baseline characteristics by {noun}"
    return cells.assemble(released, "baseline_characteristics", title, header, rows, notes=notes)


def _groups(results: Index, analysis: str) -> tuple[str, ...]:
    return (*results.groups, ALL) if results.of(analysis) else (ALL,)


def _heading(results: Index, group: str) -> str:
    """The label of a group with the number of its patients."""
    own = (row for row in results.of(BASELINE) if row.group == group and not row.against)
    size = max((row.n + row.dropped for row in own), default=0)
    return f"{words.group_label(results.study, group)} (n = {size})"


def _variable(
    study: Study, answers: Answers, groups: tuple[str, ...]
) -> Iterator[tuple[Cell, ...]]:
    yield (Cell("n"), *(_known(answers.any_of(group)) for group in groups))
    for level in answers.levels(Quantity.PROPORTION):
        numbers = [answers.first(group, Quantity.PROPORTION, level=level) for group in groups]
        label = next(words.level_label(study, number) for number in numbers if number is not None)
        yield (Cell(f"{label}, n (%)"), *map(_part, numbers))
    chosen = study.report.statistic
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
    header = ("Step", *(words.group_label(released.study, group) for group in groups))
    rows = [
        (Cell(label), *map(cells.count, numbers))
        for label, numbers in _steps(results, groups, tuple(Quantity))
    ]
    if results.answers(FLOW, FLOW).has(Quantity.BEFORE_EXCLUSION):
        enrolled = Cell(words.words_of(Quantity.ENROLLED))
        rows = [(Cell("Analysed"), *row[1:]) if row[0] == enrolled else row for row in rows]
    return cells.assemble(released, "flow", "Flow of patients and records", header, rows)


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
    header = ("Variable", *(words.group_label(released.study, group) for group in groups))
    rows = [
        (
            Cell(words.outcome_label(released.study, answers.endpoint)),
            *(_missing(answers.any_of(group)) for group in groups),
        )
        for answers in results.questions(BASELINE)
    ]
    excluded = list(_steps(results, groups, NOT_PAIRED))
    if excluded:
        rows.append(cells.section("Excluded from the change of a score", len(header)))
    rows += [(Cell(label), *map(_part, numbers)) for label, numbers in excluded]
    notes = ("Cells are patients without the value, n (%) of those enrolled.",)
    return cells.assemble(released, "missing_data", "Missing data", header, rows, notes=notes)


def _missing(number: Number | None) -> Cell:
    """The patients without a value, of all; the row itself shows its number elsewhere."""
    if number is None:
        return cells.EMPTY
    return cells.number_percent(number, number.dropped, number.n + number.dropped)
