"""Confirmed worsening and improvement of scores: patients, risk, rate, relation to relapses."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.confirmed.contrasts import contrast_rows
from rtxoutcomes.analysis.confirmed.incidence import CAUSES, causes
from rtxoutcomes.analysis.confirmed.neda import activity_by_month, neda_statistics
from rtxoutcomes.analysis.confirmed.rates import (
    PER_YEAR,
    all_events,
    first_rate,
    rate_of_all_events,
)
from rtxoutcomes.analysis.descriptive import counted, not_collected, share
from rtxoutcomes.analysis.diagnoses import groups, times
from rtxoutcomes.analysis.horizon import at_horizon
from rtxoutcomes.analysis.question import Question, Statistic, of_group
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import EventTable
from rtxoutcomes.derive.confirmed.cohort import ConfirmedChanges, confirmed_of
from rtxoutcomes.derive.confirmed.relapses import Association
from rtxoutcomes.derive.months import whole_days
from rtxoutcomes.estimate.survival.at_month import risk_at
from rtxoutcomes.estimate.survival.competing import incidence_at
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.results import ALL, Choice, Measure, Quantity, Row
from rtxoutcomes.results.row import DIAGNOSIS
from rtxoutcomes.study import Confirmed, Study

ANALYSIS = "confirmed"
NOT_COLLECTED = "the score was not collected at visits with a month"
# Confirmation at 12 weeks says little more than at 24 where it came so late anyway.
LATE_DAYS = 168


def confirmed_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Every definition of the study: patients with an event, risk, rate, what is unconfirmed."""
    return [row for block in study.confirmed for row in _rows(cohort, study, block)]


def _rows(cohort: Cohort, study: Study, block: Confirmed) -> Iterator[Row]:
    question = Question(ANALYSIS, block.name)
    changes = confirmed_of(cohort, study, block)
    own = applies(study, block)
    if changes is None:
        for group, patients in groups(cohort.patients, study, overall=True):
            if group in own:
                nothing = not_collected(NOT_COLLECTED, len(patients), Measure.PROPORTION)
                yield question.row(group, Statistic(Quantity.PROPORTION, nothing))
        return
    analysed = included(changes.patients, block)
    every = all_events(changes, block, analysed)
    activity = activity_by_month(cohort, changes, block)
    for group, patients in groups(changes.patients, study, overall=True):
        if group in own:
            each = chain(
                _statistics(patients, changes, study, block),
                rate_of_all_events(patients, every, study),
                neda_statistics(activity, group),
            )
            for statistic in each:
                value = of_group(statistic.value, patients)
                yield question.row(group, replace(statistic, value=value))
    yield from contrast_rows(question, analysed, study, own)


def applies(study: Study, block: Confirmed) -> set[str]:
    """The groups that have patients of the diagnoses of the definition."""
    named = study.grouping == DIAGNOSIS and block.diagnoses
    return {ALL, *(block.diagnoses if named else study.codes)}


def _statistics(
    patients: pd.DataFrame, changes: ConfirmedChanges, study: Study, block: Confirmed
) -> Iterator[Statistic]:
    analysed = included(patients, block)
    n, dropped = len(analysed), len(patients) - len(analysed)
    had = int(analysed["event"].sum())
    yield Statistic(Quantity.PROPORTION, share(had, n, dropped))
    table = event_table(*times(analysed))
    for month in study.relapse.survival_months:
        value = at_horizon(risk_at(table, month), table, month)
        yield Statistic(Quantity.RISK, replace(value, dropped=dropped), month=month)
    yield Statistic(Quantity.RATE, replace(first_rate(analysed), dropped=dropped), unit=PER_YEAR)
    if block.kind == "worsening":
        yield from _unconfirmed(analysed, study, dropped)
        yield from _by_association(analysed, study, dropped)
    yield from _late(patients, changes)


def included(patients: pd.DataFrame, block: Confirmed) -> pd.DataFrame:
    """Patients with a reference and a later visit; of improvements, those who can improve."""
    kept = patients["assessable"].to_numpy(bool)
    if block.kind == "improvement":
        kept &= patients["can_change"].to_numpy(bool)
    return patients[kept]


def _unconfirmed(patients: pd.DataFrame, study: Study, dropped: int) -> Iterator[Statistic]:
    """Worsenings still open at the last visit: how many, and the risk if they were events."""
    opened = ~patients["event"].to_numpy(bool) & patients["unconfirmed_month"].notna().to_numpy()
    count = counted(int(opened.sum()), len(patients), dropped=dropped)
    yield Statistic(Quantity.UNCONFIRMED, count)
    months, event = times(patients)
    onset = (patients["unconfirmed_month"] - patients["reference_month"]).to_numpy("float64")
    table = event_table(np.where(opened, onset, months), event | opened)
    yield from _risks(table, study, Choice.UNCONFIRMED_AS_EVENTS, dropped)
    # Somebody who was confirmed later was known to have worsened only then.
    confirmed = (patients["confirmed_month"] - patients["reference_month"]).to_numpy("float64")
    late = event_table(np.where(event, confirmed, months), event)
    yield from _risks(late, study, Choice.AT_CONFIRMATION, dropped)


def _risks(table: EventTable, study: Study, choice: Choice, dropped: int) -> Iterator[Statistic]:
    for month in study.relapse.survival_months:
        value = replace(at_horizon(risk_at(table, month), table, month), dropped=dropped)
        yield Statistic(Quantity.RISK, value, "sensitivity", month=month, choice=choice)


def _by_association(patients: pd.DataFrame, study: Study, dropped: int) -> Iterator[Statistic]:
    """First worsenings by their relation to relapses, and the incidence of PIRA and of RAW."""
    related = patients.loc[patients["event"], "association"]
    if (related == "").all() and len(related):
        return
    for level in Association:
        count = counted(int((related == level).sum()), len(patients), dropped=dropped)
        yield Statistic(Quantity.PATIENTS_BY_ASSOCIATION, count, level=str(level))
    months, cause = patients["months"].to_numpy("float64"), causes(patients)
    table = event_table(months, cause > 0)
    for named, code in CAUSES.items():
        for month in study.relapse.survival_months:
            value = at_horizon(incidence_at(months, cause, code, month), table, month)
            value = replace(value, dropped=dropped)
            yield Statistic(Quantity.EVENT_INCIDENCE, value, month=month, level=str(named))


def _late(patients: pd.DataFrame, changes: ConfirmedChanges) -> Iterator[Statistic]:
    """How many first events were confirmed 24 weeks or more after their onset."""
    first = changes.events.drop_duplicates("patient_id")
    first = first[first["patient_id"].isin(patients["patient_id"])]
    gap = whole_days(
        first["onset_month"].to_numpy("float64"), first["confirmed_month"].to_numpy("float64")
    )
    yield Statistic(Quantity.CONFIRMED_LATE, share(int((gap >= LATE_DAYS).sum()), len(first)))
