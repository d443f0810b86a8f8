"""The effects that the forest plot draws."""

import dataclasses

import numpy as np
import pytest

from released import bundled, nothing, small
from rtxoutcomes.figures.effect_axis import places_of
from rtxoutcomes.figures.effects import Block, blocks_of, effects, exposure_of, variant_of
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.quantity import Model


def blocks() -> dict[str, Block]:
    return {block.outcome: block for block in blocks_of(bundled(), effects(bundled()))}


def test_effects_are_the_estimates_of_primary_models_and_sensitivity_analyses() -> None:
    rows = effects(bundled())

    assert {row.role for row in rows} == {"reported", "sensitivity"}
    assert {str(row.quantity) for row in rows} == {
        *("hazard_ratio", "rate_ratio", "odds_ratio", "change_difference", "change_ratio")
    }
    assert effects(nothing()) == []


def test_a_block_an_outcome_with_every_exposure_in_the_order_of_the_study() -> None:
    assert list(blocks()) == ["relapse", "edss", "igg"]
    for block in blocks().values():
        assert block.exposures == list(bundled().study.exposures)


def test_each_variant_has_one_line_and_one_name() -> None:
    block = blocks()["relapse"]

    assert len(block.variants) == len(set(block.variants)) == len(set(block.names)) == 19
    assert block.variants[0] == (Model.LANDMARK, 3.0, "")
    assert block.names[0] == "Landmark, month 3"
    by_exposure = [(exposure_of(row), variant_of(row)) for row in block.rows]
    assert len(by_exposure) == len(set(by_exposure)) == 3 * 19


@pytest.mark.parametrize(
    ("outcome", "title", "null"),
    [
        ("relapse", "Relapse", 1.0),
        ("edss", "Change in EDSS, points", 0.0),
        ("igg", "Change in serum IgG", 1.0),
    ],
)
def test_the_measure_decides_whether_an_axis_is_logarithmic(
    outcome: str, title: str, null: float
) -> None:
    block = blocks()[outcome]

    assert block.title == title
    assert block.effects.log == (null == 1.0)
    assert block.effects.null == 0.0
    values = np.array([row.estimate for row in block.rows])
    expected = np.log2(values) if block.effects.log else values
    np.testing.assert_array_equal(places_of(block.effects)[1], expected)


def test_a_unit_that_names_a_ratio_makes_no_logarithmic_axis() -> None:
    rows = [dataclasses.replace(r, unit="ratio per doubling") for r in effects(small())]
    differences = [dataclasses.replace(r, measure=Measure.DIFFERENCE) for r in rows]

    assert not any(block.effects.log for block in blocks_of(small(), differences))
