"""No evidence of disease activity (NEDA) of each patient, from month 0 up to a month."""

import math

import pandas as pd

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.confirmed.cohort import ConfirmedChanges
from rtxoutcomes.derive.confirmed.courses import by_patient
from rtxoutcomes.derive.confirmed.neda import (
    Known,
    conjunction,
    no_new_lesions,
    no_relapse,
    no_worsening,
)

NEDA_2, NEDA_3 = "NEDA-2", "NEDA-3"
Scans = dict[str, list[tuple[float, tuple[float | None, ...]]]]


def scanned(cohort: Cohort) -> bool:
    """Whether any scan is recorded, without which NEDA-3 is not known of anybody."""
    return cohort.mri is not None and len(cohort.mri) > 0


def activity_of(cohort: Cohort, changes: ConfirmedChanges, month: float) -> pd.DataFrame:
    """A row for each patient of the changes: `NEDA-2` and `NEDA-3`, each True, False or None.

    No worsening is that of the definition of the changes; relapses and scans are those of months 0
    up to `month`.
    """
    window, scans = (0.0, month * DAYS_PER_MONTH), _scans(cohort)
    patients, courses = changes.courses.patients, changes.courses
    ends = patients["follow_up_months"].to_numpy("float64") * DAYS_PER_MONTH
    each = zip(patients["patient_id"], ends, courses.courses, changes.found, strict=True)
    rows: list[tuple[Known, Known]] = []
    for identity, end, course, found in each:
        relapse = no_relapse(course.relapses if courses.relapses_known else None, end, window)
        two = conjunction((relapse, no_worsening(course, found, window)))
        rows.append((two, conjunction((two, no_new_lesions(scans.get(identity), window)))))
    frame = pd.DataFrame(rows, columns=[NEDA_2, NEDA_3], dtype=object)
    return frame.assign(group=patients["group"].to_numpy(object))


def _scans(cohort: Cohort) -> Scans:
    """The day and the counts of each scan; a count that was not read is None."""
    by_id = by_patient(cohort.mri, "new_t2", "gad") or {}
    return {
        identity: [
            (day, tuple(None if math.isnan(count) else count for count in counts))
            for day, *counts in zip(*columns, strict=True)
        ]
        for identity, columns in by_id.items()
    }
