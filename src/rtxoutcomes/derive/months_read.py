"""How far a patient's activity was read from exports, in months from the start of engagement."""

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Floats


def months_read(log: pd.DataFrame, patients: pd.Series, start: Floats, months: int) -> Floats:
    """The number of months from the start of engagement up to the first that was not read.

    Parameters
    ----------
    log
        The rows of the log for one channel and activity.
    patients, start
        Patient ids, and the whole month since the first infusion in which engagement starts.
    months
        As many months after the first infusion are looked at.

    Returns
    -------
    array, shape (patients,)
        Infinite where all of these months were read.

    Notes
    -----
    The log counts calendar months, and engagement months of 30.4375 days from the first infusion,
    whose day within its calendar month is not known. Month m lies in the calendar months m and
    m + 1: it was read where both were.
    """
    read = np.zeros((len(patients), months + 1), dtype=bool)
    who = pd.Index(patients).get_indexer(log["patient_id"])
    first, last = (log[name].to_numpy("int64") for name in ("first_month", "last_month"))
    for row, begin, end in zip(who.tolist(), first.tolist(), last.tolist(), strict=True):
        # A patient may have been excluded since.
        if row >= 0:
            read[row, begin : end + 1] = True
    both = read[:, :-1] & read[:, 1:]
    since = np.arange(months)[None, :] >= start[:, None]
    unread = since & ~both
    return np.where(unread.any(axis=1), unread.argmax(axis=1) - start, np.inf)
