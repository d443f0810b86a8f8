"""How often each model claims an effect where there is none: engagement shuffled between patients.

Within a diagnosis and a band of follow-up, patients exchange their whole histories of engagement,
so that whatever a model then claims is chance. The share of shuffles in which P is below 0.05 is
the size of that model in this very cohort.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from rtxoutcomes.analysis.engagement.model import Modelled
from rtxoutcomes.analysis.engagement.people import People
from rtxoutcomes.estimate.proportions.proportion import proportion_interval
from rtxoutcomes.results import Estimate
from rtxoutcomes.study import Engagement

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEVEL = 0.05
# Above so many patients shuffles are fewer in proportion, or their cost would grow squared.
MANY_PATIENTS, FEWEST = 250, 19


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


def shuffles(
    people: People, known: NDArray[np.bool_], plan: Engagement, rng: Generator
) -> Shuffles:
    """Shuffle histories among patients of one diagnosis and one band of follow-up.

    Who has no history (`known` is False) stays out of it. In cohorts of more than 250 patients
    shuffles are fewer in proportion, at least 19.
    """
    number = max(FEWEST, round(plan.shuffles * min(1.0, MANY_PATIENTS / max(people.n, 1))))
    band = np.floor(people.follow_up / plan.shuffle_band_months).astype(np.int64)
    key = np.column_stack([people.diagnosis, band, known])
    _, which, size = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    which = which.ravel()
    place = np.argsort(which, kind="stable")
    drawn = which + rng.random((number, people.n))
    source = np.empty((number, people.n), dtype=np.int64)
    # Sorted by group and by chance within it: who comes to stand at each place of the group.
    source[:, place] = np.argsort(drawn, axis=1)
    exchangeable = int((size[which] > 1).sum())
    return Shuffles(source.T, exchangeable, plan.shuffle_band_months)


def size_of(modelled: Modelled, p_values: Floats, drawn: Shuffles) -> Modelled:
    """The share of shuffles in which the model claims an effect, with its Monte Carlo interval.

    A shuffle in which the model has no P claims nothing, and is counted as dropped.
    """
    method = (
        f"share of {drawn.number} shuffles with P < {LEVEL:g}, Clopper-Pearson; histories "
        f"exchanged within diagnosis and {drawn.band:g} months of follow-up; "
        f"{modelled.value.method}"
    )
    failed = int(np.isnan(p_values).sum())
    claims = int((p_values < LEVEL).sum())
    told = proportion_interval(claims, drawn.number, "clopper_pearson")
    share = claims / drawn.number
    value = replace(
        told,
        method=method,
        dropped=failed,
        std_error=float(np.sqrt(share * (1 - share) / drawn.number)),
    )
    if drawn.exchangeable == 0:
        value = Estimate(
            method=method,
            n=drawn.number,
            dropped=drawn.number,
            status="not_estimable",
            note="n_one",
        )
    return Modelled(f"{modelled.suffix}_shuffled", "beside", "share of shuffles", value)
