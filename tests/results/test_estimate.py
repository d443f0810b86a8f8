"""An estimate refuses to hide anything, and is compared by its fields."""

import math
from typing import Any

import pytest

from rtxoutcomes.results.estimate import Estimate
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
