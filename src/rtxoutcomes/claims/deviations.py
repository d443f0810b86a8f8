"""Standard deviations on a lattice: whether n values have the printed mean and SD (GRIMMER).

Anaya (2016) gave the parity rule, Allard (2018) its analytic form. Both are necessary only. Here
every sum of squares in the window of the SD is tried, and one counts only if values exist that
have it.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.means import sums_of
from rtxoutcomes.claims.printed import Printed, Reading, Window, window
from rtxoutcomes.claims.verdict import Judgement, judge

# The search for values goes as deep as there are patients.
MOST_PATIENTS = 400
Pair = tuple[int, int]


def judge_deviation(
    printed: Printed, mean: Printed, n: int, lattice: Lattice, enrolled: int | None = None
) -> Judgement[tuple[int, ...]]:
    """The verdict on an SD (divisor n - 1) with its mean; the witness is n values, in steps.

    Mean and SD are read the same way, and with the same n.
    """
    sums = sums_of(mean, lattice)
    windows = {reading: squared(window(printed, reading)) for reading in Reading}

    def attained(n: int, reading: Reading) -> tuple[int, ...] | None:
        own = sums(n, reading) or range(0)
        variance = windows[reading].times(1 / lattice.step**2)
        pairs = (pair for s in own for pair in pairs_of(s, n, variance, lattice.top))
        found = (values_with(n, s, q, lattice.top) for s, q in pairs)
        return next((values for values in found if values is not None), None)

    return judge(attained, n, enrolled)


def squared(deviation: Window) -> Window:
    """The window of the variance: an SD is never below zero."""
    if deviation.low < 0:
        return Window(Fraction(0), deviation.high**2, True, deviation.has_high)
    return Window(deviation.low**2, deviation.high**2, deviation.has_low, deviation.has_high)


def pairs_of(total: int, n: int, variance: Window, top: int) -> Iterator[Pair]:
    """The sum with each sum of squares whose variance, in squared steps, is in the window.

    The sum and the sum of squares of whole numbers are both even or both odd.
    """
    if n < 2:
        return
    squares = variance.times(n - 1).plus(Fraction(total**2, n)).integers()
    first = max(squares.start, least_squares(n, total))
    first += (first - total) % 2
    last = min(squares.stop - 1, most_squares(total, top))
    yield from ((total, q) for q in range(first, last + 1, 2))


def values_with(n: int, total: int, squares: int, top: int) -> tuple[int, ...] | None:
    """n whole numbers from 0 to `top` with that sum and sum of squares, largest first; else None.

    Examples
    --------
    >>> values_with(4, 6, 14, 3), values_with(4, 6, 12, 2), values_with(4, 6, 14, 2)
    ((3, 2, 1, 0), (2, 2, 2, 0), None)
    """
    if n > MOST_PATIENTS or not _exists(n, total, squares, top):
        return None
    values: list[int] = []
    while n:
        # `_exists` has shown that one of them can be followed by the others.
        first = next(v for v in _largest(n, total, squares, top) if _follows(n, total, squares, v))
        values.append(first)
        n, total, squares, top = n - 1, total - first, squares - first**2, first
    return tuple(values)


@lru_cache(maxsize=500_000)
def _exists(n: int, total: int, squares: int, top: int) -> bool:
    """Whether n values from 0 to `top` have that sum and sum of squares."""
    if n == 0:
        return total == squares == 0
    low, high = least_squares(n, total), most_squares(total, top)
    if not 0 <= total <= n * top or not low <= squares <= high or (squares - total) % 2:
        return False
    if squares in (low, high):
        return True
    return any(_follows(n, total, squares, value) for value in _largest(n, total, squares, top))


def _follows(n: int, total: int, squares: int, largest: int) -> bool:
    return _exists(n - 1, total - largest, squares - largest**2, largest)


def _largest(n: int, total: int, squares: int, top: int) -> Iterator[int]:
    """Values that the largest of them can have, the smallest first: their spread stays small."""
    first, last = -(-total // n), min(top, isqrt(squares), total)
    return (v for v in range(first, last + 1) if most_squares(total, v) >= squares)


def least_squares(n: int, total: int) -> int:
    """The sum of squares of n whole numbers as equal as their sum allows."""
    each, more = divmod(total, n)
    return (n - more) * each**2 + more * (each + 1) ** 2


def most_squares(total: int, top: int) -> int:
    """The sum of squares where as many as possible are at the ends."""
    full, rest = divmod(total, top) if top else (0, 0)
    return full * top**2 + rest**2
