"""Scores: mean change with its tests, and patients who improved, worsened or passed a limit."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

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
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.study.outcomes import rank
from rtxoutcomes.tables import cells, deaths, groups, visits
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

CHANGE = "change"
# On a logarithmic scale the ratio is the only effect.
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
    (CATEGORIES, "Cells are n (%); n/N (%) where not all patients of the group were analysed."),
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


@takes_results
def score_change(released: Released) -> Table:
    """Change of every score by group, at the last visit and at the fixed time.

    Change is follow-up minus baseline, in the unit of the score; for a score on a logarithmic
    scale the ratio of geometric means; its change in the unit is in the supplement.
    """
    results, study = index(released), released.study
    asked = [answers for answers in _questions(results) if answers.collected]
    above = visits.headings(asked, released.style.numbers.decimal_mark)
    level = level_text(
        n
        for answers in asked
        for n in answers.rows
        if n.quantity in EFFECTS and _is_shown(study, answers, n.quantity)
    )
    own = ("Baseline, mean (SD)", "Follow-up, mean (SD)", f"Change ({level})", P_VALUE, ADJUSTED)
    rows = _change_rows(results, visits.by_score(asked), above, len(own))
    notes = [note for answers in asked for note in _notes_of(results, answers)]
    notes += _standing_notes(results)
    return assemble(
        released,
        "score_change",
        f"Change of scores from baseline{groups.by_group(results)}",
        (group_heading(study), *(own * len(above))),
        rows,
        notes=[*notes, *groups.notes(results, groups.groups_of(results, CHANGE))],
        spanners=("", *(heading for heading in above.values() for _ in own)),
    )


def _change_rows(
    results: Index, scores: Mapping[str, visits.ByVisit], above: Iterable[bool], columns: int
) -> list[tuple[Cell, ...]]:
    """For each score and effect a heading, and a row for each group."""
    rows = []
    for score, own in scores.items():
        for effect, words in EFFECTS.items():
            if not any(_is_shown(results.study, answers, effect) for answers in own.values()):
                continue
            label = f"{outcome_label(results.study, score)}: {words}"
            at = [own.get(fixed) for fixed in above]
            rows.append(cells.section(label, 1 + columns * len(at)))
            for group in groups.groups_of(results, CHANGE):
                each = (_change_cells(results, answers, group, effect) for answers in at)
                rows.append((Cell(groups.heading(results, group)), *chain.from_iterable(each)))
    return rows


def _notes_of(results: Index, answers: Answers) -> Iterator[str]:
    label = outcome_label(results.study, answers.endpoint, answers.month)
    yield from _out_of_reach(results, answers, label)
    between = answers.first(ALL, Quantity.BETWEEN_GROUPS)
    study = results.study
    yield from cells.comparison(study, between, f"Between {study.group_nouns}, {label}")


def _questions(results: Index) -> list[Answers]:
    """The questions on changes, by the rank of their scores among the outcomes of the study."""
    outcomes = results.study.outcomes
    return sorted(results.questions(CHANGE), key=lambda asked: rank(outcomes, asked.endpoint))


def _is_shown(study: Study, answers: Answers, effect: Quantity) -> bool:
    """The set that the signed-rank test inverts is shown where the study chose it or that test."""
    median = is_median(study, answers.endpoint) and answers.has(Quantity.HODGES_LEHMANN)
    chosen = not median
    if effect is Quantity.HODGES_LEHMANN:
        chosen = median or declares(study, answers.endpoint, Quantity.SIGNED_RANK)
    second = effect is Quantity.MEAN_CHANGE and answers.has(Quantity.GEOMETRIC_MEAN_RATIO)
    return chosen and not second and answers.has(effect)


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
    return (*deaths.without_value(results), *holm, *scale)


def _ordinal(results: Index) -> list[Answers]:
    """The questions on scores that are not on a logarithmic scale."""
    log = {score.name for score in results.study.scores if score.scale == "log"}
    return [answers for answers in results.questions(CHANGE) if answers.endpoint not in log]


def _change_cells(
    results: Index, answers: Answers | None, group: str, quantity: Quantity
) -> tuple[Cell, ...]:
    """Both means, the change and its P values; dashes without such a visit."""
    if answers is None or not _is_shown(results.study, answers, quantity):
        return (cells.EMPTY,) * 5
    effect, *values = (
        answers.first(group, wanted)
        for wanted in (
            quantity,
            *(Quantity.BASELINE_MEAN, Quantity.BASELINE_SD),
            *(Quantity.FOLLOW_UP_MEAN, Quantity.FOLLOW_UP_SD),
        )
    )
    ranked = quantity is Quantity.HODGES_LEHMANN
    if ranked and is_median(results.study, answers.endpoint):
        values = [None] * len(values)
    tested = _tested(results.study, answers, group, effect, ranked=ranked)
    return (
        cells.mean_with_sd(*values[:2]),
        cells.mean_with_sd(*values[2:]),
        cells.with_n(cells.with_interval(effect), effect, groups.size(results, group)),
        cells.p_cell(tested)._replace(method=""),
        cells.p_cell(tested, adjusted=True),
    )


def _tested(
    study: Study, answers: Answers, group: str, effect: Number | None, *, ranked: bool
) -> Number | None:
    """The row whose P value is printed with an effect: one test a group, at the last visit.

    That of the mean change rather than of ranks where families have both.
    """
    ranks = answers.first(group, Quantity.SIGNED_RANK)
    chose_ranks = ranks is not None and not math.isnan(ranks.p_adjusted)
    median = ranked and is_median(study, answers.endpoint)
    tested = ranks if ranked and (chose_ranks or median) else effect
    mean = answers.first(group, Quantity.MEAN_CHANGE)
    both = ranked and mean is not None and not math.isnan(mean.p_adjusted)
    undeclared = tested is not None and math.isnan(tested.p_adjusted)
    other = (ranked or chose_ranks) and not median
    of_other_visit = not math.isnan(answers.month)
    return None if both or ((other or of_other_visit) and undeclared) else tested


@takes_results
def score_categories(released: Released) -> Table:
    """Patients who improved, stayed and worsened, passed a clinical step or lie below a limit."""
    results, study = index(released), released.study
    asked = [a for a in _questions(results) if any(map(a.has, CATEGORIES))]
    shown = groups.groups_of(results, CHANGE)
    header, spanners, places = visits.group_columns(
        results, asked, shown, released.style.numbers.decimal_mark
    )
    net = [r for r in results.of(CHANGE) if r.quantity is Quantity.NET_PROPORTION]
    net_label = f"Net proportion better, % ({level_text(net)})"
    rows: list[tuple[Cell, ...]] = []
    for score, own in visits.by_score(asked).items():
        rows.append(cells.section(outcome_label(study, score), 1 + len(places)))
        rows += _category_rows(results, own, places, net_label)
    given = {row.quantity for answers in asked for row in answers.rows}
    explained = [text for quantities, text in CATEGORY_NOTES if given.intersection(quantities)]
    notes = (
        *([" ".join(explained)] if explained else []),
        *([NET_NOTE] if net else []),
        *groups.notes(results, shown),
        *deaths.without_value(results),
    )
    title = "Patients by direction and size of change"
    return assemble(
        released,
        "score_categories",
        title,
        ("Category", *header),
        rows,
        notes=notes,
        spanners=spanners,
        methods_of="rows",
    )


def _category_rows(
    results: Index, own: visits.ByVisit, places: Sequence[tuple[bool, str]], net_label: str
) -> Iterator[tuple[Cell, ...]]:
    """A row for each category at each of its levels, and one for the net proportion."""
    rows = [row for answers in own.values() for row in answers.rows if row.quantity in CATEGORIES]
    found = dict.fromkeys((row.quantity, row.level) for row in rows)
    for quantity, level in sorted(found, key=lambda key: list(CATEGORIES).index(key[0])):
        label = f"{CATEGORIES[quantity]} {level}".strip()
        numbers = [
            (group, asked and asked.first(group, quantity, level=level))
            for asked, group in visits.answers_at(own, places)
        ]
        parts = (cells.proportion(n, groups.size(results, group)) for group, n in numbers)
        yield (Cell(label), *parts)
    yield (
        Cell(net_label),
        *(
            cells.with_interval(asked and asked.first(group, Quantity.NET_PROPORTION))
            for asked, group in visits.answers_at(own, places)
        ),
    )
