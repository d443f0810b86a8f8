"""Does the change of a score differ between diagnoses, given its baseline?"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.estimate.likelihood.linear import joint_test, linear_hc3
from rtxoutcomes.results import Estimate
from rtxoutcomes.study import Score, Study

ADJUSTED = "difference of changes given baseline, HC3, t"


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


def adjusted_differences(
    pairs: pd.DataFrame, study: Study, score: Score
) -> Iterator[tuple[str, Estimate]]:
    """Change of each diagnosis less that of each later one, given baseline: HC3, t reference.

    On the log scale a ratio of ratios. A pair of which one diagnosis has no complete pair of values
    keeps its row.
    """
    complete = pairs.dropna(subset=["before", "after"])
    dropped = len(pairs) - len(complete)
    present = [code for code in study.codes if (complete["diagnosis"] == code).any()]
    before, after = on_scale(complete["before"], score), on_scale(complete["after"], score)
    for a, b in combinations(study.codes, 2):
        told = Estimate(
            method=ADJUSTED,
            n=len(complete),
            dropped=dropped,
            status="not_attempted",
            note="group_absent",
        )
        if a in present and b in present:
            # The pair's second diagnosis is the reference; errors of a contrast need a fit each.
            ordered = [b, a, *(code for code in present if code not in (a, b))]
            dummies = indicators(complete["diagnosis"], ordered)
            design = np.column_stack([np.ones(len(complete)), dummies, before])
            terms = ["(Intercept)", *ordered[1:], "baseline"]
            fit = linear_hc3(after - before, design, terms, dropped=dropped)
            told = replace(fit.terms[1].value, method=ADJUSTED)
        yield f"adjusted_change:{a} minus {b}", _back(told, score)


def _back(value: Estimate, score: Score) -> Estimate:
    """A difference of logarithms as a ratio; the standard error stays on the log scale."""
    if score.scale != "log" or value.status != "ok":
        return value
    estimate, low, high = np.exp([value.estimate, value.conf_low, value.conf_high]).tolist()
    return replace(value, estimate=estimate, conf_low=low, conf_high=high)


def on_scale(values: pd.Series, score: Score) -> NDArray[np.float64]:
    """The values on the scale of the score's analysis: as they are, or their logarithm."""
    numbers = values.to_numpy("float64")
    return np.asarray(np.log(numbers)) if score.scale == "log" else numbers


def indicators(diagnosis: pd.Series, present: list[str]) -> NDArray[np.float64]:
    """A column for each diagnosis but the first, 1 where the patient has it."""
    values = diagnosis.to_numpy()
    return np.column_stack([np.ones((len(values), 0)), *[values == code for code in present[1:]]])
