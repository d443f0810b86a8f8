"""Adverse events: patients with any, and events per person-time. The two are never mixed."""

from dataclasses import replace

import pandas as pd

from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.safety import adverse_event_history
from rtxoutcomes.estimate.proportions.proportion import proportion, rule_of_three, zero_event_limit
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.results import Estimate, Role, Row
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import event_count, rate_counts

SAFETY = Question("safety", "adverse_events")


def safety_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Patients with any event and any serious one (Clopper-Pearson), and events per year."""
    history = adverse_event_history(cohort)
    if history is None:
        return [
            SAFETY.row(group, term, not_collected("adverse events were not collected", len(p)))
            for group, p in groups(cohort.patients, study, overall=True)
            for term in ("proportion", "serious", "rate")
        ]
    return [
        row
        for group, everybody in groups(history, study, overall=True)
        for row in _group_rows(group, everybody, stated=_seriousness_stated(cohort))
    ]


def _group_rows(group: str, everybody: pd.DataFrame, *, stated: bool) -> list[Row]:
    """Rows of one diagnosis; patients of whom nothing was said are left out and counted."""
    patients = everybody[everybody["known"]]
    unknown = len(everybody) - len(patients)

    def row(term: str, value: Estimate, role: Role = "reported", unit: str = "") -> Row:
        told = replace(of_group(value, everybody), dropped=unknown)
        return SAFETY.row(group, term, told, role, unit)

    rows: list[Row] = []
    for term, column in (("proportion", "events"), ("serious", "serious")):
        if term == "serious" and not stated:
            unstated = not_collected("seriousness was not stated", len(everybody))
            rows.append(SAFETY.row(group, term, unstated))
            continue
        count = event_count(patients, column)
        told = proportion(count.events, count.n)
        rows += [row(term, told.clopper_pearson), row(term, told.wilson, "beside")]
    if len(patients) > 0 and not (patients["events"] > 0).any():
        rows.append(row("upper_limit_two_sided", zero_event_limit(len(patients)), "beside"))
        rows.append(row("upper_limit", rule_of_three(len(patients)), "beside"))
    counts = rate_counts(patients, "events")
    rates = rate(counts.events, counts.years, counts.count)
    unit = "per person-year"
    rows += [row("rate", rates.scaled, unit=unit), row("rate", rates.independent, "beside", unit)]
    return rows


def _seriousness_stated(cohort: Cohort) -> bool:
    """Whether seriousness is known of any event; with no event there is nothing to state."""
    events = cohort.adverse_events
    return events is None or events.empty or bool(events["serious"].notna().any())
