"""Intervals as printed: which method gives them, and which P they imply."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log, sqrt

from rtxoutcomes.claims.printed import ROUNDED, Printed, Reading, Window, window
from rtxoutcomes.estimate.proportions.proportion import Interval as Method
from rtxoutcomes.estimate.proportions.proportion import proportion_interval
from rtxoutcomes.estimate.rates.rate import rate
from rtxoutcomes.estimate.tails import normal_p, t_p, two_sided_t, two_sided_z

_METHODS: dict[str, Method] = {
    "Wilson": "wilson",
    "Clopper-Pearson": "clopper_pearson",
    "mid-p": "mid_p",
    "Agresti-Coull": "agresti_coull",
    "Jeffreys": "jeffreys",
}
Limits = tuple[Printed, Printed]


@dataclass(frozen=True, slots=True)
class PRange:
    """The lowest and highest P that numbers can imply which print as those of the paper."""

    low: float
    high: float

    def meets(self, printed: Window) -> bool:
        low, high = Fraction(self.low), Fraction(self.high)
        return Window(low, high).meets(printed)


def proportion_methods(limits: Limits, events: int, n: int, level: float) -> tuple[str, ...]:
    """The methods whose interval of events / n prints so, in percent."""
    intervals = {"Wald": _wald(events, n, level)}
    for name, method in _METHODS.items():
        own = proportion_interval(events, n, method, level / 100)
        intervals[name] = (own.conf_low, own.conf_high)
    return tuple(
        name
        for name, (low, high) in intervals.items()
        if prints_as(100 * low, limits[0]) and prints_as(100 * high, limits[1])
    )


def rate_methods(
    limits: Limits, events: int, person_years: float, per: int, level: float
) -> tuple[str, ...]:
    """`Garwood` where the exact Poisson interval of the rate prints so."""
    own = rate([events], [person_years], conf_level=level / 100).independent
    low, high = per * own.conf_low, per * own.conf_high
    fits = prints_as(low, limits[0]) and prints_as(high, limits[1])
    return ("Garwood (exact Poisson)",) if fits else ()


def prints_as(value: float, printed: Printed) -> bool:
    """Whether a computed value is printed so by rounding."""
    return any(Fraction(value) in window(printed, reading, (0, 100)) for reading in ROUNDED)


def is_symmetric(middle: Printed, limits: Limits, *, on_log_scale: bool) -> bool:
    """Whether the middle of an interval can print as the estimate.

    On the log scale the middle is the geometric mean of the limits, of a mean their average. The
    limits and the estimate may lie anywhere in what prints as them; products are compared exactly.
    """
    for reading in ROUNDED:
        own, low, high = (window(x, reading) for x in (middle, *limits))
        if on_log_scale:
            if min(own.low, low.low) < 0:
                continue
            square = Window(own.low**2, own.high**2)
            if square.meets(Window(low.low * high.low, low.high * high.high)):
                return True
        elif own.times(2).meets(Window(low.low + high.low, low.high + high.high)):
            return True
    return False


def p_of_ratio(ratio: Printed, limits: Limits, level: float) -> PRange | None:
    """P of the Wald test on the log scale; None where a printed number cannot have a logarithm."""
    corners = [c for c in _corners(ratio, limits) if min(c) > 0]
    if not corners or _reaches_zero(limits):
        return None
    z = two_sided_z(level / 100)
    statistics = [2 * z * log(r) / log(high / low) for r, low, high in corners if high > low]
    return _range(statistics, [log(r) for r, _, _ in corners], normal_p)


def p_of_mean(mean: Printed, limits: Limits, n: int, level: float) -> PRange | None:
    """P of the t test that the interval of a mean belongs to; None where the limits are equal."""
    quantile = two_sided_t(level / 100, n - 1)
    corners = list(_corners(mean, limits))
    widths = [c for c in corners if c[2] > c[1]]
    statistics = [2 * quantile * m / (high - low) for m, low, high in widths]
    return _range(statistics, [c[0] for c in corners], lambda t: t_p(t, n - 1))


def p_of_deviation(mean: Printed, deviation: Printed, n: int) -> PRange | None:
    """P of the t test of a mean against zero by its SD."""
    own, spread = (window(x, Reading.HALF_UP) for x in (mean, deviation))
    if spread.low <= 0:
        return None
    means = [float(own.low), float(own.high)]
    statistics = [m * sqrt(n) / float(s) for m, s in product(means, (spread.low, spread.high))]
    return _range(statistics, means, lambda t: t_p(t, n - 1))


def _range(
    statistics: list[float], estimates: list[float], p: Callable[[float], float]
) -> PRange | None:
    """P at the largest and the smallest size of the statistic; 1 where no effect is possible."""
    if not statistics:
        return None
    sizes = [abs(statistic) for statistic in statistics]
    touches = min(estimates) <= 0 <= max(estimates)
    return PRange(p(max(sizes)), 1.0 if touches else p(min(sizes)))


def _corners(middle: Printed, limits: Limits) -> Iterator[tuple[float, float, float]]:
    windows = [window(x, Reading.HALF_UP) for x in (middle, *limits)]
    for corner in product(*((own.low, own.high) for own in windows)):
        yield float(corner[0]), float(corner[1]), float(corner[2])


def _reaches_zero(limits: Limits) -> bool:
    return any(window(limit, Reading.HALF_UP).low <= 0 for limit in limits)


def _wald(events: int, n: int, level: float) -> tuple[float, float]:
    share = events / n
    half = two_sided_z(level / 100) * sqrt(share * (1 - share) / n)
    return max(0.0, share - half), min(1.0, share + half)
