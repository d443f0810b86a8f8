"""The group of each patient."""

import numpy as np
import pandas as pd
import pytest

from cohorts import cohort, patients, study
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.grouping import grouped, levels_of

VARIABLES = [
    {"name": "aqp4", "label": "AQP4-IgG", "kind": "category", "levels": ["neg", "pos"]},
    {"name": "smoker", "label": "Smoker", "kind": "yes_no"},
    {"name": "age_years", "label": "Age", "kind": "number", "unit": "years", "cuts": [30, 40]},
]
PLAN = study(variables=VARIABLES)
PEOPLE = patients(
    [(f"P{k}", "AB"[k % 2], 12.0) for k in range(5)],
    sex=["female", "male", None, "female", "male"],
    age_years=[30.0, 30.1, 40.0, 41.0, np.nan],
    aqp4=["pos", None, "neg", "neg", "pos"],
    smoker=pd.array([True, False, None, False, True], dtype="boolean"),
)


def listed(variable: str) -> list[object]:
    values = levels_of(PEOPLE, PLAN, variable)
    return [None if pd.isna(value) else value for value in values]


def test_every_kind_of_variable_has_its_levels() -> None:
    assert listed("diagnosis") == ["A", "B", "A", "B", "A"]
    assert listed("sex") == ["female", "male", None, "female", "male"]
    assert listed("aqp4") == ["pos", None, "neg", "neg", "pos"]
    assert listed("smoker") == ["yes", "no", None, "no", "yes"]


def test_a_value_that_equals_a_cut_belongs_to_the_level_below() -> None:
    assert listed("age_years") == ["to_30", "above_30_to_40", "above_30_to_40", "above_40", None]


def test_patients_without_a_group_are_excluded_with_the_reason() -> None:
    made = grouped(cohort(PEOPLE), PLAN.grouped_by("sex"))

    assert made.patients["group"].tolist() == ["female", "male", "female", "male"]
    assert made.excluded is not None
    assert made.excluded[["patient_id", "reason"]].to_numpy().tolist() == [
        ["P2", "sex not recorded"]
    ]


def test_a_cohort_read_without_the_variable_is_refused() -> None:
    with pytest.raises(UsageFault, match=r"no column 'aqp4': read it with the study"):
        grouped(cohort(PEOPLE.drop(columns="aqp4")), PLAN.grouped_by("aqp4"))


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("aqp4", {"kind": "category", "levels": ["neg", "low"]}),
        ("aqp4", {"kind": "yes_no"}),
        ("aqp4", {"kind": "number", "minimum": 0, "maximum": 9, "cuts": [1]}),
        ("smoker", {"kind": "category", "levels": ["yes", "no"]}),
    ],
)
def test_a_cohort_read_with_other_levels_is_refused_without_a_value(
    name: str, declared: dict[str, object]
) -> None:
    other = study(variables=[{"name": name, "label": "Other"} | declared])

    with pytest.raises(UsageFault, match=rf"values of '{name}' that this study does") as caught:
        grouped(cohort(PEOPLE), other.grouped_by(name))
    assert "pos" not in str(caught.value)


def test_a_cohort_of_other_diagnoses_is_refused() -> None:
    with pytest.raises(UsageFault, match="values of 'diagnosis'"):
        grouped(cohort(PEOPLE.assign(diagnosis="MS")), PLAN)


def test_a_variable_that_nobody_has_is_refused() -> None:
    with pytest.raises(UsageFault, match="sex is recorded for no patient"):
        grouped(cohort(PEOPLE.assign(sex=None)), PLAN.grouped_by("sex"))
