"""Scores: lattice, windows, steps that count."""

import itertools
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rtxoutcomes.study.score import Score

EDSS: dict[str, Any] = {
    "name": "edss",
    "column": "edss",
    "label": "EDSS",
    "unit": "points",
    "minimum": 0,
    "maximum": 10,
    "step": 0.5,
    "not_on_scale": [0.5],
    "higher_is": "worse",
    "baseline_months": [-3, 0.5],
    "follow_up_months": [6, "end"],
    "worsening": {"0": 1.5, "1-5": 1.0, "5.5-10": 0.5},
}


def score(**changes: Any) -> Score:
    return Score.model_validate(EDSS | changes)


def faults(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        score(**changes)
    return str(caught.value)


@given(st.integers(0, 20))
@settings(deadline=None)
def test_every_half_point_is_a_whole_number_of_steps(half: int) -> None:
    assert score().lattice_units(half / 2) == half
    assert score().on_lattice(half / 2) == (half != 1)


@pytest.mark.parametrize("value", [3.25, 3.2, 0.5])
def test_values_between_steps_and_values_that_do_not_exist_are_off_the_scale(value: float) -> None:
    assert not score().on_lattice(value)


def test_decimals_give_a_lattice_too() -> None:
    igg = score(step=None, decimals=2, worsening={}, maximum=40)

    assert igg.lattice_units(10.13) == 1013
    assert igg.on_lattice(10.13)
    assert not igg.on_lattice(10.135)


def test_a_scale_that_does_not_begin_at_zero_has_the_values_between_its_ends() -> None:
    act = score(minimum=5, maximum=25, step=5, not_on_scale=[15], worsening={}, low=[])

    assert act.steps == 4
    assert act.lattice() == (5.0, 10.0, 20.0, 25.0)


@pytest.mark.parametrize(
    ("baseline", "step"), [(0, 1.5), (1, 1.0), (5, 1.0), (5.5, 0.5), (10, 0.5)]
)
def test_the_step_that_counts_depends_on_the_baseline(baseline: float, step: float) -> None:
    assert score().worsening_step(baseline) == step


def test_a_score_without_worsening_has_no_step() -> None:
    assert math.isnan(score(worsening={}).worsening_step(3.0))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minimum": 10}, "minimum must be below maximum"),
        ({"decimals": 1}, "either step or decimals"),
        ({"step": None}, "either step or decimals"),
        ({"scale": "log"}, "log scale needs a minimum above 0"),
        ({"baseline_months": [1, 0]}, "baseline_months: the first month"),
        ({"follow_up_months": [6, 5]}, "follow_up_months: the first month"),
        ({"fixed_time_months": [15, 9]}, "fixed_time_months: the first month"),
        ({"worsening": {"1-10": 1.0}}, "exactly one band; not so: 0"),
        ({"worsening": {"0-5": 1.0, "5-10": 0.5}}, "exactly one band; not so: 5"),
        ({"worsening": {"low": 1.0}}, "'low' is not a value or a band"),
        ({"higher_is": "neither"}, "worsening needs higher_is"),
        ({"worsening": {"0-": 1.0}}, "'0-' is not a value or a band"),
        ({"worsening": {"0-10": 0.75}}, "worsening: 0.75 is not a whole number of steps"),
        ({"worsening": {"0-10": 0.0}}, "greater than or equal to 0.000001"),
        ({"minimum": 0.25}, "minimum: 0.25 is not a whole number of steps"),
        ({"maximum": 9.75}, "maximum: 9.75 is not a whole number of steps"),
        ({"not_on_scale": [0.5, 11]}, "not_on_scale: 11 lies outside the scale"),
        ({"low": [-1]}, "low: -1 lies outside the scale"),
        ({"follow_up_months": [0.5, "end"]}, "must begin after baseline_months ends"),
        ({"name": "EDSS"}, "pattern"),
    ],
)
def test_each_fault_of_a_score_is_reported(changes: dict[str, Any], words: str) -> None:
    assert words in faults(**changes)


def test_limits_may_be_the_ends_of_the_scale() -> None:
    ends = score(low=[0, 10], not_on_scale=[0, 10], worsening={})

    assert (ends.low, ends.not_on_scale) == ((0, 10), (0, 10))


def test_several_faults_are_reported_at_once() -> None:
    problems = faults(minimum=10, step=None, baseline_months=[1, 0])

    assert "minimum must be" in problems
    assert "step or decimals" in problems
    assert "baseline_months" in problems


def test_windows_and_bands_are_judged_together() -> None:
    problems = faults(baseline_months=[1, 0], worsening={"1-10": 1.0}, low=[12])

    assert "baseline_months" in problems
    assert "exactly one band; not so: 0" in problems
    assert "low: 12 lies outside" in problems


bands = st.lists(st.integers(2, 20), min_size=1, max_size=4, unique=True).map(sorted)


@given(bands, st.integers(0, 20))
@settings(deadline=None, max_examples=50)
def test_bands_cut_anywhere_cover_each_value_once(cuts: list[int], half: int) -> None:
    edges = [0, *cuts, 21]
    worsening = {
        f"{low / 2}-{(high - 1) / 2}": float(k + 1)
        for k, (low, high) in enumerate(itertools.pairwise(edges))
    }

    step = score(worsening=worsening).worsening_step(half / 2)

    assert step == sum(half >= edge for edge in edges[:-1])


def test_bands_are_those_of_worsening_else_those_between_clinical_limits() -> None:
    by_steps = score().bands
    by_limits = score(worsening={}, low=[7, 4]).bands

    assert [name for name, _, _ in by_steps] == ["0", "1-5", "5.5-10"]
    assert by_limits == ((("<4", -math.inf, 4.0), ("4-<7", 4.0, 7.0), (">=7", 7.0, math.inf)))
    assert score(worsening={}).bands == ()


@given(st.integers(0, 20))
def test_every_value_lies_in_one_band(half: int) -> None:
    for bands in (score().bands, score(worsening={}, low=[2.5]).bands):
        assert sum(low <= half / 2 < high for _, low, high in bands) == 1


LOG: dict[str, Any] = {"scale": "log", "minimum": 0.5, "worsening": {}, "higher_is": "neither"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quantification_limit": 1.0}, "quantification_limit needs scale = 'log'"),
        (LOG | {"quantification_limit": 12.0}, "quantification_limit: 12 lies outside the scale"),
        (LOG | {"quantification_limit": 0.75}, "quantification_limit: 0.75 is not a whole number"),
        (LOG | {"quantification_limit": 0}, "greater than or equal to 0.000001"),
        ({"external_mean": 11.0, "external_mean_source": "x"}, "external_mean: 11 lies outside"),
        ({"external_mean": 3.0}, "external_mean and external_mean_source belong together"),
        ({"external_mean_source": "a registry"}, "belong together"),
    ],
)
def test_values_from_elsewhere_must_fit_the_scale(changes: dict[str, Any], words: str) -> None:
    assert words in faults(**changes)


def test_a_limit_of_quantification_may_be_any_step_of_a_log_scale_its_ends_too() -> None:
    for limit in (0.5, 1.0, 10.0):
        assert score(**LOG, quantification_limit=limit).quantification_limit == limit
    for mean in (0.0, 10.0):
        assert score(external_mean=mean, external_mean_source="x").external_mean == mean


def test_an_external_mean_need_not_be_a_step_of_the_scale() -> None:
    assert score(external_mean=3.21, external_mean_source="a registry").external_mean == 3.21


def test_the_values_of_a_scale_are_listed_without_its_gaps() -> None:
    score = Score.model_validate(EDSS)

    assert score.steps == 20
    assert score.lattice() == (0.0, *(half / 2 for half in range(2, 21)))


@given(st.integers(50, 3000), st.sampled_from(["20%", "12.5%", "100%", "0.1%"]))
def test_a_part_of_the_baseline_is_the_smallest_change_that_is_not_below_it(
    tenths: int, percent: str
) -> None:
    """By fractions: a change by the step reaches the part, and one by a tenth less does not."""
    timed = score(
        minimum=5, maximum=300, step=None, decimals=1, not_on_scale=[], worsening={"5-300": percent}
    )
    part = Fraction(tenths, 10) * Fraction(percent.rstrip("%")) / 100

    units = timed.lattice_units(timed.worsening_step(tenths / 10))

    assert Fraction(units, 10) >= part
    assert Fraction(units - 1, 10) < part


def test_a_part_of_the_baseline_is_written_as_a_percentage() -> None:
    assert score(worsening={"0-5": "20%", "5.5-10": 0.5}).worsening_step(5.5) == 0.5
    with pytest.raises(ValueError, match='a part of the baseline such as "20%"'):
        score(worsening={"0-10": "a fifth"})
