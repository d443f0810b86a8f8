"""Adverse events: patients with any, events per person-time, and both by category."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pandas as pd

from rtxoutcomes.analysis.by_category import category_rows
from rtxoutcomes.analysis.descriptive import not_collected
from rtxoutcomes.analysis.diagnoses import under_observation
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.analysis.rates import dispersion_of, dispersion_row
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.safety import adverse_event_history, categorised_events
from rtxoutcomes.estimate.proportions.proportion import proportion
from rtxoutcomes.estimate.proportions.zero_events import zero_event_bound, zero_event_limit
from rtxoutcomes.estimate.rates.dispersion import Dispersion
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.results import ALL, Estimate, Measure, Quantity, Role, Row
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import event_count, rate_counts

SAFETY = Question("safety", "adverse_events")
PER_YEAR = "per person-year"
PROPORTIONS = Quantity.PROPORTION, Quantity.SERIOUS
# Column of the table of adverse events -> the numbers of patients and of events by it.
CATEGORIES = {
    "term": (Quantity.PATIENTS_BY_TERM, Quantity.EVENTS_BY_TERM),
    "grade": (Quantity.PATIENTS_BY_GRADE, Quantity.EVENTS_BY_GRADE),
    "related": (Quantity.PATIENTS_BY_RELATEDNESS, Quantity.EVENTS_BY_RELATEDNESS),
    "reported_via": (Quantity.PATIENTS_BY_SOURCE, Quantity.EVENTS_BY_SOURCE),
}
GRADES = tuple("12345")
MEASURES = dict.fromkeys(PROPORTIONS, Measure.PROPORTION) | {Quantity.RATE: Measure.RATE}


def safety_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Patients with any event and any serious one (Clopper-Pearson), and events per year.

    Then patients and events by term, grade, relatedness and source, each as far as it was
    recorded.
    """
    history = adverse_event_history(cohort)
    if history is None:
        return SAFETY.rows(cohort.patients, study, _not_collected, overall=True)
    known = history[history["known"]]
    timed = _with_time(known)
    pooled = dispersion_of(timed, "events", study)
    statistics = partial(_statistics, stated=_seriousness_stated(cohort), pooled=pooled)
    rows = SAFETY.rows(history, study, statistics, overall=True)
    if pooled.estimated:
        dropped, events = len(history) - len(timed), int(timed["events"].sum())
        rows.append(SAFETY.row(ALL, dispersion_row(pooled, study, len(timed), events, dropped)))
    return [*rows, *_rows_by_category(cohort, study, known)]


def _rows_by_category(cohort: Cohort, study: Study, patients: pd.DataFrame) -> Iterator[Row]:
    order = {"grade": GRADES, "related": ("yes", "no"), "reported_via": study.sources}
    for column, quantities in CATEGORIES.items():
        events = categorised_events(cohort, column)
        if events is not None:
            levels = order.get(column, ())
            yield from category_rows(SAFETY, quantities, events, patients, study, order=levels)


def _not_collected(patients: pd.DataFrame) -> Iterator[Statistic]:
    for quantity, measure in MEASURES.items():
        nothing = not_collected("adverse events were not collected", len(patients), measure)
        yield Statistic(quantity, nothing)


def _statistics(
    everybody: pd.DataFrame, *, stated: bool, pooled: Dispersion
) -> Iterator[Statistic]:
    """Statistics of one group; patients without a statement on events are dropped and counted."""
    known = everybody[everybody["known"]]
    patients = known if (known["events"] > 0).any() else under_observation(known)
    dropped = len(everybody) - len(patients)

    def of_known(
        quantity: Quantity, value: Estimate, role: Role = "reported", unit: str = ""
    ) -> Statistic:
        return Statistic(quantity, replace(value, dropped=dropped), role, unit)

    stated_columns = {Quantity.SERIOUS: "serious"} if stated else {}
    for quantity, column in ({Quantity.PROPORTION: "events"} | stated_columns).items():
        count = event_count(patients, column)
        intervals = proportion(count.events, count.n)
        yield of_known(quantity, intervals.clopper_pearson)
        yield of_known(quantity, intervals.wilson, "alternative")
    if not stated:
        unstated = "seriousness was not stated"
        value = not_collected(unstated, len(everybody), Measure.PROPORTION)
        yield Statistic(Quantity.SERIOUS, value)
    if len(patients) > 0 and not (patients["events"] > 0).any():
        two_sided, one_sided = zero_event_limit(len(patients)), zero_event_bound(len(patients))
        yield of_known(Quantity.UPPER_LIMIT_TWO_SIDED, two_sided, "alternative")
        yield of_known(Quantity.UPPER_LIMIT, one_sided, "alternative")
    timed = _with_time(patients)
    counts, dropped = rate_counts(timed, "events"), len(everybody) - len(timed)
    rates = rate(counts.events, counts.years, counts.count, dispersion=pooled)
    scaled = replace(rates.scaled, dropped=dropped)
    yield Statistic(Quantity.RATE, scaled, unit=PER_YEAR)
    if pooled.estimated:
        independent = replace(rates.independent, dropped=dropped)
        yield Statistic(Quantity.RATE, independent, "alternative", PER_YEAR)


def _with_time(patients: pd.DataFrame) -> pd.DataFrame:
    """The patients without those whose event has no time, on the day of the first infusion."""
    followed = patients["follow_up_months"].to_numpy("float64") > 0
    return patients[followed | (patients["events"] == 0)]


def _seriousness_stated(cohort: Cohort) -> bool:
    """Whether seriousness is known for any event, or there are no events."""
    events = cohort.adverse_events
    return events is None or events.empty or bool(events["serious"].notna().any())
