"""The mean number of relapses per patient by each month, with any clustering."""

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from rtxoutcomes.analysis.descriptive import not_collected
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import separate_onsets
from rtxoutcomes.estimate.rates.recurrent_events import mean_cumulative, mean_events_at
from rtxoutcomes.results import Estimate, Measure, Quantity, Row
from rtxoutcomes.study import Study

RECURRENT = Question("recurrent", "relapse")


def recurrent_rows(cohort: Cohort, study: Study) -> list[Row]:
    """The mean cumulative number of relapses at the study's months, by diagnosis and overall.

    In the one-table form, without onsets after the first, it is `not_attempted`.
    """
    onsets = separate_onsets(cohort, study)
    unit = f"{study.relapse.plural_in_text} per patient"

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        value_at = _mean_events(patients, onsets)
        for month in study.relapse.survival_months:
            value = value_at(month)
            yield Statistic(Quantity.MEAN_EVENTS, value, "alternative", unit, month=month)

    return RECURRENT.rows(cohort.patients, study, statistics, overall=True)


def _mean_events(
    patients: pd.DataFrame, onsets: pd.DataFrame | None
) -> Callable[[float], Estimate]:
    """The mean number of relapses of these patients as a function of the month."""
    if onsets is None:
        method = "not every onset was collected"
        return lambda _: not_collected(method, len(patients), Measure.MEAN_EVENTS)
    place = dict(zip(patients["patient_id"], range(len(patients)), strict=True))
    theirs = onsets[onsets["patient_id"].isin(list(place))]
    curve = mean_cumulative(
        patients["follow_up_months"].to_numpy("float64"),
        [place[name] for name in theirs["patient_id"]],
        theirs["month"].to_numpy("float64"),
    )
    return partial(mean_events_at, curve)
