"""Means on a lattice: the published abstract, and literal enumeration."""

from decimal import Decimal
from fractions import Fraction

import pytest

from claims.enumerated import expected, printed_pairs
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.means import judge_mean, share_that_passes, sum_text
from rtxoutcomes.claims.printed import Reading, parse
from rtxoutcomes.claims.verdict import Verdict

CHANGES = Lattice(Fraction(-10), Fraction(1, 2), 40)
TOP, MOST = 4, 6


@pytest.mark.parametrize(
    ("mean", "n", "total", "percent"),
    [("-0.32", 42, "-13.5", 84), ("+0.19", 43, "+8.0", 86), ("-0.57", 14, "-8.0", 28)],
)
def test_the_means_of_the_abstract_have_one_sum_each(
    mean: str, n: int, total: str, percent: int
) -> None:
    printed = parse(mean)
    assert printed is not None

    result = judge_mean(printed, n, CHANGES)

    assert result.verdict is Verdict.ATTAINABLE
    assert [sum_text(CHANGES, k, n) for k in result.witness or ()] == [total]
    assert share_that_passes(n, CHANGES, 2) == Fraction(percent, 100)


def test_with_whole_steps_a_mean_of_the_abstract_needs_another_n() -> None:
    printed = parse("-0.32")
    assert printed is not None

    result = judge_mean(printed, 42, Lattice(Fraction(-10), Fraction(1), 20))

    assert result.verdict is Verdict.OTHER_DENOMINATOR
    assert 42 not in result.others


def test_pairs_may_be_incomplete() -> None:
    # From the audit of the abstract, of at least 30 pairs.
    fits = {"-0.32": [30, 31, 33, 34, *range(36, 43)], "+0.19": [31, 32, *range(34, 38)]}
    fits["+0.19"] += [39, 40, 42, 43]
    for mean, sizes in fits.items():
        printed = parse(mean)
        assert printed is not None
        own = [
            n
            for n in range(30, sizes[-1] + 1)
            if judge_mean(printed, n, CHANGES).verdict is Verdict.ATTAINABLE
        ]
        assert own == sizes


@pytest.mark.parametrize("step", ["1", "0.5", "0.1"])
@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
def test_every_verdict_is_that_of_literal_enumeration(step: str, decimals: int) -> None:
    size = Decimal(step)
    low = -size
    pairs = printed_pairs(low, size, TOP, MOST, decimals)
    means = {key: {mean for mean, _ in own} for key, own in pairs.items()}
    lattice = Lattice(Fraction(low), Fraction(size), TOP)
    unit = Decimal(1).scaleb(-decimals)
    first, last = int((low - unit) / unit), int((low + (TOP + 1) * size) / unit)
    for k in range(first, last + 1, 7 if decimals == 3 else 1):
        text = f"{k * unit + 0:f}"
        printed = parse(text)
        assert printed is not None
        attained = {key: text in own for key, own in means.items()}
        for n in range(2, MOST + 1):
            assert judge_mean(printed, n, lattice).verdict is expected(attained, n), (text, n)


def test_the_share_of_means_that_pass_is_counted() -> None:
    lattice = Lattice(Fraction(0), Fraction(1, 2), 200)
    for n, decimals in ((7, 1), (7, 2), (14, 2), (30, 2), (60, 2)):
        texts = [f"{Decimal(k).scaleb(-decimals):f}" for k in range(10 * 10**decimals)]
        numbers = [number for number in map(parse, texts) if number is not None]
        passing = [x for x in numbers if judge_mean(x, n, lattice).n == n]
        by_rounding = [x for x in passing if judge_mean(x, n, lattice).reading is Reading.HALF_UP]
        assert Fraction(len(by_rounding), len(numbers)) == share_that_passes(n, lattice, decimals)
