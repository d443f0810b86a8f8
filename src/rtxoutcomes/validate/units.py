"""A column in another unit: one violation in place of one for each value."""

import numpy as np

from rtxoutcomes.arrays import Floats
from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.validate.cells import Refusal
from rtxoutcomes.validate.schema import Field

# The likely unit of values that are too large by this factor.
_OTHER_UNITS = {
    ("g/L", 100.0): "mg/dL",
    ("g/L", 1000.0): "mg/L",
    ("months", DAYS_PER_MONTH): "days",
}
_FACTORS = (10.0, 100.0, 1000.0)
_FEWEST = 2


def unit_refusal(field: Field, values: Floats, beyond: int) -> Refusal | None:
    """One refusal for a column whose median is above the maximum of the column.

    Parameters
    ----------
    field
        The column.
    values
        Shape (rows,), NaN where there is no number.
    beyond
        Number of rows out of range. A single one is reported as a cell.
    """
    high = field.maximum
    measured = field.score is not None or field.unit == "months"
    if high is None or not measured or beyond < _FEWEST:
        return None
    median = float(np.nanmedian(values))
    if not median > high:
        return None
    low = field.minimum or 0.0
    factors = (DAYS_PER_MONTH,) if field.unit == "months" else _FACTORS
    factor = next((f for f in factors if low <= median / f <= high), None)
    if factor is None:
        return None
    seems = _OTHER_UNITS.get((field.unit, factor), "another unit, or a lost decimal point")
    return Refusal(
        "column.unit",
        f"must be in {field.unit}, from {low:g} to {high:g}; it looks like {seems}",
        f"divide the column by {factor:g}, if it is {seems}",
        f"{beyond} values out of range",
    )
