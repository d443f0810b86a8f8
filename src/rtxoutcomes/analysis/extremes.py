"""A proportion at both extremes of what is not known, and the bounds between them."""

from collections.abc import Iterator
from dataclasses import replace

from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.estimate.missing.best_worst import BestWorst
from rtxoutcomes.results import Choice, MethodKey, Quantity

NONE = MethodKey.NONE_OF_THE_MISSING, "none of the missing, Wilson score"
EVERY = MethodKey.ALL_OF_THE_MISSING, "all of the missing, Wilson score"
# What no event, and an event, in all of the missing would be.
BAD = (Choice.BEST_CASE, Choice.WORST_CASE)
GOOD = (Choice.WORST_CASE, Choice.BEST_CASE)
NEITHER = (Choice.NONE_OF_THE_MISSING, Choice.ALL_OF_THE_MISSING)


def cases(
    bounds: BestWorst, quantity: Quantity, ends: tuple[Choice, Choice]
) -> Iterator[Statistic]:
    """The two ends and the bounds between them."""
    none, every = (
        replace(value, method_key=key, method=method)
        for value, (key, method) in ((bounds.none_of_lost, NONE), (bounds.all_of_lost, EVERY))
    )
    choices = (*ends, Choice.BOUNDS)
    for choice, value in zip(choices, (none, every, bounds.bounds), strict=True):
        yield Statistic(quantity, value, "sensitivity", choice=choice)
