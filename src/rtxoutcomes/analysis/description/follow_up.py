"""How long and how completely patients were followed, and what else ended the follow-up."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group, plain
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.survival.competing import incidence_at
from rtxoutcomes.estimate.survival.follow_up import follow_up_completeness
from rtxoutcomes.results import Row
from rtxoutcomes.study import Study

FOLLOW_UP = Question("follow_up", "follow_up")
COMPETING = Question("competing", "time_to_relapse")
RELAPSED, COMPETED = 1, 2
# Of the ends of follow-up in the data model, those after which a patient could have been followed.
LEFT_EARLY = ("withdrew", "lost")
UNKNOWN_ENDS = "why follow-up ended was not collected"


def follow_up_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Range of follow-up and its completeness to each of the study's months, by diagnosis."""
    patients, rows = cohort.patients.reset_index(drop=True), list[Row]()
    for group, own in groups(patients, study, overall=True):
        months = own["follow_up_months"].to_numpy("float64")
        for term, value in (("minimum", months.min), ("maximum", months.max)):
            shown = plain(value() if len(months) else np.nan, len(months), f"{term} of follow-up")
            rows.append(FOLLOW_UP.row(group, term, of_group(shown, own), unit="months"))
        for horizon in study.relapse.survival_months:
            told = not_collected(UNKNOWN_ENDS, len(own))
            if _ends_known(patients):
                left = _is_one_of(own, LEFT_EARLY)
                told = of_group(follow_up_completeness(months, left, horizon), own)
            rows.append(FOLLOW_UP.row(group, f"completeness_{horizon:g}_months", told))
    return rows


def competing_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Incidence of relapse where the study's competing ends are not taken for censoring."""
    history = attack_history(cohort, study)
    if history is None:
        return [
            COMPETING.row(
                group,
                f"relapse_incidence_{study.relapse.risk_months:g}_months",
                not_collected("relapses were not collected", len(own)),
                "sensitivity",
            )
            for group, own in groups(cohort.patients, study, overall=False)
        ]
    ends = cohort.patients.set_index("patient_id")["end_reason"]
    history = history.assign(end_reason=history["patient_id"].map(ends).to_numpy())
    rows: list[Row] = []
    for group, own in groups(history, study, overall=False):
        for month in study.relapse.survival_months:
            for name, cause in (("relapse", RELAPSED), ("competing_end", COMPETED)):
                told = not_collected(UNKNOWN_ENDS, len(own))
                if _ends_known(history):
                    months = own["months"].to_numpy("float64")
                    told = incidence_at(months, _causes(own, study), cause, month)
                    told = of_group(told, own)
                term = f"{name}_incidence_{month:g}_months"
                rows.append(COMPETING.row(group, term, told, "sensitivity"))
    return rows


def _causes(patients: pd.DataFrame, study: Study) -> NDArray[np.int64]:
    """1 for a relapse, 2 for a competing end without one before, 0 for censoring."""
    competed = _is_one_of(patients, study.relapse.competing_ends)
    cause = np.where(patients["event"].to_numpy(bool), RELAPSED, np.where(competed, COMPETED, 0))
    return cause.astype(np.int64)


def _ends_known(patients: pd.DataFrame) -> bool:
    return bool(patients["end_reason"].notna().any())


def _is_one_of(patients: pd.DataFrame, reasons: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([reason in reasons for reason in patients["end_reason"].fillna("")], dtype=bool)
