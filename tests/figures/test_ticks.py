"""Ticks and the numbers beside them."""

import itertools

import pytest

from rtxoutcomes.figures.ticks import month_ticks, number_words, steps, words_of
from rtxoutcomes.style import DEFAULT, Numbers, Style


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (-3, 3, [-3, -2, -1, 0, 1, 2, 3]),
        (6, 18, [6, 8, 10, 12, 14, 16, 18]),
        (0, 0.02, [0, 0.004, 0.008, 0.012, 0.016, 0.02]),
    ],
)
def test_steps_are_round_and_stay_between_the_ends(
    low: float, high: float, expected: list[float]
) -> None:
    found = steps(low, high)

    assert all(low - 1e-12 <= place <= high + 1e-12 for place in found)
    assert 3 <= len(found) <= 8
    gaps = {round(b - a, 9) for a, b in itertools.pairwise(found)}
    assert len(gaps) == 1
    assert len(found) <= len(expected) + 1


@pytest.mark.parametrize(
    ("last", "ticks"),
    [
        (0.0, [0]),
        (1.5, [0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5]),
        (6.1, [0, 1, 2, 3, 4, 5, 6]),
        (13.0, [0, 2, 4, 6, 8, 10, 12]),
        (21.0, [0, 3, 6, 9, 12, 15, 18, 21]),
        (42.0, [0, 6, 12, 18, 24, 30, 36, 42]),
        (43.0, [0, 12, 24, 36]),
        (2000.0, [120.0 * k for k in range(17)]),
    ],
)
def test_months_go_by_the_smallest_step_of_a_calendar_with_at_most_eight_ticks(
    last: float, ticks: list[float]
) -> None:
    assert month_ticks(last) == ticks


def test_numbers_of_an_axis_are_written_in_the_style() -> None:
    style = Style(numbers=Numbers(decimal_mark=",", minus="-"))

    assert words_of((-0.5, 2), DEFAULT) == ["\u22120.5", "2"]
    assert words_of((-0.5, 2), style) == ["-0,5", "2"]
    assert number_words(11.456, DEFAULT, 3) == "11.5"
