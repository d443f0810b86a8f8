"""How the made-up patients took part: the table `engagement`.

It is drawn from patients' ids and months of follow-up, and from nothing else: whatever association
with an outcome an analysis finds in it is chance.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.stats import binom, gamma, poisson

from rtxoutcomes.study.synthesis import Activity

Monthly = NDArray[np.int64]
COLUMNS = ["patient_id", "month", "channel", "activity", "count"]


def engagement_table(
    activities: Sequence[Activity],
    ids: Sequence[str],
    follow_up_months: NDArray[np.float64],
    rng: Generator,
) -> pd.DataFrame:
    """A row a patient, month and activity with a count above 0.

    Parameters
    ----------
    activities
        In the order of the block; a share stands after that of which it is one.
    ids, follow_up_months
        Shape (patients,), aligned; months begun before the end of follow-up have rows.
    """
    months = np.ceil(follow_up_months).astype(np.int64)
    observed = np.arange(months.max())[None, :] < months[:, None]
    counts: dict[tuple[str, str], Monthly] = {}
    for told in activities:
        counts[told.channel, told.activity] = np.where(
            observed, _monthly(told, counts, observed, rng), 0
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
    told: Activity, counts: dict[tuple[str, str], Monthly], like: NDArray[np.bool_], rng: Generator
) -> Monthly:
    """Counts of one activity, shape (patients, months)."""
    uniform = rng.random(like.shape)
    if told.share_of is not None:
        return _counted(binom.ppf(uniform, counts[told.channel, told.share_of], told.share))
    patients, months = like.shape
    own = gamma.ppf(rng.random(patients), told.shape) * (told.per_month / told.shape)
    takes_part = rng.random(patients) >= told.never
    fading = np.exp(-np.arange(months) / told.decay_months)
    return _counted(poisson.ppf(uniform, np.outer(own * takes_part, fading)))


def _counted(quantile: float | NDArray[np.float64]) -> Monthly:
    # The quantile of exactly 0 is one below the least count.
    return np.maximum(np.asarray(quantile, dtype=np.float64), 0.0).astype(np.int64)
