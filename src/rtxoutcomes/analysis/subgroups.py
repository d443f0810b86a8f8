"""Results in the levels of the declared subgroups, and their interaction with the group.

Descriptive: no P value is computed, for a level or for an interaction. A level below its size has
counts alone, and an interaction is attempted only where every level has its size.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.change.quantification import below
from rtxoutcomes.analysis.change.scores import score_pairs
from rtxoutcomes.analysis.descriptive import not_attempted, number
from rtxoutcomes.analysis.diagnoses import contrasts, times
from rtxoutcomes.analysis.horizon import at_horizon
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.analysis.relapse.time_contrasts import HAZARD
from rtxoutcomes.analysis.scale import from_scale, mean_of_changes, on_scale, scale_of
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.likelihood.linear import linear_hc3
from rtxoutcomes.estimate.likelihood.planning import planning_hazard_ratio
from rtxoutcomes.estimate.survival.at_month import risk_at
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.grouping import levels_of
from rtxoutcomes.results import ALL, NAN, Estimate, Measure, MethodKey, Quantity, Row
from rtxoutcomes.results.floors import FEWEST_EVENTS_IN_LEVEL, FEWEST_IN_LEVEL, enough_for
from rtxoutcomes.study import Score, Study, Variable
from rtxoutcomes.tabulate import by_group, pair_counts

ANALYSIS = "subgroup"
COX = "Firth Cox on {noun}, {subgroup} and their product, profile penalised likelihood"
CHANGE = "change given baseline on {noun}, {subgroup} and their product, HC3, t"
# Intercept, group, level and their product; of a change also the baseline.
HAZARD_COEFFICIENTS, CHANGE_COEFFICIENTS = 3, 5


class Pair(NamedTuple):
    """Two groups and two levels, the reference of each second."""

    later: str
    earlier: str
    level: str
    reference: str


def subgroup_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Every outcome in every level of every subgroup; none where none is declared."""
    rows: list[Row] = []
    for variable in study.with_role("subgroup"):
        if variable.name != study.grouping:
            levels = levels_of(cohort.patients, study, variable.name).reset_index(drop=True)
            rows += _relapse(cohort, study, variable, levels)
            for score in study.scores:
                rows += _changes(cohort, study, variable, score, levels)
    history = attack_history(cohort, study)
    if rows and history is not None and history["event"].any():
        rows.append(_planning_value(len(history), int(history["event"].sum())))
    return rows


def _planning_value(n: int, events: int) -> Row:
    """The ratio of hazard ratios with 80 % power, where groups and levels are of equal size.

    The variance of its logarithm is 16 / events: that of four cells with a quarter of the events
    each (Peterson and George 1993), as if an exposure had a standard deviation of 1/4.
    """
    ratio, key = planning_hazard_ratio(events, 0.25), MethodKey.PLANNING_VALUE
    method = "approximate planning value: 80 % power; ratio of hazard ratios, four equal cells"
    value = number(Measure.HAZARD_RATIO, key, ratio, n, events=events, method=method)
    statistic = Statistic(Quantity.PLANNING_VALUE, value, "alternative", HAZARD)
    return Question(ANALYSIS, "relapse").row(ALL, statistic)


def _relapse(cohort: Cohort, study: Study, variable: Variable, levels: pd.Series) -> Iterator[Row]:
    history = attack_history(cohort, study)
    if history is None:
        return
    frame, question = history.assign(level=levels), Question(ANALYSIS, "relapse")
    month, slack = study.relapse.risk_months, study.relapse.risk_tolerance
    for level in variable.divides:
        part = frame[frame["level"] == level.code]
        for group, members in by_group(part, study.codes):
            table = event_table(*times(members))
            risk = at_horizon(risk_at(table, month, tolerance=slack), table, month, slack)
            # Events by the month of the risk: those on which it rests.
            value = _counted(risk, len(members), risk.events or 0)
            statistic = _of_level(Quantity.RISK, value, variable, level.code)
            yield question.row(group, replace(statistic, month=month))
    for pair in _pairs(study, variable):
        value = _hazard_interaction(frame, study, variable, pair)
        yield question.row(pair.later, _interaction(value, variable, pair, HAZARD))


def _changes(
    cohort: Cohort, study: Study, variable: Variable, score: Score, levels: pd.Series
) -> Iterator[Row]:
    """At the last visit; none of a score that was not collected or has values below its limit."""
    pairs = score_pairs(cohort, score)[0].pairs
    if pairs is None or below(pairs):
        return
    frame, question = pairs.assign(level=levels), Question(ANALYSIS, score.name)
    scale = scale_of(score)
    for level in variable.divides:
        part = frame[frame["level"] == level.code]
        for group, members in by_group(part, study.codes):
            change = replace(mean_of_changes(pair_counts(members, score), score), p_value=NAN)
            value = _counted(_without_test(change), change.n)
            statistic = _of_level(scale.mean, value, variable, level.code)
            yield question.row(group, replace(statistic, unit=scale.unit))
    for pair in _pairs(study, variable):
        value = _change_interaction(frame, study, variable, score, pair)
        yield question.row(pair.later, _interaction(value, variable, pair, scale.unit))


def _pairs(study: Study, variable: Variable) -> Iterator[Pair]:
    first, *others = (level.code for level in variable.divides)
    for later, earlier in contrasts(study.ordered_codes):
        for level in others:
            yield Pair(later, earlier, level, first)


def _counted(value: Estimate, n: int, events: int | None = None) -> Estimate:
    """The estimate where the level has its size, else its counts alone."""
    few = n < FEWEST_IN_LEVEL or (events is not None and events < FEWEST_EVENTS_IN_LEVEL)
    if not few:
        return _without_test(value)
    key, method, dropped = value.method_key, value.method, value.dropped
    nothing = not_attempted(
        value.measure, key, method, n, "too_few_in_level" if n else "group_absent", dropped=dropped
    )
    return replace(nothing, events=events)


def _without_test(value: Estimate) -> Estimate:
    """No P value, and no statistic from which it would follow."""
    return replace(value, p_value=NAN, statistic=NAN, df=NAN, p_pair="")


def _of_level(quantity: Quantity, value: Estimate, variable: Variable, level: str) -> Statistic:
    return Statistic(quantity, value, "alternative", subgroup=variable.name, level=level)


def _interaction(value: Estimate, variable: Variable, pair: Pair, unit: str) -> Statistic:
    return Statistic(
        Quantity.INTERACTION,
        value,
        "alternative",
        unit,
        against=pair.earlier,
        subgroup=variable.name,
        level=pair.level,
    )


def _of_pair(frame: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """The patients of two groups in two levels, with indicators of the later and of the level."""
    groups = frame["group"].isin([pair.later, pair.earlier])
    levels = frame["level"].isin([pair.level, pair.reference])
    part = frame[(groups & levels).to_numpy(bool)]
    in_group = (part["group"] == pair.later).to_numpy("float64")
    in_level = (part["level"] == pair.level).to_numpy("float64")
    return part.assign(in_group=in_group, in_level=in_level, both=in_group * in_level)


def _unknown(frame: pd.DataFrame, pair: Pair) -> int:
    """Patients of the two groups whose level is not known."""
    groups = frame["group"].isin([pair.later, pair.earlier])
    return int((groups & frame["level"].isna()).sum())


def _of_size(part: pd.DataFrame, fewest_events: int = 0) -> bool:
    """Whether each of the two levels has its patients and events, in the groups compared."""
    levels = part.groupby("in_level")
    sizes = levels.size()
    events = levels["event"].sum() if fewest_events else sizes
    return len(sizes) == 2 and bool(
        (sizes >= FEWEST_IN_LEVEL).all() and (events >= fewest_events).all()
    )


def _words(template: str, study: Study, variable: Variable) -> str:
    return template.format(noun=study.group_noun, subgroup=variable.label)


def _hazard_interaction(
    frame: pd.DataFrame, study: Study, variable: Variable, pair: Pair
) -> Estimate:
    """The ratio of hazard ratios: that in the level over that in the first level."""
    part, key = _of_pair(frame, pair), MethodKey.COX_INTERACTION
    method, events = _words(COX, study, variable), int(part["event"].sum())
    dropped = _unknown(frame, pair)
    if not (_of_size(part, FEWEST_EVENTS_IN_LEVEL) and enough_for(HAZARD_COEFFICIENTS, len(part))):
        return replace(_refused(Measure.HAZARD_RATIO, key, method, part, events), dropped=dropped)
    design = part[["both", "in_group", "in_level"]].to_numpy("float64")
    fit = firth_cox(*times(part), design, dropped=dropped, only=["x1"])
    return _without_test(fit.coefficients[0].hazard_ratio.by(key, method))


def _change_interaction(
    frame: pd.DataFrame, study: Study, variable: Variable, score: Score, pair: Pair
) -> Estimate:
    """The difference of differences of changes, or the ratio of their ratios."""
    every = _of_pair(frame, pair)
    part = every.dropna(subset=["before", "after"])
    method, key = _words(CHANGE, study, variable), MethodKey.CHANGE_INTERACTION
    measure = scale_of(score).measure
    dropped = len(every) - len(part) + _unknown(frame, pair)
    if not (_of_size(part) and enough_for(CHANGE_COEFFICIENTS, len(part))):
        return replace(_refused(measure, key, method, part), dropped=dropped)
    before, after = on_scale(part["before"], score), on_scale(part["after"], score)
    terms = part[["both", "in_group", "in_level"]].to_numpy("float64")
    design = np.column_stack([np.ones(len(part)), terms, before])
    value = linear_hc3(after - before, design, dropped=dropped).terms[1].value.by(key, method)
    return _without_test(from_scale(value, score))


def _refused(
    measure: Measure, key: MethodKey, method: str, part: pd.DataFrame, events: int | None = None
) -> Estimate:
    value = not_attempted(measure, key, method, len(part), "too_few_for_interaction")
    return replace(value, events=events)
