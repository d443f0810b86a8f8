"""Every sample of a few values on a lattice, with its mean and SD as a printer would set them.

Literal enumeration in decimal arithmetic, which shares nothing with what it checks.
"""

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from itertools import combinations_with_replacement

from rtxoutcomes.claims.printed import Reading
from rtxoutcomes.claims.verdict import Verdict

MODES = {
    Reading.HALF_UP: ROUND_HALF_UP,
    Reading.HALF_EVEN: ROUND_HALF_EVEN,
    Reading.TRUNCATION: ROUND_DOWN,
}
# A mean or SD that ends on a half has few digits, so that this precision tells it from all others.
PRECISE = Context(prec=60)
Texts = dict[tuple[int, Reading], set[tuple[str, str]]]


def samples(low: Decimal, step: Decimal, top: int, n: int) -> Iterator[tuple[Decimal, ...]]:
    return combinations_with_replacement([low + step * k for k in range(top + 1)], n)


def mean_and_variance(values: tuple[Decimal, ...]) -> tuple[Decimal, Decimal]:
    n, total = len(values), sum(values, Decimal(0))
    squares = sum((value * value for value in values), Decimal(0))
    variance = PRECISE.divide(n * squares - total * total, Decimal(n * (n - 1)))
    return PRECISE.divide(total, Decimal(n)), variance


def text(value: Decimal, decimals: int, reading: Reading) -> str:
    cut = value.quantize(Decimal(1).scaleb(-decimals), MODES[reading], PRECISE)
    return f"{cut + 0:f}"


def printed_pairs(low: Decimal, step: Decimal, top: int, most: int, decimals: int) -> Texts:
    """Mean and SD as printed, of every sample of 2 to `most` values, by n and reading."""
    found: Texts = {(n, reading): set() for n in range(2, most + 1) for reading in Reading}
    for n in range(2, most + 1):
        for values in samples(low, step, top, n):
            mean, variance = mean_and_variance(values)
            deviation = PRECISE.sqrt(variance)
            for reading in Reading:
                own = text(mean, decimals, reading), text(deviation, decimals, reading)
                found[n, reading].add(own)
    return found


def expected(attained: dict[tuple[int, Reading], bool], n: int) -> Verdict:
    """The verdict by the table of what is attained with which n under which reading."""
    if attained[n, Reading.HALF_UP] or attained[n, Reading.HALF_EVEN]:
        return Verdict.ATTAINABLE
    if attained[n, Reading.TRUNCATION]:
        return Verdict.TRUNCATION
    if any(attained[m, reading] for m in range(2, n) for reading in Reading):
        return Verdict.OTHER_DENOMINATOR
    return Verdict.NOT_ATTAINABLE
