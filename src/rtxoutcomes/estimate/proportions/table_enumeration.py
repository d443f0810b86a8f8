"""How often chance alone gives a table no likelier than the one seen: all tables with its margins.

A table is filled column by column. What is left in the rows after half of the columns is a state;
the ways to reach a state and the ways to complete it are listed apart and meet by sorting, so that
tables are counted without being visited one by one.
"""

import math
from collections import defaultdict
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Ints = NDArray[np.int64]
Logs = NDArray[np.float64]
State = tuple[int, ...]
# Tables as likely as the observed one differ from it by rounding only (R's fisher.test has 1e-7).
_TIE = math.log1p(1e-7)
# Some seconds and some hundred megabytes: 3 x 3 with 300 patients is well inside.
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
    of the cells). The sum is divided by the sum over all tables, which is 1 but for rounding.
    """
    # The state has one entry a row: fewer rows, fewer states.
    counts = table if table.shape[0] <= table.shape[1] else table.T
    # The last column is forced, so that the largest costs nothing there.
    counts = counts[:, np.argsort(counts.sum(axis=0), kind="stable")]
    rows, columns = tuple(counts.sum(axis=1).tolist()), counts.sum(axis=0).tolist()
    half = len(columns) // 2 if len(columns) > 2 else 0
    if not _feasible(rows, columns, half):
        return None
    log_factorial = gammaln(np.arange(counts.sum() + 1) + 1.0)
    reached: dict[State, Logs] = {rows: np.zeros(1)}
    for total in columns[:half]:
        reached = _after_column(reached, total, log_factorial)
    observed = -log_factorial[counts].sum()
    margins = log_factorial[-1] - log_factorial[list(rows)].sum() - log_factorial[columns].sum()

    @cache
    def last_two(left: State) -> Logs:
        cells = _fillings(left, columns[-2])
        both = log_factorial[cells] + log_factorial[np.array(left) - cells]
        return np.asarray(-both.sum(axis=1))

    def completions(left: State) -> Logs:
        """Log weight of every way to empty the rows into the columns of the second half."""
        paths: dict[State, Logs] = {left: np.zeros(1)}
        for total in columns[half:-2]:
            paths = _after_column(paths, total, log_factorial)
        return np.concatenate([np.add.outer(p, last_two(s)).ravel() for s, p in paths.items()])

    parts = [
        _meet(past, completions(left), observed + _TIE, margins) for left, past in reached.items()
    ]
    return math.fsum(part for part, _ in parts) / math.fsum(whole for _, whole in parts)


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


def _after_column(reached: dict[State, Logs], total: int, log_factorial: Logs) -> dict[State, Logs]:
    """What may be left in the rows after one more column, and the log weight of every way there."""
    ways: defaultdict[State, list[Logs]] = defaultdict(list)
    for left, past in reached.items():
        cells = _fillings(left, total)
        weights = -log_factorial[cells].sum(axis=1)
        for rest, weight in zip((np.array(left) - cells).tolist(), weights, strict=True):
            ways[tuple(rest)].append(past + weight)
    return {left: np.concatenate(logs) for left, logs in ways.items()}


def _meet(past: Logs, future: Logs, limit: float, margins: float) -> tuple[float, float]:
    """Probability through one state: of tables up to the limit, and of all."""
    future = np.sort(future)
    highest = float(future[-1])
    up_to = np.concatenate([[0.0], np.cumsum(np.exp(future - highest))])
    within = up_to[np.searchsorted(future, limit - past, side="right")]
    reach = np.exp(past + (highest - margins))
    return float((reach * within).sum()), float(reach.sum() * up_to[-1])


def _fillings(left: State, total: int) -> Ints:
    """Every way to take a column with that total from what is left; shape (ways, rows)."""
    ways = np.zeros((1, 0), dtype=np.int64)
    open_ = np.array([total], dtype=np.int64)
    below = [sum(left[i:]) for i in range(1, len(left) + 1)]
    for have, rest in zip(left, below, strict=True):
        low, high = np.maximum(0, open_ - rest), np.minimum(have, open_)
        size = high - low + 1
        start = np.repeat(np.cumsum(size) - size, size)
        cell = np.repeat(low, size) + np.arange(size.sum()) - start
        ways = np.column_stack([np.repeat(ways, size, axis=0), cell])
        open_ = np.repeat(open_, size) - cell
    return ways
