"""Whether enough patients are still followed at a month for a curve to be printed there."""

from dataclasses import replace

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.survival.event_table import history_to
from rtxoutcomes.results import Estimate
from rtxoutcomes.results.floors import fewest_at_risk


def at_horizon(
    value: Estimate, table: EventTable, month: float, tolerance: float = 0.0
) -> Estimate:
    """What is read from a curve at a month, marked `few_at_risk` where too few remain.

    Not where the curve has reached 0: it stays there, and more patients would not be at risk.
    """
    return replace(value, note="few_at_risk") if _few(value, table, month, tolerance) else value


def _few(value: Estimate, table: EventTable, month: float, tolerance: float) -> bool:
    if value.status not in ("ok", "bound_only"):
        return False
    at_risk, events, _ = history_to(table, month, tolerance)
    ended = ((at_risk > 0) & (events == at_risk)).any()
    return not ended and int(at_risk[-1]) < fewest_at_risk(table.n)
