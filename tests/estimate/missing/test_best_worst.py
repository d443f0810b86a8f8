from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.missing.best_worst import best_and_worst_case
from rtxoutcomes.estimate.proportions.proportion import Interval, proportion

counts = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)).map(
    lambda t: (min(t[0], t[1]), t[1], t[2])
)


@settings(deadline=None, max_examples=40)
@given(counts)
def test_the_ends_hold_whatever_became_of_the_lost(case: tuple[int, int, int]) -> None:
    events, seen, lost = case

    told = best_and_worst_case(events, seen, lost)

    for among_lost in range(lost + 1):
        truth = proportion(events + among_lost, seen + lost).wilson
        if seen > 0:
            assert told.bounds.conf_low <= truth.conf_low
            assert truth.conf_high <= told.bounds.conf_high
        if seen + lost > 0:
            none, every = told.none_of_lost.estimate, told.all_of_lost.estimate
            assert none <= truth.estimate <= every


def test_the_three_numbers_by_hand() -> None:
    told = best_and_worst_case(3, 10, 2)

    assert told.none_of_lost.estimate == 3 / 12
    assert told.all_of_lost.estimate == 5 / 12
    assert (told.bounds.estimate, told.bounds.n, told.bounds.dropped) == (0.3, 10, 2)
    assert told.bounds.note == ""


def test_nobody_lost_is_said() -> None:
    told = best_and_worst_case(3, 10, 0)

    assert told.none_of_lost == told.all_of_lost
    assert told.bounds.note == "none_missing"
    assert told.bounds.conf_high == proportion(3, 10).wilson.conf_high


def test_nobody_seen_leaves_the_ends() -> None:
    told = best_and_worst_case(0, 0, 4)

    assert (told.bounds.status, told.bounds.note, told.bounds.dropped) == (
        "not_estimable",
        "n_zero",
        4,
    )
    assert (told.none_of_lost.estimate, told.all_of_lost.estimate) == (0.0, 1.0)


def test_impossible_counts_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"events must be .* at most 3, not 4"):
        best_and_worst_case(4, 3, 2)
    with pytest.raises(ValueError, match="lost must be a whole number, at least 0"):
        best_and_worst_case(1, 3, -2)
    with pytest.raises(ValueError, match="conf_level must be"):
        best_and_worst_case(1, 3, 2, conf_level=1.5)


def test_the_interval_may_be_one_whose_coverage_never_falls_below_its_level() -> None:
    told = best_and_worst_case(3, 10, 2, "clopper_pearson")

    assert told.bounds.conf_low == proportion(3, 12).clopper_pearson.conf_low
    assert told.bounds.conf_high == proportion(5, 12).clopper_pearson.conf_high
    assert "Clopper-Pearson" in told.bounds.method
    with pytest.raises(ValueError, match="Wald"):
        best_and_worst_case(3, 10, 2, cast(Interval, "wald"))
