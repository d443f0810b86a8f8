"""Bounds of a proportion under any outcome of the patients lost: no model is assumed."""

from dataclasses import dataclass, replace

from rtxoutcomes.estimate.arguments import count
from rtxoutcomes.estimate.proportions.proportion import Interval, proportion_interval
from rtxoutcomes.results.estimate import Estimate, Note
from rtxoutcomes.results.method import MethodKey


@dataclass(frozen=True, slots=True)
class BestWorst:
    """`none_of_lost` and `all_of_lost`: the proportion among all patients if none, or all, of the
    lost had the event. `bounds`: the proportion among those observed, with the lower limit of the
    one and the upper limit of the other, which hold whatever the outcome of the lost."""

    seen: int
    lost: int
    none_of_lost: Estimate
    all_of_lost: Estimate
    bounds: Estimate


def best_and_worst_case(
    events: int, seen: int, lost: int, interval: Interval = "wilson", conf_level: float = 0.95
) -> BestWorst:
    """The two extremes of a proportion where the outcome of some patients is unknown.

    Parameters
    ----------
    events, seen
        Patients known to have had the event, and all whose outcome is known.
    lost
        Patients whose outcome is unknown.
    interval, conf_level
        Interval of each extreme, as in `proportion_interval`, and its two-sided level.

    Returns
    -------
    BestWorst
        No outcome known: the extremes exist, `bounds` is `not_estimable`, `n_zero`. None lost: the
        extremes are equal, and `bounds` has the note `none_missing`.

    Raises
    ------
    ValueError
        A count is negative or not a whole number, more events than patients observed, or the level
        is not between 0 and 1.

    Notes
    -----
    Horowitz and Manski 1998: worst-case bounds. Which extreme is the better depends on the event.

    Equivalent to
    -------------
    No usual call; with the default interval, the limits of `prop.test(x, n, correct = FALSE)` in R
    with x = events and x = events + lost, of all n = seen + lost.

    Examples
    --------
    >>> from rtxoutcomes.estimate import best_and_worst_case
    >>> case = best_and_worst_case(8, 38, 4)
    >>> round(case.none_of_lost.estimate, 3), round(case.all_of_lost.estimate, 3)
    (0.19, 0.286)
    >>> round(case.bounds.conf_low, 3), round(case.bounds.conf_high, 3)
    (0.1, 0.436)
    """
    seen, lost = count("seen", seen), count("lost", lost)
    events = count("events", events, at_most=seen)
    n = seen + lost
    none = proportion_interval(events, n, interval, conf_level)
    every = proportion_interval(events + lost, n, interval, conf_level)
    bounds = replace(
        proportion_interval(events, seen, interval, conf_level),
        method_key=MethodKey.BOUNDS_OF_THE_MISSING,
        method=f"bounds whatever happened to the missing, {none.method} at each end",
        dropped=lost,
    )
    if seen > 0:
        note: Note = bounds.note if lost else "none_missing"
        bounds = replace(bounds, conf_low=none.conf_low, conf_high=every.conf_high, note=note)
    return BestWorst(
        seen=seen,
        lost=lost,
        none_of_lost=replace(none, method_key=MethodKey.NONE_OF_THE_MISSING),
        all_of_lost=replace(every, method_key=MethodKey.ALL_OF_THE_MISSING),
        bounds=bounds,
    )
