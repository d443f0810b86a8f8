"""The extremes of a proportion, by hand."""

import pytest

from rtxoutcomes.analysis.extremes import BAD, GOOD, cases
from rtxoutcomes.estimate.missing.best_worst import best_and_worst_case
from rtxoutcomes.results import Quantity


@pytest.mark.parametrize("ends", [BAD, GOOD])
def test_the_ends_are_named_by_what_they_would_mean(ends: tuple[str, str]) -> None:
    # Three of five had the event, and two are not known: 3/7 and 5/7.
    bounds = best_and_worst_case(3, 5, 2)

    none, every, between = cases(bounds, Quantity.NO_ACTIVITY, ends)  # type: ignore[arg-type]

    assert (none.choice, every.choice, between.choice) == (*ends, "bounds")
    assert none.value.estimate == pytest.approx(3 / 7)
    assert every.value.estimate == pytest.approx(5 / 7)
    assert {case.role for case in (none, every, between)} == {"sensitivity"}
    assert "none of the missing" in none.value.method
