"""Scores: mean change with its tests, and patients who improved, worsened or passed a limit."""

import math
from collections.abc import Collection, Iterator, Mapping

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.families import (
    declares,
    families_of,
    family_words,
    is_median,
    listed,
)
from rtxoutcomes.presentation.printed import estimate_text, level_text
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.presentation.words import group_heading, group_label, outcome_label
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.study.outcomes import rank
from rtxoutcomes.tables import cells, deaths
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

CHANGE = "change"
# On a logarithmic scale the ratio comes first, and the change in the unit of the score below it.
EFFECTS: Mapping[Quantity, str] = {
    Quantity.GEOMETRIC_MEAN_RATIO: "ratio of geometric means",
    Quantity.MEAN_CHANGE: "mean change",
    Quantity.HODGES_LEHMANN: "Hodges-Lehmann estimate of change",
}
P_VALUE, ADJUSTED = "P", "P (adjusted)"
CATEGORIES: Mapping[Quantity, str] = {
    Quantity.LOWER: "Lower",
    Quantity.UNCHANGED: "Unchanged",
    Quantity.HIGHER: "Higher",
    Quantity.IMPROVED_BY_STEP: "Improvement by the step rule",
    Quantity.WORSENED_BY_STEP: "Worsening by the step rule",
    Quantity.BELOW_LIMIT: "Lowest value below",
}
# Each with the columns that it explains.
CATEGORY_NOTES: tuple[tuple[Collection[Quantity], str], ...] = (
    (CATEGORIES, "Cells are n/N (%)."),
    ((Quantity.LOWER, Quantity.HIGHER), "Lower and higher: any change from baseline."),
    (
        (Quantity.IMPROVED_BY_STEP, Quantity.WORSENED_BY_STEP),
        "The step rule: worsening by the step that the study declares for the value at baseline, "
        "and improvement where the way back would be worsening; neither was confirmed by a later "
        "visit.",
    ),
    ((Quantity.BELOW_LIMIT,), "Lowest value: of all visits after baseline."),
)
SCALE_NOTE = (
    "The steps of an ordinal score are not equal: the mean change is given because it is usually "
    "reported; the net proportion (patients with a better value less those with a worse one) does "
    "not assume equal steps."
)
NET_NOTE = (
    "Net proportion: patients with a better value at follow-up than at baseline, less those with a "
    "worse one, of those analysed."
)
HOLM_NOTE = (
    "P (adjusted): Holm, {families}; each planned test counts, one for a group without "
    "patients included. Intervals are not adjusted."
)
MISSING_NOTE = "n (missing): patients with both values, and those who lack one or both."


@takes_results
def score_change(released: Released) -> Table:
    """Change of every score by diagnosis, at the last visit and at the fixed time.

    Change is follow-up minus baseline, in the unit of the score; for a score on a logarithmic
    scale the ratio of geometric means comes first and the change in its unit below it.
    """
    results, study = index(released), released.study
    tests = (P_VALUE, ADJUSTED)
    level = level_text(
        n
        for answers in results.questions(CHANGE)
        for n in answers.rows
        if n.quantity in EFFECTS and _is_shown(study, answers, n.quantity)
    )
    means = ("Baseline, mean (SD)", "Follow-up, mean (SD)")
    header = (
        *(group_heading(study), "n (missing)", *means),
        *(f"Change ({level})", *tests),
    )
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for answers in filter(lambda asked: asked.collected, _questions(results)):
        label = outcome_label(study, answers.endpoint, answers.month)
        for effect, words in EFFECTS.items():
            if _is_shown(study, answers, effect):
                rows.append(cells.section(f"{label}: {words}", len(header)))
                rows.extend(_change_row(study, answers, g, effect) for g in results.groups)
        notes.extend(_out_of_reach(results, answers, label))
        between = answers.first(ALL, Quantity.BETWEEN_GROUPS)
        notes.extend(cells.comparison(study, between, f"Between {study.group_nouns}, {label}"))
    title = f"Change of scores from baseline by {study.group_noun}"
    notes.extend(_standing_notes(results))
    without_means = study.report.statistic == "median"
    optional = (*tests, *means) if without_means else tests
    kept, rows = cells.without_empty(header, rows, optional)
    return cells.assemble(released, "score_change", title, kept, rows, notes=notes)


def _questions(results: Index) -> list[Answers]:
    """The questions on changes, by the rank of their scores among the outcomes of the study."""
    outcomes = results.study.outcomes
    return sorted(results.questions(CHANGE), key=lambda asked: rank(outcomes, asked.endpoint))


def _is_shown(study: Study, answers: Answers, effect: Quantity) -> bool:
    """The set that the signed-rank test inverts is shown where the study chose it or that test."""
    median = is_median(study, answers.endpoint) and answers.has(Quantity.HODGES_LEHMANN)
    if effect is Quantity.HODGES_LEHMANN:
        chosen = median or declares(study, answers.endpoint, Quantity.SIGNED_RANK)
    else:
        chosen = not median
    return chosen and answers.has(effect)


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
    families = families_of(results.study, results.of(CHANGE))
    words = [family_words(results.study, family) for family in families]
    holm = (HOLM_NOTE.format(families=listed(words, "in")),) if families else ()
    study, mean = results.study, Quantity.MEAN_CHANGE
    ordinal = any(_is_shown(study, answers, mean) for answers in _ordinal(results))
    scale = (SCALE_NOTE,) if ordinal else ()
    return (MISSING_NOTE, *deaths.without_value(results), *holm, *scale)


def _ordinal(results: Index) -> list[Answers]:
    """The questions on scores that are not on a logarithmic scale."""
    log = {score.name for score in results.study.scores if score.scale == "log"}
    return [answers for answers in results.questions(CHANGE) if answers.endpoint not in log]


def _change_row(study: Study, answers: Answers, group: str, quantity: Quantity) -> tuple[Cell, ...]:
    effect, *values = (
        answers.first(group, wanted)
        for wanted in (
            quantity,
            *(Quantity.BASELINE_MEAN, Quantity.BASELINE_SD),
            *(Quantity.FOLLOW_UP_MEAN, Quantity.FOLLOW_UP_SD),
        )
    )
    # One test a group, at the last visit: of a score on the log scale that of the ratio, and of
    # the mean change rather than of ranks where families have both.
    second = quantity is Quantity.MEAN_CHANGE and answers.has(Quantity.GEOMETRIC_MEAN_RATIO)
    ranked = quantity is Quantity.HODGES_LEHMANN
    ranks = answers.first(group, Quantity.SIGNED_RANK)
    chose_ranks = ranks is not None and not math.isnan(ranks.p_adjusted)
    if median := ranked and is_median(study, answers.endpoint):
        values = [None] * len(values)
    tested = ranks if ranked and (chose_ranks or median) else effect
    mean = answers.first(group, Quantity.MEAN_CHANGE)
    both = ranked and mean is not None and not math.isnan(mean.p_adjusted)
    undeclared = tested is not None and math.isnan(tested.p_adjusted)
    of_other_visit = not math.isnan(answers.month)
    other = (ranked or chose_ranks) and not median
    if second or both or ((other or of_other_visit) and undeclared):
        tested = None
    return cells.row(
        group_label(study, group),
        cells.patients(effect or answers.any_of(group)),
        cells.mean_with_sd(*values[:2]),
        cells.mean_with_sd(*values[2:]),
        cells.with_interval(effect),
        cells.p_cell(tested)._replace(method=""),
        cells.p_cell(tested, adjusted=True),
    )


@takes_results
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
    net = [r for r in results.of(CHANGE) if r.quantity is Quantity.NET_PROPORTION]
    net_name = f"Net proportion better, % ({level_text(net)})"
    header = (group_heading(study), "n (missing)", *names, net_name)
    rows: list[tuple[Cell, ...]] = []
    for answers in _questions(results):
        if any(answers.has(quantity) for quantity in CATEGORIES):
            label = outcome_label(study, answers.endpoint, answers.month)
            rows.append(cells.section(label, len(header)))
            rows.extend(_category_row(study, answers, g, columns) for g in results.groups)
    kept, rows = cells.without_empty(header, rows, (net_name,))
    given = {quantity for quantity, _ in columns}
    explained = [text for quantities, text in CATEGORY_NOTES if given.intersection(quantities)]
    notes = (
        *([" ".join(explained)] if explained else []),
        *([NET_NOTE] if len(kept) == len(header) else []),
        *deaths.without_value(results),
    )
    title = "Patients by direction and size of change"
    return cells.assemble(released, "score_categories", title, kept, rows, notes=notes)


def _category_row(
    study: Study, answers: Answers, group: str, columns: list[tuple[Quantity, str]]
) -> tuple[Cell, ...]:
    numbers = [answers.first(group, quantity, level=level) for quantity, level in columns]
    known = (number for number in numbers if number is not None)
    analysed = next(known, None) or answers.any_of(group)
    label = group_label(study, group)
    net = cells.with_interval(answers.first(group, Quantity.NET_PROPORTION))
    return cells.row(label, cells.patients(analysed), *map(cells.proportion, numbers), net)
