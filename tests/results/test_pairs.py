"""Which test an interval inverts."""

from typing import Any

import pytest

from rtxoutcomes.results.estimate import NAN, Estimate
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.pairs import PAIRED, pair_of


def estimate(key: MethodKey, **changes: Any) -> Estimate:
    values: dict[str, Any] = {"estimate": 1.0, "conf_low": 0.5, "conf_high": 2.0, "p_value": 0.3}
    kind: dict[str, Any] = {"measure": Measure.RATIO, "method_key": key, "method": "m", "n": 9}
    return Estimate(**(kind | values | changes))


@pytest.mark.parametrize(
    ("value", "pair"),
    [
        (estimate(MethodKey.PAIRED_T), "paired_t"),
        (estimate(MethodKey.PAIRED_T, p_value=NAN), ""),
        (estimate(MethodKey.PAIRED_T, conf_low=NAN, conf_high=NAN), ""),
        (estimate(MethodKey.HODGES_LEHMANN, p_value=NAN), "signed_rank"),
        (estimate(MethodKey.WILSON, p_value=NAN), ""),
        (estimate(MethodKey.WALSH, p_value=NAN, p_pair=MethodKey.SIGN_TEST), "sign_test"),
    ],
)
def test_the_pair_is_that_of_the_method_unless_the_result_names_one(
    value: Estimate, pair: str
) -> None:
    assert pair_of(value) == pair


def test_no_method_is_listed_twice() -> None:
    assert len(set(PAIRED)) == len(PAIRED)
