"""Rates of confirmed changes: the first of each patient, and all of them."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.analysis.rates import dispersion_of
from rtxoutcomes.derive.confirmed.cohort import ConfirmedChanges, Search
from rtxoutcomes.estimate.rates.dispersion import INDEPENDENT
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.results import Estimate, Quantity
from rtxoutcomes.study import Confirmed, Study
from rtxoutcomes.tabulate import rate_counts

PER_YEAR = "per person-year"


def first_rate(patients: pd.DataFrame) -> Estimate:
    """First events per person-year to the event or the last visit with a value."""
    observed = patients.assign(
        follow_up_months=patients["months"], first=patients["event"].astype("int64")
    )
    counts = rate_counts(observed, "first")
    return rate(counts.events, counts.years, counts.count, dispersion=INDEPENDENT).independent


def all_events(changes: ConfirmedChanges, block: Confirmed, included: pd.DataFrame) -> pd.DataFrame:
    """The patients with the number of their `events`; the reference moves with each change.

    `follow_up_months` is the time from the reference to the last visit with a value.
    """
    moving = "roving" if block.reference == "fixed" else block.reference
    search = Search.of(changes.courses, block.model_copy(update={"reference": moving}))
    number = [len(found.events) if found else 0 for found in search.all_found()]
    counted = pd.Series(number, index=changes.patients.index, dtype="int64")
    return included.assign(events=counted[included.index])


def rate_of_all_events(
    patients: pd.DataFrame, every: pd.DataFrame, study: Study
) -> Iterator[Statistic]:
    """All events of these patients per person-year, with the dispersion of all groups."""
    own = every[every["patient_id"].isin(patients["patient_id"])]
    counts = rate_counts(own, "events")
    pooled = dispersion_of(every, "events", study)
    value = rate(counts.events, counts.years, counts.count, dispersion=pooled).scaled
    value = replace(value, dropped=len(patients) - len(own))
    yield Statistic(Quantity.RATE_OF_ALL_EVENTS, value, unit=PER_YEAR)
