"""The P values of the abstract, and of an article whose test is not named."""

from fractions import Fraction

import pytest

from rtxoutcomes.claims.change_tests import EXACT, TESTS, t_p_value
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.means import judge_mean
from rtxoutcomes.claims.p_values import Answer, Question, answer, implied
from rtxoutcomes.claims.printed import Reading, parse, window

CHANGES = Lattice(Fraction(-10), Fraction(1, 2), 40)


def question(mean: str, n: int, p_value: str, *, narrow: bool = False, tails: int = 2) -> Question:
    own, printed = parse(mean), parse(p_value)
    assert own is not None
    assert printed is not None
    return Question(
        n=n,
        sums=judge_mean(own, n, CHANGES).witness or range(0),
        lattice=CHANGES,
        p_value=float(printed.value),
        window=window(printed, Reading.HALF_UP),
        tests=TESTS,
        tails=tails,
        narrow=CHANGES.within("-2", "1") if narrow else None,
        seed=7,
    )


@pytest.fixture(scope="module")
def nmosd() -> tuple[Question, Answer]:
    asked = question("-0.57", 14, "0.004", narrow=True)
    return asked, answer(asked)


def test_every_distribution_of_the_smallest_group_is_tried(
    nmosd: tuple[Question, Answer],
) -> None:
    # From the audit of the abstract, in the order of `TESTS`.
    expected = dict(zip(TESTS, (20, 14, 12, 8, 6, 9, 10), strict=True))

    assert nmosd[1].enumerated == 1_226
    assert nmosd[1].counts == expected
    assert sum(spread.distributions for spread in nmosd[1].spreads) == 1_226
    assert sum(spread.printing for spread in nmosd[1].spreads) == 20


def test_the_smallest_group_implies_one_sum_of_squares(nmosd: tuple[Question, Answer]) -> None:
    asked, result = nmosd

    bounds = implied(asked, result.squares)

    # 38 squared half-steps about zero, 20 half-steps above the minimum.
    assert [q - 2 * 20 * s + 14 * 400 for s, q in result.squares] == [38]
    assert bounds is not None
    assert bounds.interval_low[0] == pytest.approx(-0.93, abs=5e-3)
    assert bounds.interval_high[1] == pytest.approx(-0.22, abs=5e-3)
    assert bounds.effect_size[0] == pytest.approx(-0.93, abs=5e-3)


@pytest.mark.parametrize(
    ("mean", "n", "p", "squares"), [("-0.32", 42, "0.06", 8), ("+0.19", 43, "0.23", 4)]
)
def test_the_larger_groups_are_searched_with_a_witness_for_each_test(
    mean: str, n: int, p: str, squares: int
) -> None:
    asked = question(mean, n, p)

    result = answer(asked)

    assert len(result.squares) == squares
    assert set(result.witnesses) == set(TESTS)
    assert result.draws > 0
    for values in result.witnesses.values():
        assert (len(values), sum(values)) == (n, asked.sums[0])
    again = answer(asked)
    assert again.witnesses == result.witnesses


def test_a_one_sided_p_is_half_of_the_other(nmosd: tuple[Question, Answer]) -> None:
    one_sided = answer(question("-0.57", 14, "0.002", narrow=True, tails=1))

    total, squares = one_sided.squares[0]
    p_value = t_p_value(14, total, squares, CHANGES.zero)
    assert p_value is not None
    assert 0.0015 <= p_value / 2 < 0.0025
    assert nmosd[1].squares[0] in one_sided.squares


def test_a_p_that_no_test_gives_is_not_found() -> None:
    # Signs of seven patients cannot have a P below 2/128.
    result = answer(question("-0.57", 7, "0.010", narrow=True))

    assert result.enumerated == 94
    assert EXACT not in result.witnesses
    assert result.counts[EXACT] == 0
