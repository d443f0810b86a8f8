"""The grid: what each endpoint is under every declared choice, and the range of it.

A choice is one that could have been made otherwise: the window of the last visit, the steps that
count as worsening, unchanged patients in the signed-rank test, attacks soon after the first
infusion, the landmark. Two rows close each grid: the smallest and the largest estimate, with the
smallest and the largest P.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rtxoutcomes.analysis.change.effect_sizes import by_step
from rtxoutcomes.analysis.change.scores import quantified
from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group, share
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.derive.relapse import after_washout
from rtxoutcomes.derive.scores import last_visit_pairs
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio, mean_change
from rtxoutcomes.estimate.paired.signed_rank import ratio_ranks, signed_rank
from rtxoutcomes.estimate.proportions.proportion import proportion_interval
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.results import NAN, Estimate, Row
from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.sensitivity import ScoreChoices
from rtxoutcomes.tabulate import event_count, pair_counts, rate_counts

ANALYSIS = "sensitivity"
SMALLEST, LARGEST = "smallest", "largest"


@dataclass(frozen=True, slots=True)
class Choice:
    """One cell of a grid: whose, which quantity, which choice, and what came out."""

    group: str
    quantity: str
    choice: str
    value: Estimate
    unit: str = ""


def grid_rows(cohort: Cohort, study: Study, others: Sequence[Row]) -> list[Row]:
    """Every declared choice of the study, endpoint by endpoint.

    `others` are rows already made: those of the landmarks are taken from there.
    """
    rows: list[Row] = []
    for score in study.scores:
        choices = study.sensitivity.scores.get(score.name)
        if choices is not None:
            cells = list(_score_cells(cohort, study, score, choices))
            rows += _told(Question(ANALYSIS, score.name), cells)
    if study.sensitivity.washout_days:
        rows += _told(Question(ANALYSIS, "relapse"), list(_washout_cells(cohort, study)))
    return [*rows, *_landmark_rows(study, others)]


def _told(question: Question, cells: list[Choice]) -> list[Row]:
    """The cells as rows, and after those of each group and quantity their range."""
    rows = [
        question.row(c.group, f"{c.quantity}:{c.choice}", c.value, "sensitivity", c.unit)
        for c in cells
    ]
    for group, quantity, unit in dict.fromkeys((c.group, c.quantity, c.unit) for c in cells):
        values = [c.value for c in cells if (c.group, c.quantity) == (group, quantity)]
        for name, value in _range(values):
            rows.append(question.row(group, f"{quantity}:{name}", value, "sensitivity", unit))
    return rows


def _range(values: list[Estimate]) -> Iterator[tuple[str, Estimate]]:
    """The smallest and the largest estimate and P over the choices that gave any."""
    given = [v for v in values if v.status in ("ok", "bound_only")]
    some = [v for v in given if not (math.isnan(v.estimate) and math.isnan(v.p_value))]
    # What holds of every cell, such as that an effect is not identifiable, holds of their range.
    shared = some[0].note if len({v.note for v in some}) == 1 else ""
    for name, pick in ((SMALLEST, min), (LARGEST, max)):
        method = f"{name} estimate and {name} P over {len(some)} of {len(values)} declared choices"
        if not some:
            yield name, replace(values[0], method=method)
            continue
        n = min(v.n for v in some) if name == SMALLEST else max(v.n for v in some)
        yield (
            name,
            Estimate(
                method=method,
                n=n,
                estimate=_end([v.estimate for v in some], pick),
                p_value=_end([v.p_value for v in some], pick),
                note=shared,
            ),
        )


def _end(numbers: list[float], pick: Callable[[list[float]], float]) -> float:
    known = [number for number in numbers if not math.isnan(number)]
    return pick(known) if known else NAN


def _score_cells(
    cohort: Cohort, study: Study, score: Score, choices: ScoreChoices
) -> Iterator[Choice]:
    """Windows for the mean and the signed-rank test, zero rules for the test, steps for both."""
    windows, tables = choices.scores(score)
    # The one-table form has one value at follow-up, and no window to choose.
    if cohort.form == "one_table":
        windows = windows[:1]
    for chosen in windows:
        low, high = chosen.follow_up_months
        window = f"months {low:g} to {high if high == 'end' else format(high, 'g')}"
        pairs = quantified(last_visit_pairs(cohort, chosen), chosen)
        if pairs is None:
            first = "ratio" if score.scale == "log" else "mean_change"
            for group, patients in groups(cohort.patients, study, overall=False):
                nothing = not_collected("no visit was collected", len(patients))
                yield Choice(group, first, window, nothing)
            continue
        for group, patients in groups(pairs, study, overall=False):
            counts = pair_counts(patients, chosen)
            for quantity, choice, value, unit in _of_counts(counts, chosen, choices, tables):
                where = f"{window}{', ' if choice else ''}{choice}"
                yield Choice(group, quantity, where, of_group(value, patients), unit)


def _of_counts(
    counts: PairCounts, score: Score, choices: ScoreChoices, tables: tuple[Score, ...]
) -> Iterator[tuple[str, str, Estimate, str]]:
    before, after = (np.repeat(v, counts.count) for v in (counts.before, counts.after))
    units = counts.lattice_before, counts.lattice_after
    first, second = (np.repeat(v, counts.count) for v in units)
    if score.scale == "log":
        yield "ratio", "", geometric_mean_ratio(before, after, counts.dropped), "ratio"
        ranked = ratio_ranks(first, second)
    else:
        ranked = second - first
        change = mean_change(np.asarray(ranked * float(score.lattice_step)), counts.dropped)
        yield "mean_change", "", change, score.unit
    for rule in choices.zero_rules:
        yield "signed_rank", f"zeros {rule}", signed_rank(ranked, rule, counts.dropped), ""
    for table in tables:
        bands = ", ".join(f"{band}: {step:g}" for band, step in table.worsening.items())
        for term, k in by_step(counts, table).items():
            yield term, f"steps {bands}", share(k, counts.n, counts.dropped), ""


def _washout_cells(cohort: Cohort, study: Study) -> Iterator[Choice]:
    """Proportion and rate of relapse where attacks soon after the first infusion do not count."""
    whole = dict(groups(cohort.patients, study, overall=True))
    for days in (0.0, *study.sensitivity.washout_days):
        history = after_washout(cohort, study, days)
        choice = f"washout {days:g} days"
        if history is None:
            for group, patients in whole.items():
                nothing = not_collected("not every onset was collected", len(patients))
                yield Choice(group, "rate", choice, nothing, "per person-year")
            continue
        for group, patients in groups(history, study, overall=True):
            dropped = len(whole[group]) - len(patients)
            count, counts = event_count(patients, "event"), rate_counts(patients, "attacks")
            share_ = replace(proportion_interval(count.events, count.n), dropped=dropped)
            rates = rate(counts.events, counts.years, counts.count).scaled
            rates = replace(rates, dropped=dropped)
            yield Choice(group, "proportion", choice, of_group(share_, whole[group]))
            yield Choice(group, "rate", choice, of_group(rates, whole[group]), "per person-year")


def _landmark_rows(study: Study, others: Sequence[Row]) -> list[Row]:
    """The range of each exposure's effect over the landmarks, whose rows stand among others."""
    plan, rows = study.engagement, list[Row]()
    for endpoint in dict.fromkeys(r.endpoint for r in others if r.analysis == "engagement"):
        found = {r.term: r for r in others if r.endpoint == endpoint and r.role != "beside"}
        for channel, activity in study.exposures:
            term = f"{channel}_{activity}"
            names = [term, *(f"{term}_landmark_{m:g}" for m in plan.sensitivity_landmarks)]
            cells = [found[name] for name in names if name in found]
            if len(cells) < 2:
                continue
            question = Question(ANALYSIS, endpoint)
            for name, value in _range([row.value for row in cells]):
                told = f"{term}_landmarks:{name}"
                rows.append(question.row(cells[0].group, told, value, "sensitivity", cells[0].unit))
    return rows
