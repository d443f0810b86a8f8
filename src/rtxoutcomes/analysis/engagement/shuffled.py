"""Negative control of each model: engagement permuted between patients.

Within a diagnosis and a band of follow-up, patients exchange their complete histories of
engagement, so that no association is left. The proportion of permutations in which P is below 0.05
is the type I error of that model in this cohort.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from rtxoutcomes.analysis.descriptive import number
from rtxoutcomes.analysis.engagement.model import Modelled
from rtxoutcomes.analysis.engagement.people import People
from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.proportions.proportion import proportion_interval
from rtxoutcomes.results import NAN, Measure, MethodKey, Quantity
from rtxoutcomes.study import Engagement

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Shuffles:
    """Whose history each patient has in each shuffle, shape (patients, shuffles).

    `exchangeable` counts patients with somebody to exchange histories with, `band` is the width of
    a band of follow-up in months.
    """

    source: Ints
    exchangeable: int
    band: float

    @property
    def number(self) -> int:
        return int(self.source.shape[1])


def shuffles(people: People, known: Bools, plan: Engagement, rng: Generator) -> Shuffles:
    """Shuffle histories among patients of one diagnosis and one band of follow-up.

    Patients without a history (`known` is False) are not permuted.
    """
    number = plan.permutations(people.n)
    band = np.floor(people.follow_up / plan.shuffle_band_months).astype(np.int64)
    key = np.column_stack([people.diagnosis, band, known])
    _, which, size = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    which = which.ravel()
    place = np.argsort(which, kind="stable")
    drawn = which + rng.random((number, people.n))
    source = np.empty((number, people.n), dtype=np.int64)
    # Sorted by group and by chance within it: the patient whose history is at each place.
    source[:, place] = np.argsort(drawn, axis=1)
    exchangeable = int((size[which] > 1).sum())
    return Shuffles(source.T, exchangeable, plan.shuffle_band_months)


def rejections(modelled: Modelled, p_values: Floats, drawn: Shuffles) -> Modelled:
    """The proportion of permutations that the model rejects, with its Monte Carlo interval.

    A permutation in which the model has no P counts as no rejection. `n` and `dropped` are the
    patients of the model.
    """
    n, key, own = drawn.number, MethodKey.ENGAGEMENT_PERMUTATION, modelled.effect.value
    method = (
        f"proportion of {n} permutations with P < {LEVEL:g}, Clopper-Pearson; histories "
        f"exchanged within diagnosis and {drawn.band:g} months of follow-up; "
        f"{own.method}"
    )
    rejected = int((p_values < LEVEL).sum())
    proportion = rejected / n
    value = replace(
        proportion_interval(rejected, n, "clopper_pearson"),
        method_key=key,
        method=method,
        n=own.n,
        dropped=own.dropped,
        events=None,
        std_error=float(np.sqrt(proportion * (1 - proportion) / n)),
    )
    if drawn.exchangeable == 0:
        measure = Measure.PROPORTION
        value = number(
            measure, key, NAN, own.n, dropped=own.dropped, method=method, missing="n_one"
        )
    effect = replace(
        modelled.effect,
        quantity=Quantity.PERMUTATION_REJECTIONS,
        value=value,
        role="alternative",
        unit="proportion of permutations",
    )
    return Modelled(effect)
