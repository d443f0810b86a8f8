import json
import math
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.multiplicity import Method, adjust, holm

FAMILIES = json.loads(
    (Path(__file__).parents[1] / "reference" / "multiplicity.json").read_text(encoding="utf-8")
)["families"]
METHODS = list(FAMILIES[0]["methods"])
# Products of a few doubles; 15 digits in the file.
RTOL = 1e-14

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def named(values: list[float | None]) -> dict[str, float]:
    return {f"test {k}": math.nan if p is None else p for k, p in enumerate(values)}


def same(adjusted: dict[str, float], expected: list[float | None]) -> None:
    assert list(adjusted) == list(named(expected))
    np.testing.assert_allclose(list(adjusted.values()), list(named(expected).values()), RTOL)


@pytest.mark.parametrize("family", FAMILIES)
def test_holm_matches_r_with_the_number_of_tests_planned(family: dict[str, Any]) -> None:
    same(holm(named(family["p"])), family["planned"])
    same(holm(named(family["p"]), size=len(family["p"]) + 2), family["two_more"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_method_matches_r(family: dict[str, Any], method: str) -> None:
    same(adjust(named(family["p"]), cast(Method, method)), family["methods"][method])


# Each call waits for a collection of garbage inside statsmodels, hence few examples.
@settings(deadline=None, max_examples=20)
@given(p_values, st.integers(0, 4))
def test_holm_is_its_definition(values: list[float], more: int) -> None:
    size = len(values) + more

    adjusted = list(holm(named(list(values)), size).values())

    rank = {k: r for r, k in enumerate(sorted(range(len(values)), key=values.__getitem__))}
    for k, p in enumerate(values):
        steps = [
            (size - rank[j]) * q for j, q in enumerate(values) if rank[j] <= rank[k] and q <= p
        ]
        assert adjusted[k] == pytest.approx(min(1.0, max(steps)), rel=1e-12)


@settings(deadline=None, max_examples=10)
@given(p_values)
def test_an_adjusted_p_value_is_never_the_smaller_and_keeps_its_rank(values: list[float]) -> None:
    adjusted = list(holm(named(list(values))).values())

    assert all(p <= q <= 1 for p, q in zip(values, adjusted, strict=True))
    order = np.argsort(values, kind="stable")
    assert (np.diff(np.array(adjusted)[order]) >= 0).all()


def test_a_missing_p_value_stays_missing_and_counts_in_the_family() -> None:
    adjusted = holm({"RRMS": 0.01, "SPMS": math.nan, "NMOSD": 0.04})

    assert math.isnan(adjusted["SPMS"])
    # The planned family has three tests, though one could not be made.
    assert (adjusted["RRMS"], adjusted["NMOSD"]) == (0.03, 0.08)


def test_a_family_of_missing_p_values_stays_missing() -> None:
    adjusted = holm({"RRMS": math.nan}, size=3)

    assert list(adjusted) == ["RRMS"]
    assert math.isnan(adjusted["RRMS"])
    assert adjust({}, "BH") == {}


def test_a_family_smaller_than_its_p_values_is_refused() -> None:
    with pytest.raises(
        ValueError, match="size must be at least the 2 p-values of the family, not 1"
    ):
        holm({"RRMS": 0.1, "SPMS": 0.2}, size=1)


@pytest.mark.parametrize("wrong", [-0.01, 1.01, math.inf])
def test_what_is_no_p_value_is_refused_by_name(wrong: float) -> None:
    with pytest.raises(ValueError, match=r"p_values\['SPMS'\] must be between 0 and 1"):
        holm({"RRMS": 0.1, "SPMS": wrong})


def test_an_unknown_method_is_refused_and_the_good_ones_are_listed() -> None:
    with pytest.raises(ValueError, match=r"method must be one of .bonferroni., .holm.*not .sidak."):
        adjust({"RRMS": 0.1}, cast(Method, "sidak"))


def test_what_is_no_number_is_refused_by_name() -> None:
    wrong: Any = {"RRMS": 0.1, "SPMS": "0.2"}

    with pytest.raises(ValueError, match=r"p_values\['SPMS'\] must be a number.*not a str"):
        holm(wrong)
    with pytest.raises(ValueError, match="size must be a whole number"):
        holm({"RRMS": 0.1}, size=-1)
    listed: Any = [0.1, 0.2]
    with pytest.raises(ValueError, match="p_values must be names with their p-values"):
        holm(listed)
    with pytest.raises(ValueError, match="p_values must be names with their p-values"):
        adjust(listed, "BH")
