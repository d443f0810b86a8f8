"""The grid: each endpoint under every declared choice, and its range over them.

Choices are the window of the last visit, the steps that count as worsening, unchanged patients in
the signed-rank test, the definition of a confirmed change, relapses soon after the first infusion,
and the landmark. Two rows close each grid: the smallest and the largest estimate, with the smallest
and the largest P.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import pandas as pd

from rtxoutcomes.analysis.change.effect_sizes import by_step
from rtxoutcomes.analysis.change.quantification import (
    below,
    noted,
    of_known_direction,
    quantified,
    reported_mean,
)
from rtxoutcomes.analysis.confirmed.definitions import definition_cells
from rtxoutcomes.analysis.descriptive import not_collected, share
from rtxoutcomes.analysis.diagnoses import groups
from rtxoutcomes.analysis.question import Question, Statistic, of_group
from rtxoutcomes.analysis.rates import dispersion_of
from rtxoutcomes.analysis.scale import ranked_changes, scale_of
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.derive.relapse import after_washout
from rtxoutcomes.derive.scores import has_months, last_visit_pairs
from rtxoutcomes.estimate.paired.signed_rank import signed_rank
from rtxoutcomes.estimate.proportions.proportion import proportion_interval
from rtxoutcomes.estimate.rates.dispersion import INDEPENDENT, Dispersion
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.results import NAN, Choice, Estimate, Measure, MethodKey, Model, Quantity, Row
from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.score import step_text
from rtxoutcomes.study.sensitivity import ScoreChoices
from rtxoutcomes.tabulate import event_count, pair_counts, rate_counts

ANALYSIS, ENGAGEMENT = "sensitivity", "engagement"
RANGE: tuple[tuple[Choice, MethodKey, Callable[[list[float]], float]], ...] = (
    (Choice.SMALLEST, MethodKey.SMALLEST_OF_CHOICES, min),
    (Choice.LARGEST, MethodKey.LARGEST_OF_CHOICES, max),
)
PER_YEAR = "per person-year"
# One cell of a grid: a group and a statistic of it. The level numbers the alternatives of a choice
# in the order of the study file, or is the number of days of a washout.
Cell = tuple[str, Statistic]


def grid_rows(cohort: Cohort, study: Study, others: Sequence[Row]) -> list[Row]:
    """Every declared choice of the study, endpoint by endpoint.

    `others` are the rows of the other analyses, which include those of each landmark.
    """
    rows: list[Row] = []
    for score in study.scores:
        choices = study.sensitivity.scores.get(score.name)
        if choices is not None:
            cells = list(_score_cells(cohort, study, score, choices))
            rows += _rows(Question(ANALYSIS, score.name), cells)
    for block in study.confirmed:
        rows += _rows(Question(ANALYSIS, block.name), list(definition_cells(cohort, study, block)))
    if study.sensitivity.washout_days:
        rows += _rows(Question(ANALYSIS, "relapse"), list(_washout_cells(cohort, study)))
    return [*rows, *_landmark_rows(study, others)]


def _rows(question: Question, cells: list[Cell]) -> list[Row]:
    """The cells as rows, and after those of each group and quantity their range."""
    rows = [question.row(group, statistic) for group, statistic in cells]
    for group, quantity, unit in dict.fromkeys((g, s.quantity, s.unit) for g, s in cells):
        values = [s.value for g, s in cells if (g, s.quantity) == (group, quantity)]
        for choice, value in _range(values):
            end = Statistic(quantity, value, "sensitivity", unit, choice=choice)
            rows.append(question.row(group, end))
    return rows


def _range(values: list[Estimate]) -> Iterator[tuple[Choice, Estimate]]:
    """The smallest and the largest estimate and P over the choices that gave any."""
    given = [v for v in values if v.status in ("ok", "bound_only")]
    some = [v for v in given if not (math.isnan(v.estimate) and math.isnan(v.p_value))]
    # A note that all cells share, such as an effect that is not identifiable, applies to the range.
    shared = some[0].note if len({v.note for v in some}) == 1 else ""
    over = f"over {len(some)} of {len(values)} declared choices"
    for choice, key, pick in RANGE:
        method = f"{choice} estimate and {choice} P {over}"
        if not some:
            yield choice, replace(values[0], method_key=key, method=method)
            continue
        end = Estimate(
            measure=some[0].measure,
            method_key=key,
            method=method,
            n=round(pick([float(v.n) for v in some])),
            estimate=_end([v.estimate for v in some], pick),
            p_value=_end([v.p_value for v in some], pick),
            note=shared,
        )
        yield choice, end


def _end(numbers: list[float], pick: Callable[[list[float]], float]) -> float:
    known = [number for number in numbers if not math.isnan(number)]
    return pick(known) if known else NAN


def _score_cells(
    cohort: Cohort, study: Study, score: Score, choices: ScoreChoices
) -> Iterator[Cell]:
    """Windows for the mean and the signed-rank test, zero rules for the test, steps for both."""
    windows, tables = choices.scores(score)
    # One value at follow-up without a month leaves no window to choose.
    if not has_months(cohort, score):
        windows = windows[:1]
    for place, chosen in enumerate(windows):
        low, high = chosen.follow_up_months
        window = f"months {low:g} to {high if high == 'end' else format(high, 'g')}"
        pairs = quantified(last_visit_pairs(cohort, chosen), chosen)
        frame = cohort.patients if pairs is None else pairs
        for group, patients in groups(frame, study, overall=False):
            statistics = _no_visit(len(patients), chosen, place)
            if pairs is not None:
                counts = pair_counts(of_known_direction(patients), chosen)
                by_window = _by_window(patients, chosen, choices, place)
                statistics = chain(by_window, _by_steps(counts, tables, place))
            for s in statistics:
                value = replace(s.value, method=f"{s.value.method}; {window}")
                yield group, replace(s, value=of_group(value, patients))


def _by_window(
    patients: pd.DataFrame, score: Score, choices: ScoreChoices, place: int
) -> Iterator[Statistic]:
    counts, mean = pair_counts(patients, score), reported_mean(patients, score)
    ranked, some_below = ranked_changes(counts, score), below(patients) > 0
    yield _of_window(scale_of(score).mean, mean, place, scale_of(score).unit)
    for rule in choices.zero_rules:
        test = signed_rank(ranked, rule, counts.dropped)
        yield _of_window(Quantity.SIGNED_RANK, noted(test) if some_below else test, place)


def _no_visit(n: int, score: Score, place: int) -> Iterator[Statistic]:
    nothing = not_collected("no visit was collected", n, scale_of(score).measure)
    yield _of_window(scale_of(score).mean, nothing, place)


def _of_window(quantity: Quantity, value: Estimate, place: int, unit: str = "") -> Statistic:
    level, choice = str(place + 1), Choice.VISIT_WINDOW
    return Statistic(quantity, value, "sensitivity", unit, level=level, choice=choice)


def _by_steps(counts: PairCounts, tables: tuple[Score, ...], place: int) -> Iterator[Statistic]:
    choice = Choice.VISIT_WINDOW_AND_STEPS
    for k, table in enumerate(tables):
        bands = ", ".join(f"{band}: {step_text(step)}" for band, step in table.worsening.items())
        level = str(place * len(tables) + k + 1)
        for quantity, count in by_step(counts, table).items():
            value = share(count, counts.n, counts.dropped)
            value = replace(value, method=f"{value.method}, steps {bands}")
            yield Statistic(quantity, value, "sensitivity", level=level, choice=choice)


def _washout_cells(cohort: Cohort, study: Study) -> Iterator[Cell]:
    """Proportion and rate of relapse where relapses soon after the first infusion do not count."""
    everybody = dict(groups(cohort.patients, study, overall=True))
    for days in (0.0, *study.sensitivity.washout_days):
        history = after_washout(cohort, study, days)
        observed = everybody if history is None else dict(groups(history, study, overall=True))
        pooled = INDEPENDENT if history is None else dispersion_of(history, "attacks", study)
        for group, patients in observed.items():
            dropped = len(everybody[group]) - len(patients)
            nothing = not_collected("not every onset was collected", len(patients), Measure.RATE)
            statistics = [Statistic(Quantity.RATE, nothing, "sensitivity", PER_YEAR)]
            if history is not None:
                statistics = list(_after_washout(patients, dropped, pooled))
            for s in statistics:
                value, level = of_group(s.value, everybody[group]), format(days, "g")
                yield group, replace(s, value=value, level=level, choice=Choice.WASHOUT)


def _after_washout(patients: pd.DataFrame, dropped: int, pooled: Dispersion) -> Iterator[Statistic]:
    count, counts = event_count(patients, "event"), rate_counts(patients, "attacks")
    proportion = replace(proportion_interval(count.events, count.n), dropped=dropped)
    rates = rate(counts.events, counts.years, counts.count, dispersion=pooled)
    scaled = replace(rates.scaled, dropped=dropped)
    yield Statistic(Quantity.PROPORTION, proportion, "sensitivity")
    yield Statistic(Quantity.RATE, scaled, "sensitivity", PER_YEAR)


def _landmark_rows(study: Study, others: Sequence[Row]) -> Iterator[Row]:
    """The range of each exposure's effect over the landmarks, whose rows are among the others."""
    key = (ENGAGEMENT, Model.LANDMARK)
    effects = [r for r in others if (r.analysis, r.model) == key and r.role != "alternative"]
    for endpoint in dict.fromkeys(row.endpoint for row in effects):
        for channel, activity in study.exposures:
            exposure = (endpoint, channel, activity)
            cells = [r for r in effects if (r.endpoint, r.channel, r.activity) == exposure]
            if len(cells) < 2:
                continue
            question, first = Question(ANALYSIS, endpoint, NAN, channel, activity), cells[0]
            for choice, value in _range([row.value for row in cells]):
                end = Statistic(first.quantity, value, "sensitivity", first.unit, choice=choice)
                yield question.row(first.group, replace(end, model=Model.LANDMARK))
