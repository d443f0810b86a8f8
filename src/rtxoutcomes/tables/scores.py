"""Scores: mean change with its tests, and patients who improved, worsened or passed a limit."""

import math
from collections.abc import Iterator

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.rounding import p_text
from rtxoutcomes.tables.cells import (
    EMPTY,
    Cell,
    assemble,
    comparison,
    level_text,
    p_cell,
    patients,
    percent_with_interval,
    row,
    section,
    share,
    with_interval,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.patients import spread
from rtxoutcomes.tables.select import Number, Numbers, numbers
from rtxoutcomes.tables.words import group_label, outcome_label

DIGITS = 2
# First the quantity of a score on a logarithmic scale; its raw change then stands below it.
EFFECTS = {"ratio": "ratio of geometric means", "mean_change": "mean change"}
CATEGORIES = {
    "improved": "Improved",
    "unchanged": "Unchanged",
    "worsened": "Worsened",
    "increased": "Increased",
    "decreased": "Decreased",
    "improved_by_step": "Improved by a clinical step",
    "worsened_by_step": "Worsened by a clinical step",
}
LIMIT = "below_"
SMALLEST_P = "smallest_p"
SCALE_NOTE = (
    "A score that is ordinal has no equal steps: its mean change is given because it is what is "
    "usually reported, and the signed-rank test and the net benefit stand beside it."
)
NET_NOTE = "Net benefit: patients who improved minus those who worsened, of those analysed."
HOLM_NOTE = (
    "P (adjusted): Holm, over a family of tests that was {chosen}; each planned test counts, one "
    "for a diagnosis without patients included. All other P values are unadjusted."
)
LEFT_OUT_NOTE = "n (left out): patients with both values, and those who lack one or both."


def score_change(released: Released) -> Table:
    """Change of every score by diagnosis, at the last visit and at the fixed time.

    Change is follow-up minus baseline, in the unit of the score; for a score on a logarithmic
    scale the ratio of geometric means comes first and the raw change below it.
    """
    found = numbers(released, "change")
    level = level_text(n for n in found.rows if n.term in (*EFFECTS, "net_benefit"))
    header = (
        *("Diagnosis", "n (left out)", "Baseline, mean (SD)", "Follow-up, mean (SD)"),
        *(f"Change ({level})", "P (change)", "P (adjusted)", "P (signed rank)"),
        f"Net benefit, % ({level})",
    )
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for endpoint in found.endpoints:
        label = outcome_label(released, endpoint)
        for term, words in EFFECTS.items():
            if term in found.terms(endpoint):
                rows.append(section(f"{label}: {words}", len(header)))
                rows.extend(_change_row(released, found, endpoint, g, term) for g in found.groups)
        notes.extend(_out_of_reach(released, found, endpoint))
        notes.extend(
            comparison(found.first(endpoint, ALL, "between_groups"), f"Between diagnoses, {label}")
        )
    title = "Change of scores from baseline by diagnosis"
    standing = _standing_notes(released, found)
    return assemble(released, "score_change", title, header, rows, notes=(*notes, *standing))


def _out_of_reach(released: Released, found: Numbers, endpoint: str) -> Iterator[str]:
    """Where so few changed that no data could have brought a P value below the level."""
    for group in found.groups:
        least = found.first(endpoint, group, SMALLEST_P)
        if least is not None and least.note == "p_out_of_reach":
            yield (
                f"{outcome_label(released, endpoint)}, {group_label(released, group)}: with "
                f"{least.events} who changed, the signed-rank test cannot give a P value below "
                f"{p_text(least.estimate, least.style)}, whatever the data."
            )


def _standing_notes(released: Released, found: Numbers) -> tuple[str, ...]:
    if not found.rows:
        return ()
    adjusted = any(not math.isnan(number.p_adjusted) for number in found.rows)
    chosen = released.about.get("family", "declared")
    holm = (HOLM_NOTE.format(chosen=chosen),) if adjusted else ()
    return (LEFT_OUT_NOTE, NET_NOTE, *holm, SCALE_NOTE)


def _change_row(
    released: Released, found: Numbers, endpoint: str, group: str, term: str
) -> tuple[Cell, ...]:
    def of(name: str) -> Number | None:
        return found.first(endpoint, group, name)

    effect = of(term)
    # A second section on the same patients repeats neither the rank test nor the net benefit.
    again = term == "mean_change" and of("ratio") is not None
    return row(
        group_label(released, group),
        patients(effect or found.any_of(endpoint, group)),
        spread(of("baseline_mean"), of("baseline_sd"), digits=DIGITS),
        spread(of("follow_up_mean"), of("follow_up_sd"), digits=DIGITS),
        with_interval(effect, DIGITS),
        p_cell(effect)._replace(method=""),
        p_cell(effect, adjusted=True),
        EMPTY if again else p_cell(of("signed_rank")),
        EMPTY if again else percent_with_interval(of("net_benefit")),
    )


def score_categories(released: Released) -> Table:
    """Patients who improved, stayed and worsened, passed a clinical step or lie below a limit."""
    found = numbers(released, "change")
    terms = dict.fromkeys(t for e in found.endpoints for t in found.terms(e))
    shown = [t for t in CATEGORIES if t in terms] + [t for t in terms if t.startswith(LIMIT)]
    header = ("Diagnosis", "n (left out)", *map(_category, shown))
    rows: list[tuple[Cell, ...]] = []
    for endpoint in found.endpoints:
        if not set(shown).intersection(found.terms(endpoint)):
            continue
        rows.append(section(outcome_label(released, endpoint), len(header)))
        rows.extend(_category_row(released, found, endpoint, g, shown) for g in found.groups)
    notes = (
        "Cells are n/N (%). Improved and worsened mean any change; a clinical step is the one the "
        "study declares for the patient's baseline value. No change was confirmed by a later "
        "visit. Lowest value: of all visits after baseline.",
    )
    title = "Patients by direction and size of change"
    return assemble(released, "score_categories", title, header, rows, notes=notes if rows else ())


def _category(term: str) -> str:
    if term.startswith(LIMIT):
        return f"Lowest value below {term.removeprefix(LIMIT)}"
    return CATEGORIES[term]


def _category_row(
    released: Released, found: Numbers, endpoint: str, group: str, terms: list[str]
) -> tuple[Cell, ...]:
    cells = [found.first(endpoint, group, term) for term in terms]
    first = next((number for number in cells if number is not None), None)
    first = first or found.any_of(endpoint, group)
    return row(group_label(released, group), patients(first), *map(share, cells))
