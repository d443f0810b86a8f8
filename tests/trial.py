"""The made-up trial of tests/studies/trial.toml: its study, and patients made by a rule."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.figures.gallery import figure_numbers
from rtxoutcomes.intake import cohort_from_frames
from rtxoutcomes.publish.writing import Written, written
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study
from rtxoutcomes.tables.manuscript import all_tables

TRIAL = read_study(Path(__file__).parent / "studies" / "trial.toml")
PATIENTS = 32
FIGURES = (
    *("participant_flow", "time_to_relapse", "headache_impact_test_change"),
    *("headache_impact_test_paired", "headache_frequency_change", "headache_frequency_paired"),
)


def trial_study(**blocks: Any) -> Study:
    """The study with other blocks; `report={...}` arranges its manuscript."""
    return TRIAL.model_copy(update=blocks)


@cache
def trial_cohort() -> Cohort:
    """32 patients in two arms, each with two visits and some with an event."""
    names = [f"SYN-{k:03d}" for k in range(PATIENTS)]
    patients = pd.DataFrame(
        {
            "patient_id": names,
            "diagnosis": "MIGRAINE",
            "arm": ["training" if k % 2 else "usual" for k in range(PATIENTS)],
            "follow_up_months": [8 + k % 5 for k in range(PATIENTS)],
            "sex": ["male" if k % 3 == 0 else "female" for k in range(PATIENTS)],
            "age_years": [22 + k for k in range(PATIENTS)],
        }
    )
    visits = pd.DataFrame(
        [
            (name, month, 60 - 3 * (k % 4) - (month and k % 6 + k % 2), 9 + k % 5 - (k * month) % 7)
            for k, name in enumerate(names)
            for month in (0, 6)
        ],
        columns=["patient_id", "month", "hit_points", "headache_days"],
    )
    relapses = pd.DataFrame(
        [(name, 1.5 + k % 5) for k, name in enumerate(names) if k % 4 == 0],
        columns=["patient_id", "month"],
    )
    return cohort_from_frames(
        TRIAL, patients=patients, visits=visits, relapses=relapses, origin="synthetic"
    )


@cache
def _estimates() -> Released:
    return internal(analyse(trial_cohort(), TRIAL))


def trial_released(**blocks: Any) -> Released:
    """The released results under other blocks, which arrange a report and change no number."""
    return replace(_estimates(), study=trial_study(**blocks))


def trial_text(released: Released) -> Written:
    """The manuscript with its supplement, checklist and trace, without pictures."""
    numbers = figure_numbers(released.study, FIGURES)
    return written(released, all_tables(released), numbers)
