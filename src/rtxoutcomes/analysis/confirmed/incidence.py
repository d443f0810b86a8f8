"""Cumulative incidence of a first worsening by its relation to relapses, with competing causes.

A worsening is associated with a relapse (RAW), independent of relapse activity (PIRA), or neither
can be said; the third competes too.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.diagnoses import groups, times
from rtxoutcomes.arrays import Ints
from rtxoutcomes.derive.confirmed.cohort import ConfirmedChanges
from rtxoutcomes.derive.confirmed.relapses import Association
from rtxoutcomes.estimate.survival.competing import aalen_johansen
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.study import Confirmed, Study

CAUSES = {Association.PIRA: 1, Association.RAW: 2}
OTHER = 3


def causes(patients: pd.DataFrame) -> Ints:
    """The cause of the first worsening of each patient; 0 for censoring."""
    event = patients["event"].to_numpy(bool)
    named = patients["association"].map(CAUSES).fillna(OTHER).to_numpy("int64")
    return np.where(event, named, 0).astype(np.int64)


def incidence_curves(
    changes: ConfirmedChanges, included: pd.DataFrame, block: Confirmed, study: Study
) -> Iterator[pd.DataFrame]:
    """A curve for each cause and group, as `NAME:PIRA`; `survival` is one minus the incidence.

    None for an improvement, or where relapses were not recorded.
    """
    if block.kind != "worsening" or not changes.courses.relapses_known:
        return
    for group, patients in groups(included, study, overall=False):
        if patients.empty:
            continue
        (months, event), cause = times(patients), causes(patients)
        table, found = event_table(months, event), aalen_johansen(months, cause)
        for named, code in CAUSES.items():
            own = found.get(code)
            nothing = np.zeros(table.months.size)
            frame = pd.DataFrame(
                {
                    "month": np.r_[0.0, table.months],
                    "at_risk": np.r_[table.n, table.at_risk],
                    "events": np.r_[0, nothing.astype("int64") if own is None else own.events],
                    "censored": np.r_[0, table.censored],
                    "survival": 1 - np.r_[0.0, nothing if own is None else own.incidence],
                }
            )
            limits = dict.fromkeys(("conf_low", "conf_high", "band_low", "band_high"), np.nan)
            yield frame.assign(endpoint=f"{block.name}:{named}", group=group, **limits)
