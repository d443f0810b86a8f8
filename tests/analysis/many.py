"""A cohort of many patients with own variables, for models that need them."""

import numpy as np
import pandas as pd

from cohorts import cohort, patients, study
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study

VARIABLES: list[dict[str, object]] = [
    {
        "name": "aqp4",
        "label": "AQP4-IgG",
        "kind": "category",
        "levels": ["neg", "pos"],
        "role": ["covariate", "subgroup"],
    },
    {"name": "age_years", "label": "Age", "kind": "number", "unit": "years", "role": "covariate"},
    {
        "name": "site",
        "label": "Site",
        "kind": "category",
        "levels": ["x", "y", "z"],
        "role": "stratum",
    },
]


def plan(**changes: object) -> Study:
    blocks: dict[str, object] = {"variables": VARIABLES, "randomness": {"permutations": 199}}
    return study(**(blocks | changes))


def many(n: int = 1200, seed: int = 5) -> Cohort:
    """`n` patients of A and B, of both levels, of three sites, with visits and relapses."""
    rng = np.random.default_rng(seed)
    people = patients(
        [(f"P{k}", "AB"[k % 2], float(rng.integers(6, 36))) for k in range(n)],
        age_years=rng.integers(20, 60, n).astype(float),
        aqp4=np.where(rng.random(n) < 0.4, "pos", "neg"),
        site=rng.choice(["x", "y", "z"], n),
        relapses_prior_year=1.0,
    )
    in_b, positive = people["diagnosis"] == "B", people["aqp4"] == "pos"
    effect = 0.3 * in_b + 0.5 * positive - 0.4 * (in_b & positive) + 0.02 * people["age_years"]
    first = rng.exponential(40 / np.exp(effect - 0.8))
    happened = first < people["follow_up_months"]
    relapses = pd.DataFrame({"patient_id": people["patient_id"], "month": first})[happened]
    before = rng.integers(4, 12, n) / 2
    shift = 0.6 * in_b - 0.5 * positive + 0.9 * (in_b & positive) + 0.01 * people["age_years"]
    after = np.clip(np.round(2 * (before + shift + rng.normal(0, 0.8, n))) / 2, 1, 10)
    visits = pd.concat(
        [
            pd.DataFrame({"patient_id": people["patient_id"], "month": 0.0, "edss": before}),
            pd.DataFrame({"patient_id": people["patient_id"], "month": 6.0, "edss": after}),
        ],
        ignore_index=True,
    ).assign(phase="")
    return cohort(people, visits=visits, relapses=relapses)
