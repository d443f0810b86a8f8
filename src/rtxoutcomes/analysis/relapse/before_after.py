"""Relapses in the year before against relapses on treatment, each patient as their own control.

Patients who start treatment after a bad year would expect a better one without it: the method of
the ratio states that regression to the mean is not excluded.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.descriptive import not_collected
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.rates.before_after import before_after_ratio
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.results import Measure, Quantity, Row
from rtxoutcomes.study import Study

BEFORE_AFTER = Question("before_after", "relapse")
PRIOR = "relapses_prior_year"
PER_YEAR = "per person-year"
RATES = Quantity.RATE_BEFORE, Quantity.RATE_ON_TREATMENT


def before_after_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Rate in the year before, rate on treatment of the same patients, and their ratio.

    Patients without a number of relapses in the year before, or of whom only the first relapse on
    treatment is known, are dropped and counted.
    """
    history = attack_history(cohort, study)
    if history is None or cohort.patients[PRIOR].isna().all():
        what = "relapses" if history is None else "relapses of the year before"
        nothing = partial(_nothing, method=f"{what} were not collected")
        return BEFORE_AFTER.rows(cohort.patients, study, nothing, overall=True)
    prior = cohort.patients[PRIOR].to_numpy("float64", na_value=np.nan)
    return BEFORE_AFTER.rows(history.assign(prior=prior), study, _compared, overall=True)


def _nothing(patients: pd.DataFrame, *, method: str) -> Iterator[Statistic]:
    value = not_collected(method, len(patients), Measure.RATE_RATIO)
    yield Statistic(Quantity.RATE_RATIO, value)


def _compared(patients: pd.DataFrame) -> Iterator[Statistic]:
    known = patients[patients["prior"].notna() & patients["count_known"]]
    dropped = len(patients) - len(known)
    before = known["prior"].to_numpy("float64").astype(np.int64)
    after = known["attacks"].to_numpy("int64")
    years = known["follow_up_months"].to_numpy("float64") / MONTHS_PER_YEAR
    year = np.ones(len(known))
    rates = (replace(rate(*r).scaled, dropped=dropped) for r in ((before, year), (after, years)))
    for quantity, value in zip(RATES, rates, strict=True):
        yield Statistic(quantity, value, "alternative", PER_YEAR)
    ratio = before_after_ratio(before, year, after, years, dropped=dropped)
    yield Statistic(Quantity.RATE_RATIO, ratio, unit="rate ratio, after over before")
