"""The exact P value of a table: the probability of all tables no likelier than the observed one.

Tables with the observed margins are built column by column. The counts that remain for the rows
after half of the columns are a state. The ways to reach a state and the ways to complete it are
listed separately and combined by sorting, so that tables are counted without being visited one by
one.
"""

import math
from collections import defaultdict
from functools import cache

import numpy as np
from scipy.special import gammaln

from rtxoutcomes.arrays import Floats, Ints

State = tuple[int, ...]
# Tables as likely as the observed one differ from it by rounding only (R's fisher.test has 1e-7).
_TIE = math.log1p(1e-7)
# Some seconds and some hundred megabytes: 3 x 3 with 300 patients is well within.
_MOST_FIRST_HALVES, _MOST_SECOND_HALVES, _MOST_VISITS = 2_000_000, 20_000_000, 300_000_000


def chance_of_no_likelier(table: Ints) -> float | None:
    """Probability, given both margins, of all tables at most as likely as the observed one.

    Parameters
    ----------
    table
        Counts, at least two rows and two columns.

    Returns
    -------
    float or None
        None where the tables with these margins are too many to count in some seconds. That
        depends on the margins only, never on how the observed table fills them.

    Notes
    -----
    A table has probability (product of factorials of the margins) / (n! x product of factorials
    of the cells) (Freeman and Halton 1951). The sum is divided by the sum over all tables, which
    differs from 1 by rounding only.
    """
    # The state has one entry per row: fewer rows, fewer states.
    counts = table if table.shape[0] <= table.shape[1] else table.T
    # The last column is determined by the others, so that the largest costs nothing there.
    counts = counts[:, np.argsort(counts.sum(axis=0), kind="stable")]
    rows, columns = tuple(counts.sum(axis=1).tolist()), counts.sum(axis=0).tolist()
    half = len(columns) // 2 if len(columns) > 2 else 0
    if not _feasible(rows, columns, half):
        return None
    log_factorial = gammaln(np.arange(counts.sum() + 1) + 1.0)
    reached: dict[State, Floats] = {rows: np.zeros(1)}
    for total in columns[:half]:
        reached = _after_column(reached, total, log_factorial)
    observed = -log_factorial[counts].sum()
    margins = log_factorial[-1] - log_factorial[list(rows)].sum() - log_factorial[columns].sum()

    @cache
    def last_two(state: State) -> Floats:
        cells = _fillings(state, columns[-2])
        both = log_factorial[cells] + log_factorial[np.array(state) - cells]
        return np.asarray(-both.sum(axis=1))

    def completions(state: State) -> Floats:
        """Log weight of every way to distribute the state over the columns of the second half."""
        paths: dict[State, Floats] = {state: np.zeros(1)}
        for total in columns[half:-2]:
            paths = _after_column(paths, total, log_factorial)
        return np.concatenate([np.add.outer(p, last_two(s)).ravel() for s, p in paths.items()])

    parts = [
        _combined(past, completions(state), observed + _TIE, margins)
        for state, past in reached.items()
    ]
    return math.fsum(part for part, _ in parts) / math.fsum(total for _, total in parts)


def _feasible(rows: State, columns: list[int], half: int) -> bool:
    free = sorted(rows)[:-1]
    ways = [
        min(math.prod(min(row, total) + 1 for row in free), math.comb(total + len(free), len(free)))
        for total in columns
    ]
    first, second = math.prod(ways[:half]), math.prod(ways[half:-1])
    states = min(first, math.prod(row + 1 for row in free))
    return (
        first <= _MOST_FIRST_HALVES
        and second <= _MOST_SECOND_HALVES
        and states * second <= _MOST_VISITS
    )


def _after_column(
    reached: dict[State, Floats], total: int, log_factorial: Floats
) -> dict[State, Floats]:
    """The states after one more column, with the log weight of every way to each."""
    ways: defaultdict[State, list[Floats]] = defaultdict(list)
    for state, past in reached.items():
        cells = _fillings(state, total)
        weights = -log_factorial[cells].sum(axis=1)
        for remaining, weight in zip((np.array(state) - cells).tolist(), weights, strict=True):
            ways[tuple(remaining)].append(past + weight)
    return {state: np.concatenate(logs) for state, logs in ways.items()}


def _combined(past: Floats, future: Floats, limit: float, margins: float) -> tuple[float, float]:
    """Probability through one state: of the tables up to the limit, and of all."""
    future = np.sort(future)
    highest = float(future[-1])
    cumulative = np.concatenate([[0.0], np.cumsum(np.exp(future - highest))])
    within = cumulative[np.searchsorted(future, limit - past, side="right")]
    weight = np.exp(past + (highest - margins))
    return float((weight * within).sum()), float(weight.sum() * cumulative[-1])


def _fillings(state: State, total: int) -> Ints:
    """Every column with that total and no cell above its row of the state; shape (ways, rows)."""
    ways = np.zeros((1, 0), dtype=np.int64)
    remaining = np.array([total], dtype=np.int64)
    below = [sum(state[i:]) for i in range(1, len(state) + 1)]
    for available, rest in zip(state, below, strict=True):
        low, high = np.maximum(0, remaining - rest), np.minimum(available, remaining)
        size = high - low + 1
        start = np.repeat(np.cumsum(size) - size, size)
        cell = np.repeat(low, size) + np.arange(size.sum()) - start
        ways = np.column_stack([np.repeat(ways, size, axis=0), cell])
        remaining = np.repeat(remaining, size) - cell
    return ways
