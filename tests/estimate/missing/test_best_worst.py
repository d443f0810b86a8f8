from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.missing.best_worst import best_and_worst_case
from rtxoutcomes.estimate.proportions.proportion import Interval, proportion
from rtxoutcomes.results.method import MethodKey

counts = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)).map(
    lambda t: (min(t[0], t[1]), t[1], t[2])
)


@settings(deadline=None, max_examples=40)
@given(counts)
def test_the_ends_hold_whatever_became_of_the_lost(case: tuple[int, int, int]) -> None:
    events, seen, lost = case

    result = best_and_worst_case(events, seen, lost)

    for among_lost in range(lost + 1):
        truth = proportion(events + among_lost, seen + lost).wilson
        if seen > 0:
            assert result.bounds.conf_low <= truth.conf_low
            assert truth.conf_high <= result.bounds.conf_high
        if seen + lost > 0:
            none, every = result.none_of_lost.estimate, result.all_of_lost.estimate
            assert none <= truth.estimate <= every


def test_the_three_numbers_by_hand() -> None:
    result = best_and_worst_case(3, 10, 2)

    assert result.none_of_lost.estimate == 3 / 12
    assert result.all_of_lost.estimate == 5 / 12
    assert (result.bounds.estimate, result.bounds.n, result.bounds.dropped) == (0.3, 10, 2)
    assert result.bounds.note == ""


def test_no_patient_lost_has_a_note() -> None:
    result = best_and_worst_case(3, 10, 0)

    assert result.none_of_lost == replace(
        result.all_of_lost, method_key=MethodKey.NONE_OF_THE_MISSING
    )
    assert result.bounds.note == "none_missing"
    assert result.bounds.conf_high == proportion(3, 10).wilson.conf_high


def test_no_patient_observed_leaves_the_extremes() -> None:
    result = best_and_worst_case(0, 0, 4)

    assert (result.bounds.status, result.bounds.note, result.bounds.dropped) == (
        "not_estimable",
        "n_zero",
        4,
    )
    assert (result.none_of_lost.estimate, result.all_of_lost.estimate) == (0.0, 1.0)


def test_impossible_counts_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"events must be .* at most 3, not 4"):
        best_and_worst_case(4, 3, 2)
    with pytest.raises(ValueError, match="lost must be a whole number, at least 0"):
        best_and_worst_case(1, 3, -2)
    with pytest.raises(ValueError, match="conf_level must be"):
        best_and_worst_case(1, 3, 2, conf_level=1.5)


def test_the_interval_may_be_one_whose_coverage_never_falls_below_its_level() -> None:
    result = best_and_worst_case(3, 10, 2, "clopper_pearson")

    assert result.bounds.conf_low == proportion(3, 12).clopper_pearson.conf_low
    assert result.bounds.conf_high == proportion(5, 12).clopper_pearson.conf_high
    assert "Clopper-Pearson" in result.bounds.method
    with pytest.raises(ValueError, match="Wald"):
        best_and_worst_case(3, 10, 2, cast(Interval, "wald"))
