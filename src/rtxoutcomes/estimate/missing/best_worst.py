"""What a proportion could be, whatever happened to those who were lost: bounds without a model."""

from dataclasses import dataclass, replace

from rtxoutcomes.estimate.arguments import count
from rtxoutcomes.estimate.proportions.proportion import Interval, proportion_interval
from rtxoutcomes.results import Estimate


@dataclass(frozen=True, slots=True)
class BestWorst:
    """`none_of_lost` and `all_of_lost`: the proportion where none, or all, of the lost had the
    event, among everybody. `bounds`: the proportion among those seen, with the lower limit of the
    one and the upper limit of the other, which hold whatever became of the lost."""

    seen: int
    lost: int
    none_of_lost: Estimate
    all_of_lost: Estimate
    bounds: Estimate


def best_and_worst_case(
    events: int, seen: int, lost: int, interval: Interval = "wilson", conf_level: float = 0.95
) -> BestWorst:
    """The two ends of a proportion of which some patients' outcome is unknown.

    Parameters
    ----------
    events, seen
        Patients known to have had the event, and all whose outcome is known.
    lost
        Patients whose outcome is not known.
    interval, conf_level
        Interval of each end, as in `proportion_interval`, and its two-sided level.

    Returns
    -------
    BestWorst
        Nobody seen: the ends stand, `bounds` is `not_estimable`, `n_zero`. Nobody lost: the ends
        are one, and `bounds` has the note `none_missing`.

    Raises
    ------
    ValueError
        A count is negative or no whole number, more events than patients seen, or the level is
        not between 0 and 1.

    Notes
    -----
    Horowitz and Manski 1998: worst-case bounds. Whether an event is for the better or the worse
    is the caller's to say.
    """
    count("seen", seen)
    count("events", events, at_most=seen)
    n = seen + count("lost", lost)
    none = proportion_interval(events, n, interval, conf_level)
    every = proportion_interval(events + lost, n, interval, conf_level)
    method = f"bounds whatever happened to the missing, {none.method} at each end"
    among_seen = proportion_interval(events, seen, interval, conf_level)
    among_seen = replace(among_seen, method=method, dropped=lost)
    if seen > 0:
        among_seen = replace(
            among_seen,
            conf_low=none.conf_low,
            conf_high=every.conf_high,
            note=among_seen.note if lost else "none_missing",
        )
    return BestWorst(seen, lost, none, every, among_seen)
