"""SDs on a lattice: literal enumeration, and a dynamic programme for larger samples."""

from decimal import Decimal
from fractions import Fraction

import pytest

from claims.enumerated import Texts, expected, printed_pairs
from rtxoutcomes.claims.deviations import MOST_PATIENTS, judge_deviation, values_with
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.printed import parse
from rtxoutcomes.claims.verdict import Verdict

TOP, MOST = 4, 6


def deviations_to_try(pairs: Texts, decimals: int, step: Decimal) -> list[str]:
    """Every printable SD; from two decimals on those of some sample, and their neighbours."""
    unit = Decimal(1).scaleb(-decimals)
    if decimals < 2:
        return [f"{k * unit:f}" for k in range(int(3 * step / unit) + 2)]
    attained = {Decimal(sd) for own in pairs.values() for _, sd in own}
    near = {sd + k * unit for sd in attained for k in (-1, 0, 1)}
    return [f"{sd:f}" for sd in sorted(near) if sd >= 0][::4]


@pytest.mark.parametrize("step", ["1", "0.5", "0.1"])
@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
def test_every_verdict_is_that_of_literal_enumeration(step: str, decimals: int) -> None:
    size = Decimal(step)
    pairs = printed_pairs(-size, size, TOP, MOST, decimals)
    lattice = Lattice(Fraction(-size), Fraction(size), TOP)
    tried = deviations_to_try(pairs, decimals, size)
    means = sorted({mean for own in pairs.values() for mean, _ in own})[:: 1 + decimals]
    for mean_text in means:
        mean = parse(mean_text)
        for text in tried:
            printed = parse(text)
            assert mean is not None
            assert printed is not None
            attained = {key: (mean_text, text) in own for key, own in pairs.items()}
            for n in (3, 5, MOST):
                result = judge_deviation(printed, mean, n, lattice)
                assert result.verdict is expected(attained, n), (mean_text, text, n)


def reachable(n: int, top: int) -> set[tuple[int, int]]:
    """Every sum and sum of squares of n whole numbers from 0 to `top`, value by value."""
    pairs = {(0, 0)}
    for _ in range(n):
        pairs = {(s + v, q + v * v) for s, q in pairs for v in range(top + 1)}
    return pairs


@pytest.mark.parametrize(("n", "top"), [(2, 12), (3, 12), (4, 10), (7, 6), (16, 4), (30, 3)])
def test_values_exist_for_the_pairs_of_a_dynamic_programme_only(n: int, top: int) -> None:
    pairs = reachable(n, top)
    for total in range(-1, n * top + 2):
        for squares in range(-1, n * top**2 + 2):
            values = values_with(n, total, squares, top)
            assert (values is not None) == ((total, squares) in pairs), (total, squares)
            if values is not None:
                assert (len(values), sum(values)) == (n, total)
                assert sum(value * value for value in values) == squares
                assert 0 <= min(values) <= max(values) <= top


def test_the_largest_sample_that_is_enumerated_does_not_exhaust_the_interpreter() -> None:
    n, top = MOST_PATIENTS, 40
    for total, squares in ((8_000, 200_000), (8_001, 200_001), (6_400, 255_998), (1_234, 44_444)):
        values = values_with(n, total, squares, top)
        assert values is None or sum(value**2 for value in values) == squares


def test_a_mean_and_an_sd_that_no_sample_has_together() -> None:
    mean, deviation = parse("3.00"), parse("2.10")
    assert mean is not None
    assert deviation is not None

    # Values from 1 to 5 whose mean is 3: the largest SD of 30 of them is 2.03.
    result = judge_deviation(deviation, mean, 30, Lattice(Fraction(1), Fraction(1), 4))

    assert result.verdict is Verdict.OTHER_DENOMINATOR
    assert max(result.others) < 30
