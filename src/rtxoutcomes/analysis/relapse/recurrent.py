"""How many attacks a patient has had by each month, on average, however they cluster."""

from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import separate_onsets
from rtxoutcomes.estimate.rates.recurrent_events import mean_cumulative, mean_events_at
from rtxoutcomes.results import Row
from rtxoutcomes.study import Study

RECURRENT = Question("recurrent", "relapse")
UNIT = "attacks per patient"


def recurrent_rows(cohort: Cohort, study: Study) -> list[Row]:
    """The mean cumulative number of attacks at the study's months, by diagnosis and overall.

    The one-table form knows no onset after the first, and is `not_attempted`.
    """
    onsets = separate_onsets(cohort, study)
    rows: list[Row] = []
    for group, patients in groups(cohort.patients.reset_index(drop=True), study, overall=True):
        if onsets is None:
            nothing = not_collected("not every onset was collected", len(patients))
            terms = [(month, nothing) for month in study.relapse.survival_months]
        else:
            place = dict(zip(patients["patient_id"], range(len(patients)), strict=True))
            own = onsets[onsets["patient_id"].isin(list(place))]
            curve = mean_cumulative(
                patients["follow_up_months"].to_numpy("float64"),
                [place[name] for name in own["patient_id"]],
                own["month"].to_numpy("float64"),
            )
            terms = [
                (month, of_group(mean_events_at(curve, month), patients))
                for month in study.relapse.survival_months
            ]
        for month, value in terms:
            term = f"mean_attacks_{month:g}_months"
            rows.append(RECURRENT.row(group, term, value, "beside", UNIT))
    return rows
