"""Standard deviations on a lattice: whether n values have the printed mean and SD (GRIMMER).

Anaya (2016) gave the parity rule, Allard (2018) its analytic form. Both are necessary only. Here
every sum of squares in the window of the SD is tried, and one counts only if values exist that
have it.
"""

from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from math import isqrt

from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.means import sums_of
from rtxoutcomes.claims.printed import Printed, Reading, Window, window
from rtxoutcomes.claims.verdict import Judgement, judge

# The search for values takes a time that grows with the patients.
MOST_PATIENTS = 400
Pair = tuple[int, int]
State = tuple[int, int, int, int]


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
    state: State = (n, total, squares, top)
    if not _may_exist(*state):
        return None
    # Each level holds what is left to choose, and the values to try next; no recursion, which
    # would be as deep as there are patients.
    levels, values, refuted = [(state, _largest(*state))], list[int](), set[State]()
    while levels:
        (left, s, q, _), candidates = levels[-1]
        if left == 0:
            return tuple(values)
        value = next(candidates, None)
        if value is None:
            refuted.add(levels.pop()[0])
            values = values[:-1]
            continue
        state = (left - 1, s - value, q - value**2, value)
        if state not in refuted and _may_exist(*state):
            levels.append((state, _largest(*state)))
            values.append(value)
    return None


def _may_exist(n: int, total: int, squares: int, top: int) -> bool:
    """Whether sum and sum of squares of n values from 0 to `top` keep to their limits."""
    if n == 0:
        return total == squares == 0
    if not 0 <= total <= n * top or (squares - total) % 2:
        return False
    return least_squares(n, total) <= squares <= most_squares(total, top)


def _largest(n: int, total: int, squares: int, top: int) -> Iterator[int]:
    """Values that the largest of them can have, the smallest first: their spread stays small."""
    if n == 0:
        return iter(())
    every = range(-(-total // n), min(top, isqrt(squares), total) + 1)
    # The larger the largest may be, the larger the sum of squares can be.
    return iter(every[bisect_left(every, squares, key=partial(most_squares, total)) :])


def least_squares(n: int, total: int) -> int:
    """The sum of squares of n whole numbers as equal as their sum allows."""
    each, more = divmod(total, n)
    return (n - more) * each**2 + more * (each + 1) ** 2


def most_squares(total: int, top: int) -> int:
    """The sum of squares where as many as possible are at the ends."""
    full, rest = divmod(total, top) if top else (0, 0)
    return full * top**2 + rest**2
