"""Times, events and group labels of the patients at risk, as tests of equal survival take them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.arguments import same_length
from rtxoutcomes.estimate.array_like import group_codes
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.event_table import checked_times, merge_tied_times
from rtxoutcomes.glance import WithoutValues
from rtxoutcomes.results.estimate import Kind, Note


@dataclass(frozen=True, slots=True, repr=False)
class GroupedTimes(WithoutValues):
    """Merged months, events and labels 0, 1, ... of the groups that have patients at risk.

    `n` counts the patients without follow-up too. They are not exchanged between groups: who was
    never at risk would change the distribution of the statistic, and bring no information.
    """

    n: int
    months: Floats
    event: Bools
    label: Ints
    sizes: list[int]

    def sample(self, kind: Kind) -> Sample:
        return Sample(kind, self.n, events=int(self.event.sum()))

    @property
    def refusal(self) -> Note:
        """Why the groups cannot be compared, or empty."""
        if self.months.size == 0:
            return "n_zero"
        if len(self.sizes) < 2:
            return "group_absent"
        return "" if self.event.any() else "no_events"


def grouped(months: ArrayLike, event: ArrayLike, group: ArrayLike) -> GroupedTimes:
    months, event, _ = checked_times(months, event)
    group = group_codes("group", group)
    same_length(months=months, group=group)
    followed = months > 0
    n, months, event = months.size, months[followed], event[followed]
    _, label, sizes = np.unique(group[followed], return_inverse=True, return_counts=True)
    return GroupedTimes(n, merge_tied_times(months), event, label.astype(np.int64), sizes.tolist())


def informative_labels(groups: GroupedTimes) -> Ints | None:
    """Labels of the groups at risk at the first event; None where they cannot be compared."""
    first = groups.months[groups.event].min()
    at_risk = groups.months >= first
    labels = np.unique(groups.label[at_risk])
    all_at_once = bool((groups.event & (groups.months == first))[at_risk].all())
    return None if labels.size < 2 or all_at_once else labels
