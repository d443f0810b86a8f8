"""Time to an event between diagnoses, two at a time: unadjusted, and descriptive.

A diagnosis is no exposure, and no causal effect is implied.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.between import indicators, with_reference
from rtxoutcomes.analysis.descriptive import not_attempted, not_collected, number
from rtxoutcomes.analysis.diagnoses import contrasts, present_codes, times
from rtxoutcomes.analysis.horizon import at_horizon
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.likelihood.cox_fit import CoxFit
from rtxoutcomes.estimate.likelihood.planning import planning_hazard_ratio
from rtxoutcomes.estimate.likelihood.proportional_hazards import proportional_hazards_test
from rtxoutcomes.estimate.survival.contrast import cumulative_hazard_ratio, survival_difference
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier
from rtxoutcomes.estimate.survival.restricted_mean import restricted_mean_difference
from rtxoutcomes.results import ALL, Estimate, Measure, MethodKey, Quantity, Row
from rtxoutcomes.study import Study

ANALYSIS = "contrast"
COX = "Firth Cox on {noun}, Efron ties, profile penalised likelihood"
HAZARD = "hazard ratio"


def contrast_rows(endpoint: str, history: pd.DataFrame | None, study: Study, n: int) -> list[Row]:
    """Differences of restricted means and of survival, ratios of hazards, for each pair.

    Parameters
    ----------
    endpoint
        The name of the time to an event.
    history
        One row per patient: `diagnosis`, `months` to the event or the end of follow-up, `event`;
        None where the event was not collected.
    study
        Its diagnoses, in their order: the later one minus, or over, the earlier.
    n
        Patients of the cohort.

    A pair of which one diagnosis has no patient keeps its rows.
    """
    question = Question(ANALYSIS, endpoint)
    if history is None:
        nothing = not_collected("relapses were not collected", n, Measure.HAZARD_RATIO)
        return [
            question.row(later, Statistic(Quantity.HAZARD_RATIO, nothing, against=earlier))
            for later, earlier in contrasts(study.ordered_codes)
        ]
    rows = question.contrasts(history, study, partial(_pair, study=study))
    return [*rows, *_hazards(question, history, study)]


def _pair(later: pd.DataFrame, earlier: pd.DataFrame, *, study: Study) -> Iterator[Statistic]:
    """Contrasts of two groups at the months of the study."""
    a, b = (event_table(*times(patients)) for patients in (later, earlier))
    for month in study.relapse.rmst_months:
        difference = _at(a, b, restricted_mean_difference(a, b, month), month)
        quantity = Quantity.RESTRICTED_MEAN_DIFFERENCE
        yield Statistic(quantity, difference, unit="months", month=month)
    first, second = kaplan_meier(a), kaplan_meier(b)
    for month in study.relapse.survival_months:
        difference = _at(a, b, survival_difference(first, second, month), month)
        ratio = _at(a, b, cumulative_hazard_ratio(first, second, month), month)
        yield Statistic(Quantity.SURVIVAL_DIFFERENCE, difference, month=month)
        yield Statistic(Quantity.CUMULATIVE_HAZARD_RATIO, ratio, unit="ratio", month=month)


def _at(a: EventTable, b: EventTable, value: Estimate, month: float) -> Estimate:
    """A contrast at a month, marked where too few remain in either group."""
    return at_horizon(at_horizon(value, a, month), b, month)


def _hazards(question: Question, history: pd.DataFrame, study: Study) -> Iterator[Row]:
    """The hazard ratio of each pair, from one model of all diagnoses that have patients.

    The model is the same whichever diagnosis is its reference; each contrast needs the profile of a
    fit of its own.
    """
    (months, event), codes = times(history), study.ordered_codes
    present = present_codes(history, codes)
    fits = {}
    for earlier in present[:-1]:
        reference, *compared = with_reference(earlier, present)
        design = indicators(history["group"], [reference, *compared])
        fits[reference] = firth_cox(months, event, design, compared)
    key = MethodKey.FIRTH_COX
    cox = COX.format(noun=study.group_noun)
    absent = not_attempted(Measure.HAZARD_RATIO, key, cox, len(history), "group_absent")
    for later, earlier in contrasts(codes):
        value = absent
        if later in present and earlier in present:
            terms = fits[earlier].coefficients
            value = next(term.hazard_ratio for term in terms if term.term == later)
        ratio = replace(value, method=cox)
        yield question.row(
            later, Statistic(Quantity.HAZARD_RATIO, ratio, unit=HAZARD, against=earlier)
        )
    if fits:
        yield from _model(question, history, present, fits[present[0]], cox)


def _model(
    question: Question, history: pd.DataFrame, present: list[str], fit: CoxFit, cox: str
) -> Iterator[Row]:
    """What the model could show, and whether its hazards are proportional."""
    if fit.events > 0:
        yield question.row(ALL, _events_per_parameter(fit, cox))
        for later, earlier in contrasts(tuple(present)):
            pair = history[history["group"].isin([earlier, later])]
            if pair["event"].any():
                yield question.row(later, _planning_value(pair, earlier, cox))
    (months, event), design = times(history), indicators(history["group"], present)
    together = proportional_hazards_test(months, event, design, present[1:]).together
    yield question.row(ALL, Statistic(Quantity.PROPORTIONAL_HAZARDS, together, "alternative"))


def _events_per_parameter(fit: CoxFit, cox: str) -> Statistic:
    measure, key = Measure.EVENTS_PER_PARAMETER, MethodKey.EVENTS_PER_PARAMETER
    ratio, method = fit.events_per_parameter, f"events per parameter; {cox}"
    size = number(measure, key, ratio, fit.n, events=fit.events, method=method)
    return Statistic(Quantity.EVENTS_PER_PARAMETER, size, "alternative")


def _planning_value(pair: pd.DataFrame, reference: str, cox: str) -> Statistic:
    """The hazard ratio with about 80 % power, given the events of the two groups."""
    events, n = int(pair["event"].sum()), len(pair)
    proportion = float((pair["group"] == reference).mean())
    ratio = planning_hazard_ratio(events, float(np.sqrt(proportion * (1 - proportion))))
    method = f"approximate planning value: 80 % power; {cox}"
    measure, key = Measure.HAZARD_RATIO, MethodKey.PLANNING_VALUE
    value = number(measure, key, ratio, n, events=events, method=method)
    return Statistic(Quantity.PLANNING_VALUE, value, "alternative", HAZARD, against=reference)
