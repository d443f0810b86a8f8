"""Duration and completeness of follow-up, and events that compete with a relapse."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.descriptive import described, not_collected
from rtxoutcomes.analysis.horizon import at_horizon
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.arrays import Bools, Ints
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.survival.competing import incidence_at
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.follow_up import follow_up_completeness
from rtxoutcomes.results import Measure, MethodKey, Quantity, Row
from rtxoutcomes.study import Study

FOLLOW_UP = Question("follow_up", "follow_up_months")
COMPETING = Question("competing", "time_to_relapse")
RELAPSED, COMPETED = 1, 2
INCIDENCES = ((Quantity.EVENT_INCIDENCE, RELAPSED), (Quantity.COMPETING_INCIDENCE, COMPETED))
# Of the ends of follow-up in the data model, those after which a patient could have been followed.
LEFT_EARLY = ("withdrew", "lost")
UNKNOWN_ENDS = "why follow-up ended was not collected"


def follow_up_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Range of follow-up and its completeness to each of the study's months, by diagnosis."""
    known = _ends_known(cohort.patients)

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        months = patients["follow_up_months"].to_numpy("float64")
        for quantity, key, limit in (
            (Quantity.MINIMUM, MethodKey.MINIMUM, months.min),
            (Quantity.MAXIMUM, MethodKey.MAXIMUM, months.max),
        ):
            value = described(limit() if months.size else np.nan, months.size, key)
            yield Statistic(quantity, value, unit="months")
        for horizon in study.relapse.survival_months:
            value = not_collected(UNKNOWN_ENDS, len(patients), Measure.PROPORTION)
            if known:
                left = _is_one_of(patients, LEFT_EARLY)
                value = follow_up_completeness(months, left, horizon)
            yield Statistic(Quantity.COMPLETENESS, value, month=horizon)

    return FOLLOW_UP.rows(cohort.patients, study, statistics, overall=True)


def competing_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Incidence of relapse where the study's competing ends do not count as censoring."""
    history = attack_history(cohort, study)
    if history is None:
        return COMPETING.rows(cohort.patients, study, partial(_nothing, study=study), overall=False)
    ends = cohort.patients.set_index("patient_id")["end_reason"]
    history = history.assign(end_reason=history["patient_id"].map(ends).to_numpy())
    known = _ends_known(history)

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        months, causes = patients["months"].to_numpy("float64"), _causes(patients, study)
        for month in study.relapse.survival_months:
            for quantity, cause in INCIDENCES:
                value = not_collected(UNKNOWN_ENDS, len(patients), Measure.PROPORTION)
                if known:
                    value = incidence_at(months, causes, cause, month)
                    value = at_horizon(value, event_table(months, causes > 0), month)
                yield Statistic(quantity, value, "sensitivity", month=month)

    return COMPETING.rows(history, study, statistics, overall=False)


def _nothing(patients: pd.DataFrame, *, study: Study) -> Iterator[Statistic]:
    nothing = not_collected("relapses were not collected", len(patients), Measure.PROPORTION)
    month = study.relapse.risk_months
    yield Statistic(Quantity.EVENT_INCIDENCE, nothing, "sensitivity", month=month)


def _causes(patients: pd.DataFrame, study: Study) -> Ints:
    """1 for a relapse, 2 for a competing end without one before, 0 for censoring.

    A patient without follow-up was never at risk of either, whatever ended it.
    """
    followed = patients["months"].to_numpy("float64") > 0
    competed = _is_one_of(patients, study.relapse.competing_ends) & followed
    cause = np.where(patients["event"].to_numpy(bool), RELAPSED, np.where(competed, COMPETED, 0))
    return cause.astype(np.int64)


def _ends_known(patients: pd.DataFrame) -> bool:
    return bool(patients["end_reason"].notna().any())


def _is_one_of(patients: pd.DataFrame, reasons: tuple[str, ...]) -> Bools:
    return np.array([reason in reasons for reason in patients["end_reason"].fillna("")], dtype=bool)
