"""P of the tests of a change against scipy, and every sum of squares that prints a P."""

from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from scipy.stats import ttest_1samp, wilcoxon

from rtxoutcomes.claims.change_tests import (
    EXACT,
    PAIRED_T,
    TESTS,
    implied_deviation,
    named_tests,
    rank_p_values,
    squares_that_print,
    t_p_value,
)
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.printed import Window

# From the audit of the abstract: 14 changes, whose P it prints by several methods.
NINE_FELL = [-2] * 9 + [0] * 3 + [1] * 2
PARTED = [-2] * 7 + [-1] * 5 + [1] + [2]
ASYMPTOTIC = "signed rank, normal approximation, zeros dropped"


@pytest.mark.parametrize(
    ("changes", "t_test", "asymptotic", "exact"),
    [(NINE_FELL, 0.00413, 0.00447, 0.00391), (PARTED, 0.0041, 0.0127, 0.0138)],
)
def test_distributions_of_the_audit_have_its_p(
    changes: list[int], t_test: float, asymptotic: float, exact: float
) -> None:
    values = [change + 20 for change in changes]

    p_values = rank_p_values(values, 20, TESTS[1:])
    by_t = t_p_value(14, sum(values), sum(v * v for v in values), 20)

    assert by_t == pytest.approx(t_test, abs=5e-5)
    assert p_values[ASYMPTOTIC] == pytest.approx(asymptotic, abs=5e-5)
    assert p_values[EXACT] == pytest.approx(exact, abs=5e-5)


def test_p_values_are_those_of_scipy() -> None:
    changes = np.array([-3, -2, -2, -1, 0, 1, -1, -4, 2, 0])
    values = (changes + 20).tolist()

    p_values = rank_p_values(values, 20, TESTS[1:])

    asymptotic = partial(wilcoxon, changes, method="asymptotic")
    expected = {
        "zeros dropped": asymptotic(zero_method="wilcox", correction=False).pvalue,
        "zeros dropped, continuity corrected": asymptotic(correction=True).pvalue,
        "Pratt": asymptotic(zero_method="pratt").pvalue,
        "Pratt, continuity corrected": asymptotic(zero_method="pratt", correction=True).pvalue,
    }
    for words, p_value in expected.items():
        name = f"signed rank, normal approximation, {words}"
        assert p_values[name] == pytest.approx(p_value, rel=1e-12)
    own = t_p_value(10, sum(values), sum(v * v for v in values), 20)
    assert own == pytest.approx(ttest_1samp(changes, 0).pvalue, rel=1e-12)


def test_without_a_change_no_test_has_a_small_p() -> None:
    assert set(rank_p_values([3, 3, 3], 3, (EXACT,)).values()) == {1.0}
    assert t_p_value(3, 9, 27, 3) is None


def test_every_sum_of_squares_is_found() -> None:
    lattice = Lattice(Fraction(-3), Fraction(1), 6)
    printed = Window(Fraction(35, 1000), Fraction(45, 1000), has_high=False)
    n, total = 9, 18
    found = squares_that_print(n, total, lattice, printed)
    expected = []
    for squares in range(n * 36 + 1):
        p_value = t_p_value(n, total, squares, 3)
        if p_value is not None and 0.035 <= p_value < 0.045 and squares % 2 == 0:
            expected.append(squares)
    assert list(found.found) == expected
    assert found.are_all
    assert expected


def test_the_implied_deviation_gives_the_p_back() -> None:
    deviation = implied_deviation(-8 / 14, 14, 0.004)

    assert deviation == pytest.approx(0.613, abs=5e-4)
    statistic = 8 / 14 / (deviation / 14**0.5)
    assert statistic == pytest.approx(3.489, abs=1e-3)


def test_a_test_that_is_named_is_the_only_one() -> None:
    assert named_tests(None) == TESTS
    assert named_tests("paired t") == (PAIRED_T,)
    assert len(named_tests("signed rank")) == 6
    assert len(named_tests("signed rank, exact")) == 2
