"""Relapse by diagnosis: proportion, risk at a fixed time, and rate."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.counted import Source, people, relapse_history
from rtxoutcomes.analysis.descriptive import not_collected, share
from rtxoutcomes.analysis.diagnoses import times, under_observation
from rtxoutcomes.analysis.horizon import at_horizon
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.analysis.rates import dispersion_of, dispersion_row
from rtxoutcomes.arrays import Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.estimate.proportions.contingency import fisher_doubled, freeman_halton
from rtxoutcomes.estimate.proportions.proportion import proportion
from rtxoutcomes.estimate.rates.dispersion import INDEPENDENT
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.estimate.survival.at_month import risk_at
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.results import ALL, Estimate, Measure, MethodKey, Quantity, Role, Row
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import by_group, event_count, rate_counts

RELAPSE = Question("relapse", "relapse")
PER_YEAR = "per person-year"


def proportion_rows(source: Source, study: Study) -> list[Row]:
    """Patients with at least one relapse, the risk at the study's horizon, and the exact test."""
    history = relapse_history(source, study)
    month, slack = study.relapse.risk_months, study.relapse.risk_tolerance

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        if history is None:
            nothing = _not_collected(patients, Measure.PROPORTION)
            yield Statistic(Quantity.PROPORTION, nothing)
            yield Statistic(Quantity.RISK, nothing, month=month)
            return
        count = event_count(under_observation(patients), "event")
        dropped, intervals = len(patients) - count.n, proportion(count.events, count.n)
        yield Statistic(Quantity.PROPORTION, share(count.events, count.n, dropped))
        for interval in (intervals.wilson, intervals.clopper_pearson, intervals.mid_p):
            value = replace(interval, dropped=dropped)
            yield Statistic(Quantity.PROPORTION, value, "alternative")
        table = event_table(*times(patients))
        risk = at_horizon(risk_at(table, month, tolerance=slack), table, month, slack)
        yield Statistic(Quantity.RISK, risk, month=month)

    if history is None:
        return RELAPSE.rows(people(source), study, statistics, overall=True)
    rows = RELAPSE.rows(history, study, statistics, overall=True)
    if _equal_follow_up(history):
        with_risk = {row.group for row in rows if _is_printed_risk(row)}
        rows = [row if row.group in with_risk else _by_wilson(row) for row in rows]
    return [*rows, *_between_groups(history, study)]


def _equal_follow_up(history: pd.DataFrame) -> bool:
    months = history["follow_up_months"].astype("float64")
    return len(months) > 0 and months.max() <= months.min() * (1 + SAME_TIME)


def _is_printed_risk(row: Row) -> bool:
    return (
        row.quantity is Quantity.RISK
        and row.value.status == "ok"
        and row.value.note != "few_at_risk"
    )


def _by_wilson(row: Row) -> Row:
    """Wilson's interval as the reported one, where follow-up is equal and no risk is printed."""
    if row.quantity is not Quantity.PROPORTION:
        return row
    reported = row.value.method_key is MethodKey.WILSON
    return replace(row, role="reported" if reported else "alternative")


def rate_rows(source: Source, study: Study) -> list[Row]:
    """Relapses per person-year, the intervals widened where relapses cluster in patients."""
    history = relapse_history(source, study)
    pooled = INDEPENDENT if history is None else dispersion_of(history, "attacks", study)

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        if history is None:
            yield Statistic(Quantity.RATE, _not_collected(patients, Measure.RATE))
            return
        counts = rate_counts(patients, "attacks")
        patterns = (counts.events, counts.years, counts.count, counts.unknown)
        rates = rate(*patterns, dispersion=pooled)
        yield Statistic(Quantity.RATE, rates.scaled, unit=PER_YEAR)
        if pooled.estimated:
            yield Statistic(Quantity.RATE, rates.independent, "alternative", PER_YEAR)

    frame = people(source) if history is None else history
    rows = RELAPSE.rows(frame, study, statistics, overall=True)
    if history is not None and pooled.estimated:
        statistic = dispersion_row(pooled, study, len(history), int(history["attacks"].sum()))
        rows.append(RELAPSE.row(ALL, statistic))
    return rows


def _between_groups(history: pd.DataFrame, study: Study) -> Iterator[Row]:
    """The exact test; of two diagnoses the doubled tail, which the interval of a pair inverts."""
    counts = [
        event_count(under_observation(patients), "event")
        for _, patients in by_group(history, study.codes)
    ]
    table = np.array([[c.events, c.n - c.events] for c in counts], dtype=np.int64)
    present, dropped = table[table.sum(axis=1) > 0], len(history) - int(table.sum())
    exact: Role = "alternative" if len(present) == 2 else "reported"
    if len(present) == 2:
        doubled = replace(_doubled(present), dropped=dropped)
        yield RELAPSE.row(ALL, Statistic(Quantity.BETWEEN_GROUPS, doubled))
    test = replace(freeman_halton(table), dropped=dropped)
    yield RELAPSE.row(ALL, Statistic(Quantity.BETWEEN_GROUPS, test, exact))


def _doubled(table: Ints) -> Estimate:
    """The P value alone: the ratio and its interval belong to the pair, later over earlier."""
    odds = fisher_doubled(table)
    untested = math.isnan(odds.p_value)
    return Estimate(
        measure=Measure.TEST,
        method_key=MethodKey.FISHER_DOUBLED,
        method="twice the smaller tail of Fisher's exact test",
        n=odds.n,
        events=odds.events,
        p_value=odds.p_value,
        status=odds.status if untested else "ok",
        note=odds.note if untested else "",
    )


def _not_collected(patients: pd.DataFrame, measure: Measure) -> Estimate:
    return not_collected("relapses were not collected", len(patients), measure)
