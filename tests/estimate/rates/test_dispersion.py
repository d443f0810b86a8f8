"""The dispersion that rates of several groups share."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.rates.dispersion import INDEPENDENT, pooled_dispersion
from rtxoutcomes.estimate.rates.rate import rate

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "rate.json").read_text(encoding="utf-8")
)["grouped"]
time = st.integers(1, 40).map(lambda quarters: quarters / 4)
patients = st.lists(st.tuples(st.integers(0, 6), time, st.integers(0, 3)), min_size=1, max_size=30)


def numbers(labels: list[str]) -> list[int]:
    return [sorted(set(labels)).index(label) for label in labels]


@pytest.mark.parametrize("r", REFERENCE, ids=lambda r: str(r["level"]))
def test_the_pooled_dispersion_is_that_of_the_quasi_poisson_model_of_r(r: dict[str, Any]) -> None:
    pooled = pooled_dispersion(r["events"], r["years"], numbers(r["group"]))

    assert pooled.df == r["df"]
    # R iterates until its deviance moves by less than 1e-15 of itself.
    assert pooled.phi == pytest.approx(r["dispersion"], rel=1e-10)


def test_one_group_is_pooled_with_nothing() -> None:
    # Four patients of two years, mean 2: squares 4, 4, 0 and 16, over 2, over 3.
    pooled = pooled_dispersion([0, 0, 2, 6], [2.0] * 4)

    assert pooled.phi == pytest.approx(4)
    assert pooled.df == 3


def test_differences_between_groups_are_no_dispersion() -> None:
    # Each group on its own is as regular as can be, though rates differ tenfold.
    pooled = pooled_dispersion([1, 1, 1, 10, 10, 10], [1.0] * 6, [0, 0, 0, 1, 1, 1])

    assert (pooled.phi, pooled.df) == (1.0, 4)


@pytest.mark.parametrize(("events", "estimated"), [([4, 0, 0], False), ([5, 0, 0], True)])
def test_from_five_events_on_there_is_a_dispersion(events: list[int], estimated: bool) -> None:
    pooled = pooled_dispersion(events, [1.0, 1.0, 1.0])

    assert pooled.estimated is estimated
    assert (pooled == INDEPENDENT) is (math.isnan(pooled.df) and pooled.phi == 1)
    assert (pooled.phi > 1) is estimated


def test_a_patient_in_each_group_leaves_no_degree_of_freedom() -> None:
    assert not pooled_dispersion([5, 3], [1.0, 1.0], [0, 1]).estimated
    assert not pooled_dispersion([7], [1.0]).estimated


def test_a_group_without_an_event_fits_exactly_and_has_its_degrees_of_freedom() -> None:
    with_it = pooled_dispersion([6, 0, 0, 0, 0], [1.0] * 5, [0, 0, 0, 1, 1])
    without = pooled_dispersion([6, 0, 0], [1.0] * 3)

    assert (with_it.df, without.df) == (3, 2)
    assert with_it.phi == pytest.approx(without.phi * 2 / 3)


@settings(deadline=None, max_examples=60)
@given(patients)
def test_the_order_of_patients_and_the_names_of_groups_do_not_matter(
    rows: list[tuple[int, float, int]],
) -> None:
    events, years, group = (list(column) for column in zip(*rows, strict=True))

    pooled = pooled_dispersion(events, years, group)
    reversed_ = pooled_dispersion(events[::-1], years[::-1], [7 - g for g in group[::-1]])

    assert pooled.phi >= 1
    assert pooled.estimated == reversed_.estimated
    # Sums in another order.
    assert pooled.phi == pytest.approx(reversed_.phi, rel=1e-12)


def test_a_rate_takes_the_dispersion_of_its_table() -> None:
    pooled = pooled_dispersion([0, 0, 2, 6, 1, 0], [2.0] * 6, [0, 0, 0, 0, 1, 1])

    small = rate([1, 0], np.array([2.0, 2.0]), dispersion=pooled)
    alone = rate([1, 0], np.array([2.0, 2.0]))

    assert small.dispersion == pooled.phi > 2
    assert small.scaled.method_key == "garwood_scaled"
    assert small.scaled.conf_high > small.independent.conf_high
    # One attack says nothing on a dispersion.
    assert alone.dispersion == 1
    assert alone.scaled == alone.independent


def test_malformed_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="group must be as long as events"):
        pooled_dispersion([1, 2], [1.0, 1.0], [0])
    with pytest.raises(ValueError, match=r"years\[1\] must be above 0 where events\[1\] = 2"):
        pooled_dispersion([1, 2], [1.0, 0.0])
