"""Attacks in the year before against attacks on treatment, each patient against themselves.

Who is treated after a bad year would have had a better one anyway: the method of the ratio says
that regression to the mean is not excluded.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.months import MONTHS_PER_YEAR
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.rates.before_after import before_after_ratio
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.results import Estimate, Role, Row
from rtxoutcomes.study import Study

BEFORE_AFTER = Question("before_after", "relapse")
PRIOR = "relapses_prior_year"
PER_YEAR = "per person-year"


def before_after_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Rate in the year before, rate on treatment of the same patients, and their ratio.

    Patients without a number of attacks in the year before, or of whom only the first attack on
    treatment is known, are left out and counted.
    """
    history = attack_history(cohort, study)
    if history is None or cohort.patients[PRIOR].isna().all():
        what = "relapses" if history is None else "relapses of the year before"
        return [
            BEFORE_AFTER.row(
                group, "rate_ratio", not_collected(f"{what} were not collected", len(p))
            )
            for group, p in groups(cohort.patients, study, overall=True)
        ]
    prior = cohort.patients[PRIOR].to_numpy("float64", na_value=np.nan)
    rows: list[Row] = []
    for group, patients in groups(history.assign(prior=prior), study, overall=True):
        for term, value, role, unit in _compared(patients):
            rows.append(BEFORE_AFTER.row(group, term, of_group(value, patients), role, unit))
    return rows


def _compared(patients: pd.DataFrame) -> Iterator[tuple[str, Estimate, Role, str]]:
    known = patients[patients["prior"].notna() & patients["count_known"]]
    dropped = len(patients) - len(known)
    before = known["prior"].to_numpy("float64").astype(np.int64)
    after = known["attacks"].to_numpy("int64")
    years = known["follow_up_months"].to_numpy("float64") / MONTHS_PER_YEAR
    year = np.ones(len(known))
    yield "rate_before", _of(before, year, dropped), "beside", PER_YEAR
    yield "rate_after", _of(after, years, dropped), "beside", PER_YEAR
    ratio = before_after_ratio(before, year, after, years, dropped=dropped)
    yield "rate_ratio", ratio, "reported", "rate ratio, after over before"


def _of(events: NDArray[np.int64], years: NDArray[np.float64], dropped: int) -> Estimate:
    return replace(rate(events, years).scaled, dropped=dropped)
