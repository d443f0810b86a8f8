"""The dispersion that the rates and ratios of one table share."""

import pandas as pd

from rtxoutcomes.analysis.descriptive import number
from rtxoutcomes.analysis.diagnoses import group_numbers
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.estimate.rates.dispersion import Dispersion, pooled_dispersion
from rtxoutcomes.results import Measure, MethodKey, Quantity
from rtxoutcomes.study import Study

METHOD = "Pearson dispersion of patients within {nouns}, on {df:g} degrees of freedom, at least 1"


def dispersion_of(patients: pd.DataFrame, column: str, study: Study) -> Dispersion:
    """The dispersion of the counts in `column`, pooled within the diagnoses compared."""
    known = patients[patients["follow_up_months"].notna()]
    years = known["follow_up_months"].to_numpy("float64") / MONTHS_PER_YEAR
    return pooled_dispersion(known[column].to_numpy("int64"), years, group_numbers(known, study))


def dispersion_row(
    pooled: Dispersion, study: Study, n: int, events: int, dropped: int = 0
) -> Statistic:
    """An estimated dispersion as a row of the supplement."""
    measure, key = Measure.DISPERSION, MethodKey.POOLED_DISPERSION
    method = METHOD.format(nouns=study.group_nouns, df=pooled.df)
    value = number(measure, key, pooled.phi, n, dropped=dropped, events=events, method=method)
    return Statistic(Quantity.DISPERSION, value, "alternative")
