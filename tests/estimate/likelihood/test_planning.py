"""Planning values: the usual approximation."""

import math

import pytest

from rtxoutcomes.estimate.likelihood.planning import planning_hazard_ratio, planning_odds_ratio


def test_the_hazard_ratio_is_the_usual_approximation() -> None:
    # 80 % power, two-sided 5 %: z's of 1.96 and 0.84 add up to 2.80.
    assert planning_hazard_ratio(16) == pytest.approx(math.exp(0.7))
    assert planning_hazard_ratio(16, sd=2) == pytest.approx(math.exp(0.35))
    with pytest.raises(ValueError, match="events must be a whole number, at least 1"):
        planning_hazard_ratio(0)


def test_the_odds_ratio_is_the_usual_approximation() -> None:
    # 80 % power, two-sided 5 %: z's of 1.96 and 0.84 add up to 2.80.
    assert planning_odds_ratio(25, 100) == pytest.approx(math.exp(2.8 / math.sqrt(18.75)))
    assert planning_odds_ratio(25, 100, sd=2) == pytest.approx(math.exp(1.4 / math.sqrt(18.75)))
    with pytest.raises(ValueError, match="events must be a whole number, at least 1 and at most"):
        planning_odds_ratio(100, 100)
