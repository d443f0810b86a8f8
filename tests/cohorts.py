"""Small cohorts for tests, made by hand."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from rtxoutcomes.cohort import TABLES, Cohort, CohortForm, Origin, fingerprinted
from rtxoutcomes.study import Study

PATIENT_COLUMNS = {
    "sex": None,
    "age_years": float("nan"),
    "disease_duration_years": float("nan"),
    "relapses_prior_year": float("nan"),
    "prior_treatment": None,
    "end_reason": None,
}

STUDY = {
    "study": {"id": "trial", "title": "A trial", "drug": "a drug", "design": "single-arm"},
    "diagnoses": [{"code": "A", "label": "First"}, {"code": "B", "label": "Second"}],
    "scores": [
        {
            "name": "edss",
            "column": "edss",
            "label": "EDSS",
            "unit": "points",
            "minimum": 0,
            "maximum": 10,
            "step": 0.5,
            "not_on_scale": [0.5],
            "higher_is": "worse",
            "baseline_months": [-3, 0.5],
            "follow_up_months": [6, "end"],
            "fixed_time_months": [9, 15],
            "worsening": {"0": 1.5, "1-5": 1.0, "5.5-10": 0.5},
        },
        {
            "name": "igg",
            "column": "igg_g_per_l",
            "label": "IgG",
            "unit": "g/L",
            "minimum": 0.1,
            "maximum": 40,
            "decimals": 2,
            "scale": "log",
            "baseline_months": [-3, 0.5],
            "follow_up_months": [6, "end"],
            "low": [7.0],
        },
    ],
    "channels": [{"name": "chat", "activities": ["message"]}],
    "multiplicity": {"p_values": "all"},
}


def study(**changes: Any) -> Study:
    """A study of two diagnoses; `changes` replace top-level blocks."""
    return Study.model_validate(STUDY | changes)


def patients(rows: Sequence[tuple[str, str, float]], **columns: Any) -> pd.DataFrame:
    """Patients from (id, diagnosis, months of follow-up)."""
    frame = pd.DataFrame(list(rows), columns=["patient_id", "diagnosis", "follow_up_months"])
    return frame.assign(**(PATIENT_COLUMNS | columns), group=frame["diagnosis"])


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    """A table from a line of column names and its rows."""
    return pd.DataFrame(list(rows), columns=columns.split())


def visits(*rows: tuple[str, float, float], column: str = "edss") -> pd.DataFrame:
    """Visits from (id, month, value of one score)."""
    frame = pd.DataFrame(list(rows), columns=["patient_id", "month", column])
    return frame.assign(phase="")


def cohort(
    people: pd.DataFrame,
    *,
    form: CohortForm = "tables",
    origin: Origin = "synthetic",
    **tables: pd.DataFrame | None,
) -> Cohort:
    """A cohort of these patients; tables not named were not collected."""
    names = (*TABLES[1:], "engagement_log")
    made = Cohort(
        patients=people.assign(group=people["diagnosis"]),
        **{name: tables.get(name) for name in names},
        form=form,
        origin=origin,
        declared_by="a test",
        declared_on="",
        sources={},
        allowed_numbers={},
        fingerprints={},
    )
    return fingerprinted(made)
