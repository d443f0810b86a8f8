"""Change of a score by diagnosis, at the last visit and at the fixed time."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.between import adjusted_differences, between_diagnoses
from rtxoutcomes.analysis.change.effect_sizes import Key, appendix, by_step
from rtxoutcomes.analysis.change.regression_to_mean import (
    slope_rows,
    surroundings,
    unquantified_rows,
)
from rtxoutcomes.analysis.change.transitions import transition_rows
from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group, plain, share
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.derive.scores import fixed_time_pairs, last_visit_pairs, lowest_after_baseline
from rtxoutcomes.estimate.describe import describe
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio, mean_change
from rtxoutcomes.estimate.paired.hodges_lehmann import hodges_lehmann, walsh_interval
from rtxoutcomes.estimate.paired.responders import net_benefit
from rtxoutcomes.estimate.paired.signed_rank import ratio_ranks, signed_rank
from rtxoutcomes.estimate.proportions.proportion import proportion
from rtxoutcomes.results import ALL, DISTRIBUTION_COLUMNS, Estimate, Row
from rtxoutcomes.study import Score, Study
from rtxoutcomes.tabulate import pair_counts

FIXED_TIME = "_fixed_time"


def score_pairs(cohort: Cohort, score: Score) -> dict[str, pd.DataFrame | None]:
    """Endpoint name -> a row a patient with the pair of values, None where not collected."""
    pairs = {score.name: last_visit_pairs(cohort, score)}
    if score.fixed_time_months is not None:
        pairs[score.name + FIXED_TIME] = fixed_time_pairs(cohort, score)
    return {name: quantified(found, score) for name, found in pairs.items()}


def quantified(pairs: pd.DataFrame | None, score: Score) -> pd.DataFrame | None:
    """The pairs, with values below the score's limit of quantification set to the limit.

    Of such a value only that is known; what it would be otherwise is shown as sensitivity.
    """
    limit = score.quantification_limit
    if pairs is None or limit is None:
        return pairs
    values = pairs[["before", "after"]]
    return pairs.assign(**values.mask(values < limit, limit))


def change_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """Every row about one score: last visit, fixed time, between diagnoses, clinical limits."""
    rows: list[Row] = []
    moves: list[Row] = []
    for endpoint, pairs in score_pairs(cohort, score).items():
        question = Question("change", endpoint)
        if pairs is None:
            rows += _nothing_collected(cohort, study, question, score)
            continue
        for group, patients in groups(pairs, study, overall=False):
            counts = pair_counts(patients, score)
            told = (
                _described(counts)
                | _tested(counts, score)
                | _responded(counts, score)
                | appendix(counts, score)
                | surroundings(counts, score)
            )
            for (term, role, unit), value in told.items():
                shown = score.unit if unit == "score" else unit
                rows.append(question.row(group, term, of_group(value, patients), role, shown))
            moves += transition_rows(endpoint, group, patients, counts, score)
        rows.append(question.row(ALL, "between_groups", between_diagnoses(pairs, study, score)))
        contrast, unit = Question("contrast", endpoint), change_unit(score)
        moves += [
            contrast.row(ALL, term, value, unit=unit)
            for term, value in adjusted_differences(pairs, study, score)
        ]
    rows += [*slope_rows(cohort, study, score), *unquantified_rows(cohort, study, score)]
    return [*rows, *_limit_rows(cohort, study, score), *moves]


def _described(counts: PairCounts) -> dict[Key, Estimate]:
    told: dict[Key, Estimate] = {}
    for name, values in (("baseline", counts.before), ("follow_up", counts.after)):
        shown = describe(np.repeat(values, counts.count))
        told[(f"{name}_mean", "reported", "score")] = plain(
            shown.mean, counts.n, "mean of complete pairs", counts.dropped
        )
        told[(f"{name}_sd", "reported", "score")] = plain(
            shown.sd, counts.n, "standard deviation of complete pairs", counts.dropped
        )
    return told


def _tested(counts: PairCounts, score: Score) -> dict[Key, Estimate]:
    units = np.repeat(counts.lattice_after - counts.lattice_before, counts.count)
    step = float(score.lattice_step)
    change = mean_change(units * step, counts.dropped)
    if score.scale == "log":
        return _tested_as_ratio(counts) | {("mean_change", "beside", "score"): change}
    return {
        ("mean_change", "reported", "score"): change,
        **_signed_ranks(units, counts.dropped),
        ("hodges_lehmann", "reported", "score"): hodges_lehmann(
            units, step, dropped=counts.dropped
        ),
        ("hodges_lehmann", "beside", "score"): walsh_interval(units, step, dropped=counts.dropped),
    }


def _tested_as_ratio(counts: PairCounts) -> dict[Key, Estimate]:
    before, after = np.repeat(counts.before, counts.count), np.repeat(counts.after, counts.count)
    ranks = ratio_ranks(
        np.repeat(counts.lattice_before, counts.count),
        np.repeat(counts.lattice_after, counts.count),
    )
    ratio = geometric_mean_ratio(before, after, counts.dropped)
    return {("ratio", "reported", "ratio"): ratio, **_signed_ranks(ranks, counts.dropped)}


def _signed_ranks(change: NDArray[np.int64], dropped: int) -> dict[Key, Estimate]:
    return {
        ("signed_rank", "reported", ""): signed_rank(change, "wilcoxon", dropped),
        ("signed_rank", "beside", ""): signed_rank(change, "pratt", dropped),
    }


def _responded(counts: PairCounts, score: Score) -> dict[Key, Estimate]:
    change = counts.after - counts.before
    down = int(counts.count[change < 0].sum())
    up = int(counts.count[change > 0].sum())
    same, n = counts.n - down - up, counts.n
    if score.higher_is == "neither":
        names = {"decreased": down, "unchanged": same, "increased": up}
        return {(t, "reported", ""): share(k, n, counts.dropped) for t, k in names.items()}
    better, worse = (down, up) if score.higher_is == "worse" else (up, down)
    told = net_benefit(better, worse, n, counts.dropped)
    names = {"improved": better, "unchanged": same, "worsened": worse}
    if score.worsening:
        names |= by_step(counts, score)
    shares: dict[Key, Estimate] = {
        (t, "reported", ""): share(k, n, counts.dropped) for t, k in names.items()
    }
    return shares | {("net_benefit", "reported", ""): told.net, ("sign", "reported", ""): told.sign}


def change_unit(score: Score) -> str:
    return "ratio" if score.scale == "log" else score.unit


def _limit_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """Patients whose lowest value after baseline lies below each clinical limit of the study."""
    lowest = lowest_after_baseline(cohort, score)
    if lowest is None:
        return []
    question, rows = Question("change", score.name), []
    for group, patients in groups(lowest, study, overall=False):
        known = patients["lowest"].dropna()
        for limit in score.low:
            told = proportion(int((known < limit).sum()), len(known)).clopper_pearson
            told = replace(told, dropped=len(patients) - len(known))
            rows.append(question.row(group, f"below_{limit:g}", of_group(told, patients)))
    return rows


def _nothing_collected(cohort: Cohort, study: Study, question: Question, score: Score) -> list[Row]:
    first = "ratio" if score.scale == "log" else "mean_change"
    rows: list[Row] = []
    for group, patients in groups(cohort.patients, study, overall=False):
        nothing = not_collected("no visit at that time was collected", len(patients))
        rows += [question.row(group, term, nothing) for term in (first, "signed_rank")]
        rows += transition_rows(question.endpoint, group, patients, nothing, score)
    return rows


def distributions(cohort: Cohort, study: Study) -> pd.DataFrame:
    """How often each pair of values occurs, by endpoint and diagnosis: what change figures draw."""
    frames = []
    for score in study.scores:
        for endpoint, pairs in score_pairs(cohort, score).items():
            if pairs is None:
                continue
            for group, patients in groups(pairs, study, overall=False):
                counts = pair_counts(patients, score)
                frame = pd.DataFrame(
                    {"before": counts.before, "after": counts.after, "count": counts.count}
                )
                frames.append(frame.assign(endpoint=endpoint, group=group))
    columns = list(DISTRIBUTION_COLUMNS)
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        return pd.DataFrame(columns=columns)
    return pd.concat(filled, ignore_index=True)[columns]
