"""What of a row may be printed; results.csv holds all of it.

A number that rests on too few patients is replaced by why it is not printed; the P value of a test
outside every declared family is not printed, unless the study asks for all; and what covers less
often than an interval should is not printed as one.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from rtxoutcomes.presentation.families import family_of
from rtxoutcomes.presentation.printed import TOO_FEW
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.number import Number
from rtxoutcomes.study import Study

TESTS = (Measure.TEST, Measure.P_VALUE)
# Measures in the unit of a score or of a number of patients.
VALUES = (Measure.VALUE, Measure.DIFFERENCE, Measure.DESCRIPTION)
# Of so few changes as two or three, no two Walsh averages cover a median this often.
NOMINAL_LEVEL = 0.95


def printable(rows: Sequence[Number], study: Study) -> list[Number]:
    """The rows as they may be printed; a row that holds nothing but an undeclared test is gone."""
    every = study.report.p_values == "all"
    kept = rows if every else [without_undeclared(row, study) for row in rows]
    declared = [row for row in kept if row is not None]
    return [_with_decimals(_as_interval(_enough(row)), study) for row in declared]


def without_undeclared(row: Number, study: Study) -> Number | None:
    """The row without a test outside every family; None if that is all it holds."""
    if not math.isnan(row.p_adjusted):
        return row
    if row.measure in TESTS:
        lacking = row.status != "ok" and row.role == "reported" and math.isnan(row.month)
        return row if lacking and family_of(study, row) is not None else None
    none = math.nan
    return row if math.isnan(row.p_value) else replace(row, p_value=none, statistic=none, df=none)


def _with_decimals(row: Number, study: Study) -> Number:
    """The row with the decimals that the study asks for in the values of a score or number."""
    asked = study.report.decimals.get(row.endpoint)
    return row if asked is None or row.measure not in VALUES else replace(row, decimals=asked)


def _as_interval(row: Number) -> Number:
    if row.conf_level >= NOMINAL_LEVEL:
        return row
    return replace(row, conf_low=math.nan, conf_high=math.nan)


def _enough(row: Number) -> Number:
    if row.note not in TOO_FEW:
        return row
    none = math.nan
    return replace(
        row,
        status="withheld",
        estimate=none,
        std_error=none,
        conf_low=none,
        conf_high=none,
        statistic=none,
        df=none,
        p_value=none,
        p_adjusted=none,
    )
