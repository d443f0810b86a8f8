"""The table `engagement` of a synthetic cohort.

It is drawn from patients' ids and months of follow-up only: any association with an outcome is due
to chance.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.random import Generator
from scipy.stats import binom, gamma, poisson

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.study.synthesis import SyntheticActivity

COLUMNS = ["patient_id", "month", "channel", "activity", "count"]


def engagement_table(
    activities: Sequence[SyntheticActivity],
    ids: Sequence[str],
    follow_up_months: Floats,
    rng: Generator,
) -> pd.DataFrame:
    """A row a patient, month and activity with a count above 0.

    Parameters
    ----------
    activities
        In the order of the block; a part follows the activity that it is a part of.
    ids, follow_up_months
        Shape (patients,), aligned; months begun before the end of follow-up have rows.
    """
    months = np.ceil(follow_up_months).astype(np.int64)
    observed = np.arange(months.max())[None, :] < months[:, None]
    counts: dict[tuple[str, str], Ints] = {}
    for activity in activities:
        counts[activity.channel, activity.activity] = np.where(
            observed, _monthly(activity, counts, observed, rng), 0
        )
    names = list(counts)
    if not names:
        return pd.DataFrame(columns=COLUMNS)
    cube = np.stack(list(counts.values()), axis=2)
    rows = [
        (ids[who], month, *names[which], int(cube[who, month, which]))
        for who, month, which in np.argwhere(cube > 0).tolist()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _monthly(
    activity: SyntheticActivity, counts: dict[tuple[str, str], Ints], like: Bools, rng: Generator
) -> Ints:
    """Counts of one activity, shape (patients, months)."""
    uniform = rng.random(like.shape)
    if activity.share_of is not None:
        return _counted(
            binom.ppf(uniform, counts[activity.channel, activity.share_of], activity.share)
        )
    patients, months = like.shape
    rate = gamma.ppf(rng.random(patients), activity.shape) * (activity.per_month / activity.shape)
    takes_part = rng.random(patients) >= activity.never
    fading = np.exp(-np.arange(months) / activity.decay_months)
    return _counted(poisson.ppf(uniform, np.outer(rate * takes_part, fading)))


def _counted(quantile: float | Floats) -> Ints:
    # The quantile of exactly 0 is one below the smallest count.
    return np.maximum(np.asarray(quantile, dtype=np.float64), 0.0).astype(np.int64)
