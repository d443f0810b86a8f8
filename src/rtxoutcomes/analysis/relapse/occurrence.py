"""Relapse by diagnosis: proportion, risk at a fixed time, and rate, side by side."""

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.proportions.contingency import fisher_doubled, freeman_halton
from rtxoutcomes.estimate.proportions.proportion import proportion
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import risk_at
from rtxoutcomes.results import ALL, Row
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import by_group, event_count, rate_counts

RELAPSE = Question("relapse", "relapse")


def proportion_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Patients with at least one attack, the risk at the study's horizon, and the exact test."""
    history = attack_history(cohort, study)
    risk = f"risk_{study.relapse.risk_months:g}_months"
    if history is None:
        return _nothing_collected(cohort, study, ("proportion", risk))
    rows: list[Row] = []
    for group, patients in groups(history, study, overall=True):
        count = event_count(patients, "event")
        told = proportion(count.events, count.n)
        rows += [
            RELAPSE.row(group, "proportion", of_group(told.wilson, patients)),
            RELAPSE.row(group, "proportion", of_group(told.clopper_pearson, patients), "beside"),
            RELAPSE.row(group, "proportion", of_group(told.mid_p, patients), "beside"),
            _risk_row(group, patients, study),
        ]
    return [*rows, *_between_groups(history, study)]


def rate_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Attacks per person-year, the interval widened where attacks cluster in patients."""
    history = attack_history(cohort, study)
    if history is None:
        return _nothing_collected(cohort, study, ("rate",))
    rows: list[Row] = []
    for group, patients in groups(history, study, overall=True):
        counts = rate_counts(patients, "attacks")
        told = rate(counts.events, counts.years, counts.count, counts.unknown)
        unit = "per person-year"
        rows += [
            RELAPSE.row(group, "rate", of_group(told.scaled, patients), unit=unit),
            RELAPSE.row(group, "rate", of_group(told.independent, patients), "beside", unit),
        ]
    return rows


def _risk_row(group: str, patients: pd.DataFrame, study: Study) -> Row:
    months = study.relapse.risk_months
    table = event_table(patients["months"].to_numpy("float64"), patients["event"].to_numpy(bool))
    value = risk_at(table, months, tolerance=study.relapse.risk_tolerance)
    return RELAPSE.row(group, f"risk_{months:g}_months", of_group(value, patients))


def _between_groups(history: pd.DataFrame, study: Study) -> list[Row]:
    """The exact test; with two diagnoses the doubled tail and its odds ratio stand beside."""
    counts = [event_count(patients, "event") for _, patients in by_group(history, study.codes)]
    table = np.array([[c.events, c.n - c.events] for c in counts], dtype=np.int64)
    rows = [RELAPSE.row(ALL, "between_groups", freeman_halton(table))]
    present = table[table.sum(axis=1) > 0]
    if len(present) == 2:
        rows.append(RELAPSE.row(ALL, "between_groups", fisher_doubled(present), "beside"))
    return rows


def _nothing_collected(cohort: Cohort, study: Study, terms: tuple[str, ...]) -> list[Row]:
    return [
        RELAPSE.row(group, term, not_collected("relapses were not collected", len(patients)))
        for group, patients in groups(cohort.patients, study, overall=True)
        for term in terms
    ]
