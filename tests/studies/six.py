"""Six studies that differ in what their sentences depend on, with small cohorts made by rule.

The bundled single-arm study; a randomised trial of psychotherapy; one group; no relapses; no
scores; and a follow-up that is the same for all.
"""

from functools import cache
from pathlib import Path

import pandas as pd

from released import bundled
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.gallery import all_figures, figure_numbers
from rtxoutcomes.figures.style import house_style
from rtxoutcomes.grouping import grouped
from rtxoutcomes.intake import cohort_from_frames
from rtxoutcomes.publish.writing import Written, written
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.tables.manuscript import all_tables

NAMES = ("single_arm", "two_arms", "one_group", "no_relapses", "no_scores", "equal_follow_up")
PATIENTS = 40


@cache
def released(name: str) -> Released:
    """The results of a study, as they may be shown."""
    if name == NAMES[0]:
        return bundled()
    plan = read_study(Path(__file__).with_name(f"{name}.toml"))
    return internal(analyse(grouped(_cohort(name), plan), plan))


def _cohort(name: str) -> Cohort:
    plan = read_study(Path(__file__).with_name(f"{name}.toml"))
    codes = plan.diagnosis_codes
    tables: dict[str, pd.DataFrame] = {}
    patients = pd.DataFrame(
        [
            {
                "patient_id": f"SYN-{k}",
                "diagnosis": codes[k % len(codes)],
                "follow_up_months": 12.0 if name == "equal_follow_up" else 7.0 + k % 9,
                "sex": "female" if k % 3 else "male",
                "age_years": 30 + k % 17,
                "end_reason": "withdrew" if k % 20 == 7 else "ongoing",
            }
            for k in range(PATIENTS)
        ]
    )
    if name == "two_arms":
        tables["patients"] = patients.assign(arm=["waiting", "therapy"] * (PATIENTS // 2))
    if name == "one_group":
        tables["engagement"] = _entries(patients)
    if name != "no_relapses":
        tables["relapses"] = _events()
    if name in ("one_group", "no_scores"):
        tables["adverse_events"] = (
            _adverse_events() if name == "no_scores" else _adverse_events()[:0]
        )
    for score in plan.scores:
        tables["visits"] = _visits(patients, score.column, score.maximum)
    if name == "no_relapses":
        tables["infusions"] = pd.DataFrame(
            {"patient_id": patients["patient_id"], "month": 0.0, "dose_mg": 500}
        )
    return cohort_from_frames(
        plan,
        origin="synthetic",
        patients=tables.get("patients", patients),
        visits=tables.get("visits"),
        relapses=tables.get("relapses"),
        infusions=tables.get("infusions"),
        engagement=tables.get("engagement"),
        adverse_events=tables.get("adverse_events"),
    )


def _events() -> pd.DataFrame:
    rows = [(f"SYN-{k}", 2.5 + k % 4) for k in range(0, PATIENTS, 5)]
    return pd.DataFrame([*rows, ("SYN-5", 6.5)], columns=["patient_id", "month"])


def _adverse_events() -> pd.DataFrame:
    names = ["patient_id", "event_id", "month", "term", "serious"]
    rows = [("SYN-1", "1", 1.0, "nausea", "no"), ("SYN-4", "1", 2.0, "fever", "yes")]
    return pd.DataFrame(rows, columns=names)


def _visits(patients: pd.DataFrame, column: str, most: float) -> pd.DataFrame:
    rows = []
    ends = zip(patients["patient_id"], patients["follow_up_months"], strict=True)
    for k, (name, months) in enumerate(ends):
        before = round(most * 0.4) + k % 4
        rows.append((name, 0.0, before))
        if k != 3:
            rows.append((name, months, before + (0, 1, -1, 2, 1)[k % 5]))
    return pd.DataFrame(rows, columns=["patient_id", "month", column])


def _entries(patients: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (name, month, "app", "entry", (3 * k) % 5 + 1)
        for k, name in enumerate(patients["patient_id"])
        for month in range(3)
    ]
    return pd.DataFrame(rows, columns=["patient_id", "month", "channel", "activity", "count"])


@cache
def report(name: str) -> Written:
    """The text, supplement and checklist of a study."""
    made = released(name)
    numbers = figure_numbers(made.study, [drawn.key for drawn in figures(name)])
    return written(made, all_tables(made), numbers)


@cache
def figures(name: str) -> tuple[Drawn, ...]:
    with house_style():
        return tuple(all_figures(released(name)))
