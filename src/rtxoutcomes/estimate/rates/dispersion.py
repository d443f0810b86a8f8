"""The dispersion of counts between patients: how much more they vary than independent events do."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import integers, person_times, same_length
from rtxoutcomes.estimate.array_like import group_codes
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.results.estimate import NAN

# With fewer events a dispersion is noise: intervals then assume independent events.
MINIMUM_EVENTS = 5


@dataclass(frozen=True, slots=True)
class Dispersion:
    """A dispersion phi of at least 1, with its degrees of freedom.

    Where there are too few events to estimate it, phi is 1 and `df` NaN.
    """

    phi: float = 1.0
    df: float = NAN

    @property
    def estimated(self) -> bool:
        return not math.isnan(self.df)


# What events have that are independent of one another.
INDEPENDENT = Dispersion()


def pooled_dispersion(
    events: ArrayLike, years: ArrayLike, group: ArrayLike | None = None
) -> Dispersion:
    """One dispersion for the rates of all groups, pooled within them.

    Parameters
    ----------
    events, years
        Shape (patients,): events and time at risk in years of each patient.
    group
        Shape (patients,), whole numbers or labels; None where there is one group.

    Returns
    -------
    Dispersion
        `INDEPENDENT` with fewer than five events, or no more patients at risk than groups. Patients
        without time at risk contribute nothing, not even a degree of freedom.

    Raises
    ------
    ValueError
        Lengths differ, a count is negative or not a whole number, a time is negative or not finite,
        or a patient without time at risk has an event.

    Notes
    -----
    Pearson's chi-square of the Poisson model with a rate for each group, over n - k degrees of
    freedom for n patients in k groups. Quasi-likelihood: Wedderburn 1974; McCullagh and Nelder
    1989. Values below 1 are raised to 1.

    Equivalent to
    -------------
    The dispersion of `summary(glm(events ~ group + offset(log(years)), family = quasipoisson))` in
    R, where that is at least 1.

    Examples
    --------
    >>> from rtxoutcomes.estimate import pooled_dispersion
    >>> dispersion = pooled_dispersion([0, 4, 0, 1, 5, 0], [1, 1, 2, 1, 2, 1], list("aaabbb"))
    >>> round(dispersion.phi, 3), dispersion.df
    (3.75, 4.0)
    """
    counts = integers("events", events, at_least=0)
    times = person_times("years", years)
    labels = np.zeros_like(counts) if group is None else group_codes("group", group)
    same_length(events=counts, years=times, group=labels)
    refuse_events_without_time(counts, times)
    at_risk = times > 0
    counts, times, labels = counts[at_risk], times[at_risk], labels[at_risk]
    present, place = np.unique(labels, return_inverse=True)
    df = counts.size - present.size
    if counts.sum() < MINIMUM_EVENTS or df < 1:
        return INDEPENDENT
    rates = np.bincount(place, counts) / np.bincount(place, times)
    return Dispersion(max(1.0, _pearson(counts, rates[place] * times) / df), float(df))


def refuse_events_without_time(counts: Ints, times: Floats) -> None:
    """A patient who was not at risk cannot have had an event."""
    invalid = np.flatnonzero((times == 0) & (counts > 0))
    if invalid.size:
        first = int(invalid[0])
        refuse(f"years[{first}]", f"above 0 where events[{first}] = {counts[first]}", "0")


def _pearson(counts: Ints, expected: Floats) -> float:
    """The sum of (y - mu)^2 / mu; a group without an event fits exactly and adds 0."""
    fitted = expected > 0
    terms = (counts[fitted] - expected[fitted]) ** 2 / expected[fitted]
    return math.fsum(terms.tolist())
