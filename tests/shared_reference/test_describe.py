"""Table one's continuous variables against R, and NIST's certified moments."""

import pytest

from rtxoutcomes.estimate.describe import Description, QuantileType, describe
from shared_reference.loader import Check, checks

TYPES: tuple[QuantileType, ...] = (2, 6, 7)


def described(check: Check, level: str, quantile_type: QuantileType = 7) -> Description:
    rows = check.data()
    if level != "ALL":
        rows = rows[rows[check.args["group"]].astype(str) == level]
    return describe(rows[check.args["variable"]].to_numpy("float64"), quantile_type)


def by_group(check: Check) -> dict[str, dict[str, float]]:
    expected: dict[str, dict[str, float]] = check.expected
    return expected if "group" in check.args else {"ALL": check.expected}


@pytest.mark.parametrize("check", checks("table1.continuous"))
def test_moments_and_range_are_those_of_r_and_nist(check: Check) -> None:
    names = {"min": "minimum", "max": "maximum"}
    for level, expected in by_group(check).items():
        result = described(check, level)

        for key in ("n", "missing", "mean", "sd", "median", "min", "max"):
            if key in expected:
                got = float(getattr(result, names.get(key, key)))
                check.compare(got, expected[key], f"{level} {key}")


@pytest.mark.parametrize("quantile_type", TYPES)
@pytest.mark.parametrize("check", checks("table1.continuous"))
def test_quartiles_are_those_of_r_of_the_same_type(
    check: Check, quantile_type: QuantileType
) -> None:
    for level, expected in by_group(check).items():
        result, quartiles = described(check, level, quantile_type), expected.get("q1_q3_type7")
        if quartiles is None:
            continue
        low, high = check.expected[level][f"q1_q3_type{quantile_type}"]
        check.compare(result.q1, low, f"{level} lower quartile")
        check.compare(result.q3, high, f"{level} upper quartile")
