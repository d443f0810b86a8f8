"""Do groups differ in a proportion? Exact tests of r x c tables, and the difference of two.

Differences between diagnoses are descriptive: a diagnosis is not an exposure.
"""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import chi2_contingency, hypergeom, norm
from scipy.stats.contingency import odds_ratio

from rtxoutcomes.estimate.proportion import proportion
from rtxoutcomes.results import Estimate, Note

Table = NDArray[np.int64]
# Tables as likely as the observed one differ from it by rounding only (R's fisher.test has 1e-7).
_PER_TOLERANCE = 10**7


def freeman_halton(table: Table) -> Estimate:
    """Exact test of independence in an r x c table, by enumeration given both margins.

    Parameters
    ----------
    table
        Counts, shape (groups, categories).

    Returns
    -------
    Estimate
        `p_value` sums the probabilities of all tables that are no likelier than the observed one.
        Groups without patients are left out; fewer than two left: `not_attempted`,
        `group_absent`. One category only: `not_attempted`, `no_events` or `all_events`.

    Raises
    ------
    ValueError
        The table is not two-dimensional, or holds a negative count.

    Notes
    -----
    Freeman and Halton 1951; `fisher.test` in R. scipy's `fisher_exact` draws at random here.
    Tables are built column by column, and equal sets of what remains in the rows are visited once.
    """
    method = "Freeman-Halton exact test"
    counts, refused = _usable(table, method)
    if refused is not None:
        return refused
    rows, columns = counts.sum(axis=1).tolist(), counts.sum(axis=0).tolist()
    observed = math.prod(_orders(column) for column in counts.T.tolist())
    p_value = Fraction(_ways_up_to(tuple(rows), columns, observed), _orders(rows))
    n = int(counts.sum())
    return Estimate(method=method, n=n, events=int(columns[0]), p_value=float(p_value))


def _ways_up_to(rows: tuple[int, ...], columns: list[int], observed: int) -> int:
    """Over tables with these margins no likelier than the observed one: orders of the patients.

    Each state is what remains in the rows; with it go the distinct products of orders reached so
    far, each with the number of tables that reach it. Whole numbers throughout: nothing is rounded.
    """
    states: dict[tuple[int, ...], dict[int, int]] = {rows: {1: 1}}
    for total in columns:
        states = _next_column(states, total)
    reached = states[(0,) * len(rows)]
    return sum(
        orders * tables
        for orders, tables in reached.items()
        if orders * _PER_TOLERANCE <= observed * (_PER_TOLERANCE + 1)
    )


def _next_column(
    states: dict[tuple[int, ...], dict[int, int]], total: int
) -> dict[tuple[int, ...], dict[int, int]]:
    after: dict[tuple[int, ...], dict[int, int]] = {}
    for left, reached in states.items():
        for column in _columns(left, total):
            orders = _orders(column)
            rest = tuple(have - cell for have, cell in zip(left, column, strict=True))
            into = after.setdefault(rest, {})
            for before, tables in reached.items():
                into[before * orders] = into.get(before * orders, 0) + tables
    return after


def _orders(cells: Sequence[int]) -> int:
    """In how many orders so many patients of each kind can stand: a multinomial coefficient."""
    orders, seen = 1, 0
    for cell in cells:
        seen += cell
        orders *= math.comb(seen, cell)
    return orders


def _columns(left: tuple[int, ...], total: int) -> Iterator[tuple[int, ...]]:
    """Every way to fill one column with that total from what remains in the rows."""
    if len(left) == 1:
        if total <= left[0]:
            yield (total,)
        return
    rest = sum(left[1:])
    for cell in range(max(0, total - rest), min(left[0], total) + 1):
        for tail in _columns(left[1:], total - cell):
            yield (cell, *tail)


def _usable(table: Table, method: str) -> tuple[Table, Estimate | None]:
    counts = np.asarray(table)
    if counts.ndim != 2 or (counts < 0).any():
        raise ValueError(f"a table of counts has two dimensions and none below 0, not {counts!r}")
    n = int(counts.sum())
    counts = counts[counts.sum(axis=1) > 0]
    if counts.shape[0] < 2:
        return counts, _not_attempted(method, n, "group_absent")
    if (counts.sum(axis=0) > 0).sum() < 2:
        nobody = counts[:, 0].sum() == 0
        return counts, _not_attempted(method, n, "no_events" if nobody else "all_events")
    return counts, None


def _not_attempted(method: str, n: int, note: Note) -> Estimate:
    return Estimate(method=method, n=n, status="not_attempted", note=note)


def chi_square(table: Table, *, yates: bool = False) -> Estimate:
    """Pearson's chi-square of an r x c table, statuses as in `freeman_halton`.

    `yates` corrects for continuity (2 x 2 only, `chisq.test` in R).
    """
    method = "chi-square, continuity corrected" if yates else "chi-square"
    counts, refused = _usable(table, method)
    if refused is not None:
        return refused
    counts = counts[:, counts.sum(axis=0) > 0]
    told = chi2_contingency(counts, correction=yates)
    return Estimate(
        method=method,
        n=int(counts.sum()),
        statistic=float(told.statistic),
        df=float(told.dof),
        p_value=float(told.pvalue),
    )


def fisher_doubled(table: Table, conf_level: float = 0.95) -> Estimate:
    """Conditional odds ratio of a 2 x 2 table with its exact interval and the matching p.

    The p-value is twice the smaller tail, so that it never contradicts the central interval.
    An odds ratio of 0 or infinity is `bound_only`, with the limit that exists.

    Raises
    ------
    ValueError
        The table is not 2 x 2.
    """
    method = "conditional odds ratio, exact central interval"
    counts, refused = _usable(table, method)
    if np.asarray(table).shape != (2, 2):
        raise ValueError("fisher_doubled needs a 2 x 2 table")
    if refused is not None:
        return refused
    a, b, c = int(counts[0, 0]), int(counts[0, 1]), int(counts[1, 0])
    n = int(counts.sum())
    null = hypergeom(n, a + c, a + b)
    p_value = min(1.0, 2 * min(float(null.cdf(a)), float(null.sf(a - 1))))
    told = odds_ratio(counts, kind="conditional")
    limits = told.confidence_interval(conf_level)
    finite = math.isfinite(told.statistic) and told.statistic > 0
    return Estimate(
        method=method,
        n=n,
        events=a + c,
        estimate=float(told.statistic) if math.isfinite(told.statistic) else math.nan,
        conf_low=float(limits.low),
        conf_high=float(limits.high) if math.isfinite(limits.high) else math.nan,
        conf_level=conf_level,
        p_value=p_value,
        status="ok" if finite else "bound_only",
        note="" if finite else "separation",
    )


def risk_difference_newcombe(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions, a minus b, by Newcombe's hybrid score (method 10, 1998).

    A group without patients: `not_estimable`, `n_zero`. Raises like `proportion`.
    """
    method = "Newcombe hybrid score"
    a = proportion(events_a, n_a, conf_level).wilson
    b = proportion(events_b, n_b, conf_level).wilson
    if n_a == 0 or n_b == 0:
        return _empty_difference(method, n_a + n_b, conf_level)
    difference = events_a / n_a - events_b / n_b
    below = math.hypot(a.estimate - a.conf_low, b.conf_high - b.estimate)
    above = math.hypot(a.conf_high - a.estimate, b.estimate - b.conf_low)
    return Estimate(
        method=method,
        n=n_a + n_b,
        events=events_a + events_b,
        estimate=difference,
        conf_low=difference - below,
        conf_high=difference + above,
        conf_level=conf_level,
    )


def risk_difference_miettinen_nurminen(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions, a minus b, by the score of Miettinen and Nurminen (1985).

    A group without patients: `not_estimable`, `n_zero`. Raises like `proportion`.
    """
    method = "Miettinen-Nurminen score"
    proportion(events_a, n_a, conf_level)
    proportion(events_b, n_b, conf_level)
    if n_a == 0 or n_b == 0:
        return _empty_difference(method, n_a + n_b, conf_level)
    z = float(norm.isf((1 - conf_level) / 2))
    difference = events_a / n_a - events_b / n_b

    def excess(delta: float) -> float:
        return abs(_score(events_a, n_a, events_b, n_b, delta)) - z

    edge = 1 - 1e-13
    low = -1.0 if excess(-edge) < 0 else brentq(excess, -edge, difference, xtol=1e-15)
    high = 1.0 if excess(edge) < 0 else brentq(excess, difference, edge, xtol=1e-15)
    return Estimate(
        method=method,
        n=n_a + n_b,
        events=events_a + events_b,
        estimate=difference,
        conf_low=float(low),
        conf_high=float(high),
        conf_level=conf_level,
    )


def _empty_difference(method: str, n: int, conf_level: float) -> Estimate:
    return Estimate(
        method=method, n=n, conf_level=conf_level, status="not_estimable", note="n_zero"
    )


def _score(x_a: int, n_a: int, x_b: int, n_b: int, delta: float) -> float:
    """Standardised distance of the observed difference from `delta`, in the null's variance."""
    p_b = _constrained(x_a, n_a, x_b, n_b, delta)
    p_a = min(1.0, max(0.0, p_b + delta))
    n = n_a + n_b
    variance = (p_a * (1 - p_a) / n_a + p_b * (1 - p_b) / n_b) * n / (n - 1)
    distance = x_a / n_a - x_b / n_b - delta
    if variance <= 0:
        return 0.0 if distance == 0 else math.copysign(math.inf, distance)
    return distance / math.sqrt(variance)


def _constrained(x_a: int, n_a: int, x_b: int, n_b: int, delta: float) -> float:
    """Maximum likelihood of p_b where p_a = p_b + delta: the root of a cubic, in closed form."""
    n, x = n_a + n_b, x_a + x_b
    l2 = (n_b + 2 * n_a) * -delta - n - x
    l1 = (n_a * -delta - n - 2 * x_a) * -delta + x
    l0 = x_a * -delta * (1 + delta)
    p_a = _cubic_root(n, l2, l1, l0)
    return min(1.0, max(0.0, p_a - delta))


def _cubic_root(l3: float, l2: float, l1: float, l0: float) -> float:
    q = l2**3 / (3 * l3) ** 3 - l1 * l2 / (6 * l3**2) + l0 / (2 * l3)
    inner = l2**2 / (3 * l3) ** 2 - l1 / (3 * l3)
    p = math.copysign(math.sqrt(max(inner, 0.0)), q) if q != 0 else math.sqrt(max(inner, 0.0))
    ratio = 0.0 if p == 0 else min(1.0, max(-1.0, q / p**3))
    angle = (math.pi + math.acos(ratio)) / 3
    return 2 * p * math.cos(angle) - l2 / (3 * l3)
