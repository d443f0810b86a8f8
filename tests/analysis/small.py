"""A small cohort with something of everything, for tests of the analysis."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from cohorts import STUDY, cohort, patients, study, table
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study

N = 12


def people(codes: str = "A") -> pd.DataFrame:
    """Twelve patients of A and four of B, followed for 10 to 25 months."""
    rows = [(f"A{k:02d}", "A", 10.0 + k) for k in range(N)]
    rows += [(f"B{k:02d}", "B", 24.0) for k in range(4)] if "B" in codes else []
    n = len(rows)
    return patients(
        rows,
        sex=["female", "male"] * (n // 2),
        age_years=[30.0 + k for k in range(n - 1)] + [np.nan],
        disease_duration_years=[5.0] * n,
        relapses_prior_year=pd.array([1, 2] * (n // 2), dtype="Int64"),
        end_reason=["ongoing"] * (n - 1) + ["lost"],
    )


def full(codes: str = "AB", start: float = 0.0) -> Cohort:
    """Visits, relapses, engagement and adverse events; `start` is the month engagement began."""
    base = people(codes).assign(engagement_start_month=start)
    visits, engagement = [], []
    for k, (patient, end) in enumerate(
        zip(base["patient_id"], base["follow_up_months"], strict=True)
    ):
        change = [-1.0, -0.5, 0.0, 0.5, -1.5, 1.0][k % 6]
        for month, share in ((0.0, 0.0), (min(12.0, end - 1), 0.5), (end, 1.0)):
            edss = 3.0 + round(2 * change * share) / 2
            visits.append((patient, month, edss, round(10.0 + 0.1 * k - share, 2), ""))
        engagement += [(patient, m, m + 1.0, "chat", "message", (k * 7) % 5 + m) for m in range(7)]
    onsets = [("A01", 5.0), ("A02", 2.0), ("A02", 9.0), ("A05", 7.0), ("A07", 7.5), ("A09", 8.0)]
    onsets += [("B01", 20.0)] if "B" in codes else []
    events = table(
        "patient_id event_id month term", ("A03", "1", 4.0, "rash"), ("A03", "2", 5.0, "rash")
    )
    return cohort(
        base,
        visits=pd.DataFrame(
            visits, columns=["patient_id", "month", "edss", "igg_g_per_l", "phase"]
        ),
        relapses=table("patient_id month", *onsets),
        engagement=pd.DataFrame(
            engagement,
            columns=["patient_id", "month", "end_month", "channel", "activity", "count"],
        ),
        adverse_events=events.assign(serious=pd.array([True, None], dtype="boolean")),
    )


def incomplete(codes: str = "AB") -> Cohort:
    """The cohort of `full` without the follow-up visits of three of A and one of B."""
    made = full(codes)
    assert made.visits is not None
    missing = made.visits["patient_id"].isin(["A02", "A05", "A08", "B02"])
    return replace(made, visits=made.visits[~(missing & (made.visits["month"] > 0))])


def against_b(**changes: Any) -> Study:
    """The study of two diagnoses with the second as the reference group."""
    block: Any = STUDY["study"]
    return study(study=block | {"reference_group": "B"}, **changes)


def bare() -> Cohort:
    """Patients and nothing else."""
    return cohort(people())
