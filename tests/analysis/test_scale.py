"""The scale on which a change is analysed."""

import numpy as np
import pandas as pd
import pytest

from cohorts import study
from rtxoutcomes.analysis.scale import (
    ChangeScale,
    changes,
    from_scale,
    mean_of_changes,
    on_scale,
    ranked_changes,
    scale_of,
)
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tabulate import pair_counts

EDSS, IGG = study().score("edss"), study().score("igg")
PAIRS = pd.DataFrame({"before": [2.0, 4.0, 2.0, 3.0], "after": [4.0, 2.0, 4.0, np.nan]})
VALUE = Estimate(
    measure=Measure.DIFFERENCE,
    method_key=MethodKey.LINEAR_HC3,
    method="m",
    n=9,
    estimate=0.0,
    conf_low=-1.0,
    conf_high=1.0,
    std_error=0.5,
)


def test_values_are_taken_as_they_are_or_as_logarithms() -> None:
    values = pd.Series([1.0, np.e])

    assert on_scale(values, IGG).tolist() == pytest.approx([0.0, 1.0])
    assert on_scale(values, EDSS).tolist() == [1.0, np.e]


def test_a_difference_of_logarithms_is_reported_as_a_ratio() -> None:
    ratio = from_scale(VALUE, IGG)

    assert (ratio.measure, ratio.estimate) == (Measure.RATIO, 1.0)
    assert (ratio.conf_low, ratio.conf_high) == pytest.approx((np.exp(-1), np.e))
    assert ratio.std_error == 0.5
    assert from_scale(VALUE, EDSS) == VALUE


def test_unit_measure_and_quantities_follow_the_scale() -> None:
    mean, adjusted = Quantity.MEAN_CHANGE, Quantity.ADJUSTED_DIFFERENCE
    ratio, adjusted_ratio = Quantity.GEOMETRIC_MEAN_RATIO, Quantity.ADJUSTED_RATIO

    assert scale_of(EDSS) == ChangeScale("points", Measure.DIFFERENCE, mean, adjusted)
    assert scale_of(IGG) == ChangeScale("ratio", Measure.RATIO, ratio, adjusted_ratio)


def test_changes_are_those_of_each_patient_with_both_values() -> None:
    edss, igg = pair_counts(PAIRS, EDSS), pair_counts(PAIRS, IGG)

    assert sorted(changes(edss, EDSS)) == [-2.0, 2.0, 2.0]
    assert sorted(changes(igg, IGG)) == pytest.approx([-np.log(2), np.log(2), np.log(2)])
    assert ranked_changes(edss, EDSS).tolist() == [4, 4, -4]


def test_ratios_that_are_inverse_to_each_other_have_ranks_of_equal_size() -> None:
    ranks = ranked_changes(pair_counts(PAIRS, IGG), IGG)

    assert ranks[0] == ranks[1] == -ranks[2] > 0


def test_the_mean_is_that_of_changes_or_of_ratios() -> None:
    edss, igg = (mean_of_changes(pair_counts(PAIRS, score), score) for score in (EDSS, IGG))

    assert edss.estimate == pytest.approx(2 / 3)
    assert igg.estimate == pytest.approx(2 ** (1 / 3))
    assert (edss.dropped, igg.dropped) == (1, 1)
