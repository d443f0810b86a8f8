"""Relapses in the year before against relapses on treatment, each patient as their own control.

Patients who start treatment after a bad year would expect a better one without it: the method of
the ratio states that regression to the mean is not excluded, and it is printed in the supplement.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.descriptive import not_collected
from rtxoutcomes.analysis.diagnoses import group_numbers
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.rates.before_after import before_after_ratio
from rtxoutcomes.estimate.rates.dispersion import Dispersion, pooled_dispersion
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
    history = history.assign(prior=prior)
    compared = partial(_compared, pooled=_dispersions(_known(history), study))
    return BEFORE_AFTER.rows(history, study, compared, overall=True)


def _nothing(patients: pd.DataFrame, *, method: str) -> Iterator[Statistic]:
    value = not_collected(method, len(patients), Measure.RATE_RATIO)
    yield Statistic(Quantity.RATE_RATIO, value, "alternative")


def _known(patients: pd.DataFrame) -> pd.DataFrame:
    """Patients whose relapses of both periods are counted."""
    return patients[patients["prior"].notna() & patients["count_known"]]


def _periods(known: pd.DataFrame) -> tuple[tuple[Ints, Floats], tuple[Ints, Floats]]:
    """Relapses and years of each patient before treatment, and on it."""
    before = known["prior"].to_numpy("float64").astype(np.int64)
    years = known["follow_up_months"].to_numpy("float64") / MONTHS_PER_YEAR
    return (before, np.ones(len(known))), (known["attacks"].to_numpy("int64"), years)


def _dispersions(known: pd.DataFrame, study: Study) -> list[Dispersion]:
    """The dispersion of each period, pooled within the diagnoses."""
    diagnosis = group_numbers(known, study)
    return [pooled_dispersion(*period, diagnosis) for period in _periods(known)]


def _compared(patients: pd.DataFrame, *, pooled: list[Dispersion]) -> Iterator[Statistic]:
    known = _known(patients)
    dropped, periods = len(patients) - len(known), _periods(known)
    for quantity, period, dispersion in zip(RATES, periods, pooled, strict=True):
        value = replace(rate(*period, dispersion=dispersion).scaled, dropped=dropped)
        yield Statistic(quantity, value, "alternative", PER_YEAR)
    ratio = before_after_ratio(*periods[0], *periods[1], dropped=dropped)
    unit = "rate ratio, after over before"
    yield Statistic(Quantity.RATE_RATIO, ratio, "alternative", unit)
