"""Does the change of a score differ between diagnoses, given its baseline?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.estimate.linear import joint_test
from rtxoutcomes.results import Estimate
from rtxoutcomes.study import Score, Study


def between_diagnoses(pairs: pd.DataFrame, study: Study, score: Score) -> Estimate:
    """Joint test of diagnosis in: change ~ diagnosis + baseline, HC3, F reference.

    "P = 0.004 here and 0.06 there" is no difference between groups; this is the test of one. On
    the log scale for scores that are analysed there. Diagnoses without a complete pair are left
    out of the model.
    """
    complete = pairs.dropna(subset=["before", "after"])
    dropped = len(pairs) - len(complete)
    present = [code for code in study.codes if (complete["diagnosis"] == code).any()]
    method = "change given baseline: joint test of diagnosis, HC3, F"
    if len(present) < 2:
        return Estimate(
            method=method,
            n=len(complete),
            dropped=dropped,
            status="not_attempted",
            note="group_absent",
        )
    before, after = on_scale(complete["before"], score), on_scale(complete["after"], score)
    dummies = indicators(complete["diagnosis"], present)
    design = np.column_stack([np.ones(len(complete)), dummies, before])
    columns = list(range(1, len(present)))
    return joint_test(after - before, design, columns, dropped=dropped)


def on_scale(values: pd.Series, score: Score) -> NDArray[np.float64]:
    """The values on the scale of the score's analysis: as they are, or their logarithm."""
    numbers = values.to_numpy("float64")
    return np.asarray(np.log(numbers)) if score.scale == "log" else numbers


def indicators(diagnosis: pd.Series, present: list[str]) -> NDArray[np.float64]:
    """A column for each diagnosis but the first, 1 where the patient has it."""
    values = diagnosis.to_numpy()
    return np.column_stack([np.ones((len(values), 0)), *[values == code for code in present[1:]]])
