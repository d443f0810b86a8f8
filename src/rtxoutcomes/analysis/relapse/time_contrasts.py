"""Time to relapse between diagnoses, two at a time: unadjusted, and descriptive.

A diagnosis is no exposure; nothing here says that one causes anything.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.between import indicators
from rtxoutcomes.analysis.question import Question, not_collected
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import EventTable
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.likelihood.cox import CoxFit, firth_cox, planning_hazard_ratio
from rtxoutcomes.estimate.likelihood.proportional_hazards import proportional_hazards_test
from rtxoutcomes.estimate.survival.contrast import cumulative_hazard_ratio, survival_difference
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier
from rtxoutcomes.estimate.survival.restricted_mean import restricted_mean_difference
from rtxoutcomes.results import ALL, Estimate, Role, Row
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import by_group

CONTRAST = Question("contrast", "time_to_relapse")
COX = "Firth Cox on diagnosis, Efron ties, profile penalised likelihood"


def contrast_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Differences of restricted means and of survival, ratios of hazards, for each pair.

    A pair of which one diagnosis has no patient keeps its rows.
    """
    history = attack_history(cohort, study)
    if history is None:
        nothing = not_collected("relapses were not collected", len(cohort.patients))
        first, *others = study.codes
        return [_row(f"hazard_ratio:{b} vs {first}", nothing, "reported", "") for b in others]
    tables = {code: _table(patients) for code, patients in by_group(history, study.codes)}
    rows: list[Row] = []
    for a, b in combinations(study.codes, 2):
        rows += [_row(*told) for told in _pair(tables, a, b, study)]
    return rows + [_row(*told) for told in _hazards(history, study)]


Told = tuple[str, Estimate, Role, str]


def _pair(tables: dict[str, EventTable], a: str, b: str, study: Study) -> Iterator[Told]:
    empty = min(tables[a].n, tables[b].n) == 0
    for month in study.relapse.rmst_months:
        told = restricted_mean_difference(tables[a], tables[b], month)
        yield f"rmst_{month:g}_months:{a} minus {b}", _of_pair(told, empty), "reported", "months"
    one, two = kaplan_meier(tables[a]), kaplan_meier(tables[b])
    for month in study.relapse.survival_months:
        told = survival_difference(one, two, month)
        yield f"survival_{month:g}_months:{a} minus {b}", _of_pair(told, empty), "reported", ""
        told = cumulative_hazard_ratio(two, one, month)
        name = f"cumulative_hazard_{month:g}_months:{b} vs {a}"
        yield name, _of_pair(told, empty), "reported", "ratio"


def _of_pair(value: Estimate, empty: bool) -> Estimate:
    return replace(value, status="not_estimable", note="group_absent") if empty else value


def _hazards(history: pd.DataFrame, study: Study) -> Iterator[Told]:
    """Hazard ratios against the first diagnosis there is, and what they rest on."""
    present = [code for code in study.codes if (history["diagnosis"] == code).any()]
    absent = Estimate(method=COX, n=len(history), status="not_attempted", note="group_absent")
    first = present[0] if present else study.codes[0]
    compared = [code for code in study.codes if code != first]
    if len(present) < 2:
        for code in compared:
            yield f"hazard_ratio:{code} vs {first}", absent, "reported", "hazard ratio"
        return
    months, event = history["months"].to_numpy("float64"), history["event"].to_numpy(bool)
    x, terms = indicators(history["diagnosis"], present), present[1:]
    fit = firth_cox(months, event, x, terms)
    values = {c.term: replace(c.hazard_ratio, method=COX) for c in fit.coefficients}
    for code in compared:
        told = values.get(code, absent)
        yield f"hazard_ratio:{code} vs {first}", told, "reported", "hazard ratio"
    yield from _size(fit, history, first)
    together = proportional_hazards_test(months, event, x, terms).together
    yield "proportional_hazards", together, "beside", ""


def _size(fit: CoxFit, history: pd.DataFrame, first: str) -> Iterator[Told]:
    """Events for each parameter, and the hazard ratio that so many events could plan for."""
    if fit.events == 0:
        return
    told = Estimate(
        method=f"events per parameter; {COX}",
        n=fit.n,
        events=fit.events,
        estimate=fit.events_per_parameter,
    )
    yield "events_per_parameter", told, "beside", ""
    for coefficient in fit.coefficients:
        pair = history[history["diagnosis"].isin([first, coefficient.term])]
        events = int(pair["event"].sum())
        if events == 0:
            continue
        share = float((pair["diagnosis"] == first).mean())
        value = Estimate(
            method=f"approximate planning value: 80 % power; {COX}",
            n=len(pair),
            events=events,
            estimate=planning_hazard_ratio(events, float(np.sqrt(share * (1 - share)))),
        )
        yield f"planning_value:{coefficient.term} vs {first}", value, "beside", "hazard ratio"


def _row(term: str, value: Estimate, role: Role, unit: str) -> Row:
    return CONTRAST.row(ALL, term, value, role, unit)


def _table(patients: pd.DataFrame) -> EventTable:
    return event_table(patients["months"].to_numpy("float64"), patients["event"].to_numpy(bool))
