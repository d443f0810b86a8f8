"""How relapses became known: at the clinic, or through a channel that may be an exposure."""

from rtxoutcomes.analysis.by_category import category_rows
from rtxoutcomes.analysis.question import Question
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import detected_attacks
from rtxoutcomes.results import Quantity, Row
from rtxoutcomes.study import Study

DETECTION = Question("relapse", "relapse")
QUANTITIES = (Quantity.PATIENTS_BY_SOURCE, Quantity.EVENTS_BY_SOURCE)


def detection_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Patients and relapses by the source that reported them; none where it was not recorded."""
    attacks = detected_attacks(cohort, study)
    if attacks is None:
        return []
    order = study.sources
    return category_rows(DETECTION, QUANTITIES, attacks, cohort.patients, study, order=order)
