"""First and last value of a score."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohorts import study
from rtxoutcomes.errors import StudyError
from rtxoutcomes.study.synthesis import SyntheticGroup
from rtxoutcomes.synthetic.pairs import first_and_last, fits, nearest_on_scale
from synthetic.blocks import group

EDSS, IGG = study().score("edss"), study().score("igg")


def with_scores(**scores: object) -> SyntheticGroup:
    return SyntheticGroup.model_validate(group(scores=scores))


# Only one way leaves everybody on the scale: down from 1.0 to 0, up from 0 past 0.5.
TIGHT = with_scores(
    edss={
        "baseline_counts": {"0.0": 2, "1.0": 1, "10.0": 2},
        "change_counts": {"1.0": 2, "-1.0": 1, "-0.5": 1, "0.0": 1},
    }
)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=50)
def test_stated_baselines_and_changes_come_out_exactly_and_on_the_scale(seed: int) -> None:
    pairs = first_and_last(TIGHT, EDSS, 5, np.random.default_rng(seed))

    assert Counter(b for b, _ in pairs) == {0.0: 2, 1.0: 1, 10.0: 2}
    assert Counter(a - b for b, a in pairs) == {1.0: 2, -1.0: 1, -0.5: 1, 0.0: 1}
    assert all(fits(a, EDSS) for _, a in pairs)


def test_another_number_of_patients_draws_from_those_pairs() -> None:
    exact = set(first_and_last(TIGHT, EDSS, 5, np.random.default_rng(1)))

    assert set(first_and_last(TIGHT, EDSS, 50, np.random.default_rng(1))) <= exact


@pytest.mark.parametrize(
    ("baseline", "change"),
    [("10.0", "0.5"), ("1.0", "-0.5"), ("2.0", "0.25"), ("0.5", "0.5"), ("0.0", "-1.0")],
)
def test_changes_that_leave_the_scale_are_faults_of_the_study(baseline: str, change: str) -> None:
    stated = with_scores(edss={"baseline_counts": {baseline: 5}, "change_counts": {change: 5}})

    with pytest.raises(StudyError, match=r"groups\.A\.scores\.edss: the changes cannot be given"):
        first_and_last(stated, EDSS, 5, np.random.default_rng(1))


def test_a_score_the_group_does_not_have_is_missing() -> None:
    ((before, after),) = first_and_last(TIGHT, IGG, 1, np.random.default_rng(1))

    assert math.isnan(before)
    assert math.isnan(after)


def test_ratios_have_the_stated_mean_and_values_their_decimals() -> None:
    stated = with_scores(igg={"baseline": [10.0, 1.0], "log_ratio": [-0.1, 0.05]})

    pairs = first_and_last(stated, IGG, 5, np.random.default_rng(1))

    # Five values rounded to a thousandth of their size.
    assert np.mean([math.log(a / b) for b, a in pairs]) == pytest.approx(-0.1, abs=1e-3)
    assert all(round(v, 2) == v for pair in pairs for v in pair)


@pytest.mark.parametrize(("value", "on"), [(-3.0, 0.1), (7.126, 7.13), (55.0, 40.0)])
def test_a_value_goes_to_the_nearest_on_the_scale(value: float, on: float) -> None:
    assert nearest_on_scale(value, IGG) == on
