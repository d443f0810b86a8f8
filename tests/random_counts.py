"""Random cohorts whose times are whole numbers of a unit, for tests of count tables."""

from typing import Any

import numpy as np
import pandas as pd

from cohorts import cohort, patients, study
from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study

FEW = {"permutations": 99}


def plan(**changes: Any) -> Study:
    """A study of three groups, one score with a limit of quantification, and few permutations."""
    edss, igg = study().model_dump()["scores"]
    scores = [edss, igg | {"quantification_limit": 4.0}]
    groups = [{"code": code, "label": code} for code in "ABC"]
    return study(**({"diagnoses": groups, "scores": scores, "randomness": FEW} | changes))


def random_cohort(seed: int, *, days: bool) -> Cohort:
    """Patients with visits and relapses; some without follow-up, without visits, or alone.

    Times are whole days, written as months, or tenths of months.
    """
    rng = np.random.default_rng(seed)
    n, per_month = int(rng.integers(2, 30)), DAYS_PER_MONTH if days else 10.0
    end = rng.integers(0, int(30 * per_month), n)
    groups = rng.choice(list("AAB" if seed % 3 else "ABC"), n)
    names = [f"P{k:02d}" for k in range(n)]
    people = patients(
        [(name, g, t / per_month) for name, g, t in zip(names, groups, end, strict=True)]
    )
    onsets = [
        (name, int(day) / per_month)
        for name, last in zip(names, end.tolist(), strict=True)
        for day in rng.integers(1, last + 1, rng.choice(4, p=(0.5, 0.3, 0.1, 0.1)))
        if last > 0
    ]
    seen = [
        (name, month, rng.integers(2, 14) / 2, round(float(rng.uniform(2, 12)), 2), "")
        for name, last in zip(names, people["follow_up_months"], strict=True)
        for month in (0.0, 6.0, 12.0, 18.0)
        if month <= last and rng.random() < 0.9
    ]
    return cohort(
        people,
        relapses=None if seed % 7 == 0 else pd.DataFrame(onsets, columns=["patient_id", "month"]),
        visits=pd.DataFrame(
            seen, columns=["patient_id", "month", "edss", "igg_g_per_l", "phase"]
        ).astype({"month": float, "edss": float, "igg_g_per_l": float}),
    )
