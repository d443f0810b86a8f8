"""Sums over all rows at risk at each event time, for all event times at once.

A row is at risk over a span of consecutive event times of its stratum. The span is composed of
blocks of 1, 2, 4, ... event times, so that a sum over a risk set is one of a few dozen block sums.
Nothing is ever subtracted, as running totals with delayed entry would require: no digits are lost
when late entries outweigh the rest.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.survival.event_table import merge_tied_times


@dataclass(frozen=True, slots=True)
class RiskSets:
    """The rows at risk at each event time; event times are counted within their stratum.

    `failed`, shape (events,): the row of each event, in order of stratum and time. `moment`,
    shape (events,): the index of its event time. `earlier`, shape (events,): the fraction of the
    tied events that precede it, 0 where it is the only one (Efron 1977). `strata_without_events`
    counts strata that contribute nothing.
    """

    failed: Ints
    moment: Ints
    earlier: Floats
    strata_without_events: int
    _blocks: csr_array
    _gather: csr_array
    _first: Ints

    def at_risk(self, values: Floats) -> Floats:
        """Sum over the rows at risk, shape (event times, columns), of `values` (rows, columns)."""
        return np.asarray(self._gather @ (self._blocks @ values))

    def failing(self, values: Floats) -> Floats:
        """The same sum over the rows whose event is at that time."""
        return np.asarray(np.add.reduceat(values[self.failed], self._first, axis=0))

    def over_spans(self, values: Floats) -> Floats:
        """Sum over the event times at which each row is at risk, of `values` (event times, k)."""
        return np.asarray(self._blocks.T @ (self._gather.T @ values))

    def pairs(self) -> tuple[Ints, Ints]:
        """Every pair of event time and row at risk then, as two arrays."""
        members = (self._gather @ self._blocks).tocoo()
        return members.coords[0].astype(np.int64), members.coords[1].astype(np.int64)


def risk_sets(months: Floats, event: Bools, entry: Floats | None, strata: Ints) -> RiskSets:
    """The risk sets of rows at risk where entry < t <= months, all of shape (rows,).

    Without `entry` a row is at risk from the beginning. Times equal within a relative 1e-8 are
    one time.

    Raises
    ------
    ValueError
        An entry is not before the end of its row.
    """
    merged = merge_tied_times(months if entry is None else np.concatenate([months, entry]))
    if entry is not None and not (merged[months.size :] < merged[: months.size]).all():
        raise ValueError("each entry must be before the end of its row")
    distinct, rank = np.unique(merged, return_inverse=True)
    _, stratum = np.unique(strata, return_inverse=True)
    # One integer orders by stratum, then time.
    begin = stratum * distinct.size
    end = begin + rank[: months.size]
    start = begin - 1 if entry is None else begin + rank[months.size :]
    failed = np.flatnonzero(event)
    failed = failed[np.argsort(end[failed], kind="stable")]
    times, moment, together = np.unique(end[failed], return_inverse=True, return_counts=True)
    first = np.searchsorted(times, start, side="right")
    last = np.searchsorted(times, end, side="right")
    place = np.arange(failed.size) - (np.cumsum(together) - together)[moment]
    return RiskSets(
        failed=failed,
        moment=moment,
        earlier=place / together[moment],
        strata_without_events=np.unique(stratum).size - np.unique(stratum[failed]).size,
        _blocks=_blocks(first, last, times.size),
        _gather=_gather(times.size),
        _first=np.flatnonzero(place == 0),
    )


def _blocks(first: Ints, last: Ints, size: int) -> csr_array:
    """Blocks by rows: the blocks that make up the span [first, last) of each row.

    Block k halves into 2k and 2k + 1; blocks from `size` on are single event times.
    """
    low, high = first + size, last + size
    blocks: list[Ints] = []
    rows: list[Ints] = []
    while (low < high).any():
        incomplete = low < high
        left, right = incomplete & (low % 2 == 1), incomplete & (high % 2 == 1)
        blocks += [low[left], high[right] - 1]
        rows += [np.flatnonzero(left), np.flatnonzero(right)]
        low, high = (low + left) // 2, (high - right) // 2
    return _indicator(blocks, rows, (2 * size, first.size))


def _gather(size: int) -> csr_array:
    """Event times by blocks: the blocks that contain each event time."""
    holder = np.arange(size) + size
    blocks: list[Ints] = []
    times: list[Ints] = []
    while (holder > 0).any():
        inside = holder > 0
        blocks.append(holder[inside])
        times.append(np.flatnonzero(inside))
        holder = holder // 2
    return _indicator(times, blocks, (size, 2 * size))


def _indicator(rows: list[Ints], columns: list[Ints], shape: tuple[int, int]) -> csr_array:
    empty = np.zeros(0, dtype=np.int64)
    row, column = np.concatenate([empty, *rows]), np.concatenate([empty, *columns])
    return csr_array((np.ones(row.size), (row, column)), shape=shape)
