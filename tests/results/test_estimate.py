"""An estimate refuses to hide anything, is compared by its fields, and shows itself."""

import doctest
import math
from dataclasses import fields
from typing import Any

import pytest

from results.test_frame import row
from rtxoutcomes.results import estimate as subject
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

WILSON: dict[str, Any] = {
    "measure": Measure.PROPORTION,
    "method_key": MethodKey.WILSON,
    "method": "Wilson score",
}


def test_estimates_are_equal_where_their_fields_are_nan_included() -> None:
    one = Estimate(**WILSON, n=42, estimate=0.5)

    assert one == Estimate(**WILSON, n=42, estimate=0.5, p_value=float("nan"))
    assert len({one, Estimate(**WILSON, n=42, estimate=0.5)}) == 1
    assert one != Estimate(**WILSON, n=42, estimate=0.25)
    assert one != 5
    assert one.__eq__(5) is NotImplemented


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"n": 0, "status": "not_estimable"}, "needs a note"),
        ({"n": 3}, "neither an estimate nor a p-value"),
        ({"n": 3, "estimate": math.inf}, "infinite"),
        ({"n": 3, "estimate": 1.0, "conf_high": math.inf}, "infinite"),
        ({"n": 3, "p_value": 0.0}, "p-value 0.0"),
        ({"n": 3, "p_value": -0.1}, "p-value -0.1"),
        ({"n": 3, "p_value": 1.2}, "p-value 1.2"),
        ({"n": 3, "estimate": 1.0, "status": "fine"}, "unknown status"),
        ({"n": 3, "estimate": 1.0, "note": "oops"}, "unknown status or note"),
        ({"n": 3, "estimate": 1.0, "method": ""}, "no method or no level"),
        ({"n": 3, "estimate": 1.0, "conf_level": 95}, "no method or no level"),
        ({"n": 3, "estimate": 1.0, "conf_level": 1}, "no method or no level"),
        ({"n": 3, "estimate": 1.0, "conf_level": 0}, "no method or no level"),
        ({"n": 3, "estimate": 1.0, "measure": "proportion"}, "unknown measure or method"),
        ({"n": 3, "estimate": 1.0, "method_key": "wilson"}, "unknown measure or method"),
    ],
)
def test_an_estimate_that_hides_something_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Estimate(**(WILSON | fields))


def test_an_estimate_is_a_row_with_the_columns_and_types_of_the_results_frame() -> None:
    value = Estimate(**WILSON, n=42, events=8, estimate=8 / 42, p_value=0.06)

    frame, whole = value.to_frame(), estimates_frame([row(value=value)])

    assert list(frame) == [field.name for field in fields(Estimate)]
    assert frame.equals(whole[list(frame)])
    assert {type(frame.loc[0, name]) for name in ("measure", "method_key")} == {str}


def test_a_count_that_there_is_not_is_missing_in_the_row() -> None:
    frame = Estimate(**WILSON, n=42, estimate=0.5).to_frame()

    assert frame["events"].isna().all()
    assert str(frame["events"].dtype) == "Int64"


def test_the_example_is_true() -> None:
    assert doctest.testmod(subject) == (0, 4)
