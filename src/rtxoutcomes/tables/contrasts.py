"""Contrasts of two groups: a row a pair, and one direction for differences and for ratios."""

from collections.abc import Iterator, Mapping, Sequence

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.printed import level_text
from rtxoutcomes.presentation.rows import WITHOUT_DATA, Answers, Index, index
from rtxoutcomes.presentation.words import event_label, outcome_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables import cells, groups, visits
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

CONTRAST, RELAPSE, TIME = "contrast", "relapse", "time_to_relapse"
PAIR = "Comparison (first minus second, or first over second)"
# The endpoint that has each quantity, its heading, and what its numbers are of.
EFFECTS: Mapping[Quantity, tuple[str, str, str]] = {
    Quantity.PROPORTION_DIFFERENCE: (RELAPSE, "Difference, percentage points", "Proportion"),
    Quantity.PROPORTION_RATIO: (RELAPSE, "Risk ratio", "Proportion"),
    Quantity.ODDS_RATIO: (RELAPSE, "Odds ratio", "Proportion"),
    Quantity.RATE_RATIO: (RELAPSE, "Rate ratio", ""),
    Quantity.HAZARD_RATIO: (TIME, "Hazard ratio", ""),
}
CHANGES = (Quantity.ADJUSTED_DIFFERENCE, Quantity.ADJUSTED_RATIO)
Pair = tuple[str, str]


@takes_results
def event_contrasts(released: Released) -> Table:
    """The event in two groups: a row a pair, a column a measure, each with its interval."""
    results = index(released)
    given = [r for r in results.of(CONTRAST) if r.note not in WITHOUT_DATA]
    rows_of = [r for r in given if r.quantity in EFFECTS and r.against]
    level = level_text(rows_of)
    pairs = _pairs(rows_of)
    rows = [
        (
            _pair(results, pair),
            *(
                _effect(results.answers(CONTRAST, endpoint), pair, quantity)
                for quantity, (endpoint, _, _) in EFFECTS.items()
            ),
        )
        for pair in pairs
    ]
    own = [(name, above) for _, name, above in EFFECTS.values()]
    return assemble(
        released,
        "event_contrasts",
        f"{results.study.relapse.label}: contrasts of {results.study.group_nouns}, unadjusted",
        (PAIR, *(f"{name} ({level})" for name, _ in own)),
        rows,
        notes=list(_of_all(results, rows_of)),
        spanners=(
            "",
            *(f"{above} with {event_label(results.study)}" if above else "" for _, above in own),
        ),
    )


def _pairs(rows: Sequence[Number]) -> list[Pair]:
    return list(dict.fromkeys((row.group, row.against) for row in rows))


def _pair(results: Index, pair: Pair) -> Cell:
    """`SPMS (n = 43) vs RRMS (n = 42)`."""
    return Cell(" vs ".join(groups.heading(results, group) for group in pair))


def _effect(answers: Answers, pair: Pair, quantity: Quantity) -> Cell:
    group, against = pair
    number = answers.first(group, quantity, against=against)
    return cells.with_interval(number)


def _of_all(results: Index, rows: Sequence[Number]) -> Iterator[str]:
    """The measures that come from one model of all groups, with its patients."""
    for quantity, (_, name, _) in EFFECTS.items():
        sizes = {row.n for row in rows if row.quantity is quantity and row.role == "reported"}
        if len(sizes) == 1 and len(results.groups) > len(("first", "second")):
            yield f"{name}: from one model of {sizes.pop()} patients."


@takes_results
def change_contrasts(released: Released) -> Table:
    """Changes of scores in two groups, adjusted for baseline: a row a pair, a column a visit."""
    results, study = index(released), released.study
    asked = [
        answers
        for answers in results.questions(CONTRAST)
        if any(row.quantity in CHANGES and row.against for row in answers.rows)
    ]
    own = [r for answers in asked for r in answers.rows if r.quantity in CHANGES and r.against]
    above = visits.headings(asked, released.style.numbers.decimal_mark)
    rows: list[tuple[Cell, ...]] = []
    for score, at in visits.by_score(asked).items():
        of_score = [row for answers in at.values() for row in answers.rows if row in own]
        ratio = any(row.quantity is Quantity.ADJUSTED_RATIO for row in of_score)
        what = "ratio of the changes" if ratio else "difference of the changes"
        rows.append(cells.section(f"{outcome_label(study, score)}: {what}", 1 + len(above)))
        for pair in _pairs(of_score):
            each = (_change(results, at.get(fixed), pair) for fixed in above)
            rows.append((_pair(results, pair), *each))
    return assemble(
        released,
        "change_contrasts",
        f"Changes of scores: contrasts of {study.group_nouns}, adjusted for baseline",
        (PAIR, *(f"{name[:1].upper()}{name[1:]} ({level_text(own)})" for name in above.values())),
        rows,
    )


def _change(results: Index, answers: Answers | None, pair: Pair) -> Cell:
    """The adjusted contrast; its model is of all groups."""
    group, against = pair
    found = (answers and answers.first(group, each, against=against) for each in CHANGES)
    number = next((n for n in found if n is not None), None)
    everybody = results.enrolled.get("all")
    return cells.with_n(cells.with_interval(number), number, everybody)
