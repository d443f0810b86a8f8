"""The synthetic cohort of tests/reference/engagement.R, and what R makes of it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cohorts import cohort, patients, study
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "engagement.json").read_text(encoding="utf-8")
)
# R maximises Firth's likelihood by golden section: the maximum is flat to half the digits.
R_OPTIMISER = 1e-6


def plan(**engagement: Any) -> Study:
    """A study with one channel; `engagement` replaces keys of its block."""
    return study(engagement={"shuffles": 19, "subset": ["A"], **engagement})


@cache
def cohort_of_r() -> Cohort:
    people = pd.DataFrame(R["patients"])
    rows = list(
        zip(people["patient_id"], people["diagnosis"], people["follow_up_months"], strict=True)
    )
    relapses = pd.DataFrame(R["relapses"])
    confirmed = (relapses["confirmed_by_examination"] == "yes").astype("boolean")
    monthly = pd.DataFrame(R["monthly"])
    return cohort(
        patients(
            rows,
            age_years=people["age_years"].astype(float),
            engagement_start_month=people["engagement_start_month"].astype(float),
        ),
        relapses=relapses.assign(confirmed_by_examination=confirmed),
        engagement=monthly.assign(
            end_month=monthly["month"] + 1.0, channel="chat", activity="message"
        ),
    )
