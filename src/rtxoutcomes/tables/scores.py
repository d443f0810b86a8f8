"""Scores: mean change with its tests, and patients who improved, worsened or passed a limit."""

import math
from collections.abc import Iterator, Mapping

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.printed import estimate_text, level_text
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.presentation.words import group_label, outcome_label
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.tables import cells
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

CHANGE = "change"
# On a logarithmic scale the ratio comes first, and the change in the unit of the score below it.
EFFECTS: Mapping[Quantity, str] = {
    Quantity.GEOMETRIC_MEAN_RATIO: "ratio of geometric means",
    Quantity.MEAN_CHANGE: "mean change",
}
CATEGORIES: Mapping[Quantity, str] = {
    Quantity.IMPROVED: "Improved",
    Quantity.UNCHANGED: "Unchanged",
    Quantity.WORSENED: "Worsened",
    Quantity.INCREASED: "Increased",
    Quantity.DECREASED: "Decreased",
    Quantity.IMPROVED_BY_STEP: "Improved by a clinical step",
    Quantity.WORSENED_BY_STEP: "Worsened by a clinical step",
    Quantity.BELOW_LIMIT: "Lowest value below",
}
SCALE_NOTE = (
    "The steps of an ordinal score are not equal: the mean change is given because it is usually "
    "reported; the signed-rank test and the net proportion improved do not assume equal steps."
)
NET_NOTE = (
    "Net proportion improved: patients who improved minus those who worsened, of those analysed."
)
HOLM_NOTE = (
    "P (adjusted): Holm, over a family of tests that was {chosen}; each planned test counts, one "
    "for a diagnosis without patients included. All other P values are unadjusted."
)
MISSING_NOTE = "n (missing): patients with both values, and those who lack one or both."


def score_change(released: Released) -> Table:
    """Change of every score by diagnosis, at the last visit and at the fixed time.

    Change is follow-up minus baseline, in the unit of the score; for a score on a logarithmic
    scale the ratio of geometric means comes first and the change in its unit below it.
    """
    results, study = index(released), released.study
    shown = (*EFFECTS, Quantity.NET_PROPORTION_IMPROVED)
    level = level_text(n for n in results.of(CHANGE) if n.quantity in shown)
    header = (
        *("Diagnosis", "n (missing)", "Baseline, mean (SD)", "Follow-up, mean (SD)"),
        *(f"Change ({level})", "P (change)", "P (adjusted)", "P (signed rank)"),
        f"Net proportion improved, % ({level})",
    )
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for answers in results.questions(CHANGE):
        label = outcome_label(study, answers.endpoint, answers.month)
        for effect, words in EFFECTS.items():
            if answers.has(effect):
                rows.append(cells.section(f"{label}: {words}", len(header)))
                rows.extend(_change_row(study, answers, g, effect) for g in results.groups)
        notes.extend(_out_of_reach(results, answers, label))
        between = answers.first(ALL, Quantity.BETWEEN_GROUPS)
        notes.extend(cells.comparison(between, f"Between diagnoses, {label}"))
    title = "Change of scores from baseline by diagnosis"
    notes.extend(_standing_notes(results))
    return cells.assemble(released, "score_change", title, header, rows, notes=notes)


def _out_of_reach(results: Index, answers: Answers, label: str) -> Iterator[str]:
    """Where so few changed that no data could have brought a P value below the level."""
    for group in results.groups:
        smallest = answers.first(group, Quantity.SMALLEST_ATTAINABLE_P)
        if smallest is not None and smallest.note == "p_out_of_reach":
            yield (
                f"{label}, {group_label(results.study, group)}: with {smallest.events} who "
                "changed, the signed-rank test cannot give a P value below "
                f"{estimate_text(smallest)}, whatever the data."
            )


def _standing_notes(results: Index) -> tuple[str, ...]:
    adjusted = any(not math.isnan(number.p_adjusted) for number in results.of(CHANGE))
    holm = (HOLM_NOTE.format(chosen=results.study.multiplicity.chosen),) if adjusted else ()
    return (MISSING_NOTE, NET_NOTE, *holm, SCALE_NOTE)


def _change_row(study: Study, answers: Answers, group: str, quantity: Quantity) -> tuple[Cell, ...]:
    effect, ratio, net, ranks, *values = (
        answers.first(group, wanted)
        for wanted in (
            *(quantity, Quantity.GEOMETRIC_MEAN_RATIO),
            *(Quantity.NET_PROPORTION_IMPROVED, Quantity.SIGNED_RANK),
            *(Quantity.BASELINE_MEAN, Quantity.BASELINE_SD),
            *(Quantity.FOLLOW_UP_MEAN, Quantity.FOLLOW_UP_SD),
        )
    )
    # A second section on the same patients repeats neither the rank test nor the net proportion.
    second = quantity is Quantity.MEAN_CHANGE and ratio is not None
    return cells.row(
        group_label(study, group),
        cells.patients(effect or answers.any_of(group)),
        cells.mean_with_sd(*values[:2]),
        cells.mean_with_sd(*values[2:]),
        cells.with_interval(effect),
        cells.p_cell(effect)._replace(method=""),
        cells.p_cell(effect, adjusted=True),
        cells.EMPTY if second else cells.p_cell(ranks),
        cells.EMPTY if second else cells.with_interval(net),
    )


def score_categories(released: Released) -> Table:
    """Patients who improved, stayed and worsened, passed a clinical step or lie below a limit."""
    results, study = index(released), released.study
    # Each column is a quantity at a level: a limit, or none.
    columns = [
        (quantity, level)
        for quantity in CATEGORIES
        for level in dict.fromkeys(r.level for r in results.of(CHANGE) if r.quantity is quantity)
    ]
    names = (f"{CATEGORIES[quantity]} {level}".strip() for quantity, level in columns)
    header = ("Diagnosis", "n (missing)", *names)
    rows: list[tuple[Cell, ...]] = []
    for answers in results.questions(CHANGE):
        if any(answers.has(quantity) for quantity in CATEGORIES):
            label = outcome_label(study, answers.endpoint, answers.month)
            rows.append(cells.section(label, len(header)))
            rows.extend(_category_row(study, answers, g, columns) for g in results.groups)
    notes = (
        "Cells are n/N (%). Improved and worsened mean any change; a clinical step is the one the "
        "study declares for the patient's baseline value. No change was confirmed by a later "
        "visit. Lowest value: of all visits after baseline.",
    )
    title = "Patients by direction and size of change"
    return cells.assemble(released, "score_categories", title, header, rows, notes=notes)


def _category_row(
    study: Study, answers: Answers, group: str, columns: list[tuple[Quantity, str]]
) -> tuple[Cell, ...]:
    numbers = [answers.first(group, quantity, level=level) for quantity, level in columns]
    known = (number for number in numbers if number is not None)
    analysed = next(known, None) or answers.any_of(group)
    label = group_label(study, group)
    return cells.row(label, cells.patients(analysed), *map(cells.proportion, numbers))
