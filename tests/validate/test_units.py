"""A column in another unit."""

import numpy as np
import pytest

from clinic import BUNDLED
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.units import unit_refusal

IGG = Field(
    "igg", "igg", "number", "", unit="g/L", minimum=0.1, maximum=40, score=BUNDLED.scores[1]
)
MONTHS = Field("month", "month", "number", "", unit="months", minimum=0, maximum=600)


@pytest.mark.parametrize(
    ("field", "values", "seems"),
    [
        (IGG, [1013.0, 950.0, np.nan, 8.0], "mg/dL"),
        (IGG, [10130.0, 9500.0], "mg/L"),
        (IGG, [101.0, 95.0], "a lost decimal point"),
        (MONTHS, [730.0, 900.0, 610.0], "days"),
    ],
)
def test_a_median_above_the_most_is_one_finding(
    field: Field, values: list[float], seems: str
) -> None:
    refusal = unit_refusal(field, np.array(values), 2)

    assert refusal is not None
    assert refusal.rule == "column.unit"
    assert seems in refusal.must


@pytest.mark.parametrize(
    ("field", "values", "beyond"),
    [
        (IGG, [1013.0, 9.0, 8.0], 1),
        (IGG, [1013.0, 9.0, 8.0, 950.0, 7.0], 2),
        (IGG, [1e9, 1e9], 2),
        (Field("age_years", "a", "number", "", unit="years", maximum=89), [100.0, 95.0], 2),
        (Field("x", "x", "number", ""), [1.0], 2),
    ],
)
def test_else_each_value_is_reported(field: Field, values: list[float], beyond: int) -> None:
    assert unit_refusal(field, np.array(values), beyond) is None
