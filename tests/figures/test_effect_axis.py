"""The axis of effects."""

from dataclasses import replace

import numpy as np

from released import small
from rtxoutcomes.figures.effect_axis import Effects, across_of, places_of
from rtxoutcomes.figures.effects import effects
from rtxoutcomes.results.measure import Measure


def ratios(low: float, estimate: float, high: float) -> Effects:
    row = replace(
        effects(small())[0],
        measure=Measure.HAZARD_RATIO,
        estimate=estimate,
        conf_low=low,
        conf_high=high,
    )
    return Effects([row])


def test_ratios_are_placed_by_their_logarithm_and_1_is_always_on_the_axis() -> None:
    made = ratios(1.5, 2.0, 8.0)

    assert [float(place[0]) for place in places_of(made)] == [np.log2(1.5), 1.0, 3.0]
    across = across_of(made, "Hazard ratio")
    assert across.low < 0 < across.high
    assert across.labels[across.ticks.index(0.0)] == "1"


def test_narrow_intervals_have_round_ratios_and_1() -> None:
    across = across_of(ratios(0.98, 1.01, 1.03), "Ratio")

    assert "1" in across.labels
    assert len(across.labels) >= 3


def test_an_endless_interval_does_not_flatten_the_others() -> None:
    assert across_of(ratios(1e-9, 1.0, 1e9), "Ratio").high < 4.5
