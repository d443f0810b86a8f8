"""Means of values on a lattice: whether a sum of n values gives the printed mean (GRIM).

Brown and Heathers (2017) describe the check for whole numbers; here for any step.
"""

from collections.abc import Callable
from fractions import Fraction

from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.printed import Printed, Reading, exact, window
from rtxoutcomes.claims.verdict import Judgement, judge


def judge_mean(
    printed: Printed, n: int, lattice: Lattice, enrolled: int | None = None
) -> Judgement[range]:
    """The verdict on a mean of `n` values; the witness is the sums that attain it, in steps.

    Examples
    --------
    >>> from rtxoutcomes.claims.printed import parse
    >>> points = Lattice(Fraction(-10), Fraction(1, 2), 40)
    >>> judge_mean(parse("-0.57"), 14, points).words
    'attainable'
    >>> judge_mean(parse("-0.57"), 10, points).words
    'attainable with another denominator: 7 of the stated 10 (3 patients without a value)'
    """
    return judge(sums_of(printed, lattice), n, enrolled)


def sums_of(printed: Printed, lattice: Lattice) -> Callable[[int, Reading], range | None]:
    """The sums of n values, in steps, that print as the mean under a reading; None if none does."""
    windows = {reading: window(printed, reading) for reading in Reading}

    def attained(n: int, reading: Reading) -> range | None:
        return lattice.sums(windows[reading], n) or None

    return attained


def share_that_passes(n: int, lattice: Lattice, decimals: int) -> Fraction:
    """The proportion of printed means that some sum of n values attains by rounding.

    Means lie `step / n` apart. Where that is more than one in the last printed digit, each of them
    prints as a number of its own; else every printed number is attained.
    """
    return min(Fraction(1), Fraction(n, 10**decimals) / lattice.step)


def sum_text(lattice: Lattice, steps: int, n: int) -> str:
    """`-13.5`, `+8.0`: a sum with its sign."""
    total = lattice.total(steps, n)
    return f"+{exact(total)}" if total > 0 else exact(total)
