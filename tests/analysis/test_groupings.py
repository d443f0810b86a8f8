"""Results by another variable than the diagnosis."""

from dataclasses import replace

import pandas as pd
import pytest

import rtxoutcomes as rtx
from analysis.small import full
from cohorts import STUDY, study
from rtxoutcomes.results.frame import KEY

BY_SEX = {"study": STUDY["study"] | {"grouping": "sex"}}  # type: ignore[operator]


def rows_of(frame: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    return frame


def test_group_by_is_the_analysis_of_a_study_with_that_grouping() -> None:
    plan = study(multiplicity={}, randomness={"permutations": 199})
    declared = study(multiplicity={}, randomness={"permutations": 199}, **BY_SEX)

    by_call = rtx.analyse(full(), plan, group_by="sex").estimates
    by_file = rtx.analyse(full(), declared).estimates

    pd.testing.assert_frame_equal(by_call, by_file)
    assert set(by_call["grouping"]) == {"sex"}
    assert set(by_call["group"]) == {"female", "male", "all"}


def test_groups_are_those_patients_alone() -> None:
    made = full()
    women = made.subset("sex == 'female'", reason="men")

    by_sex = rtx.score_change(made, study(), "edss", group_by="sex")
    alone = rtx.score_change(women, study(), "edss", group_by="sex")

    columns = ["quantity", "month", "level", "choice", "method_key", "n", "estimate", "conf_low"]
    of_group = by_sex.query("group == 'female' and against == ''")[columns]
    # Rows of single groups; what is pooled over the groups depends on the others.
    pd.testing.assert_frame_equal(
        of_group.reset_index(drop=True),
        alone.query("group == 'female' and against == ''")[columns].reset_index(drop=True),
    )


def test_the_grouping_is_not_described_in_its_own_table_but_the_diagnosis_is() -> None:
    frame = rtx.baseline_characteristics(full(), study(), group_by="sex")

    assert "sex" not in set(frame["endpoint"])
    levels = rows_of(frame, endpoint="diagnosis", group="female", quantity="proportion")
    assert levels["level"].tolist() == ["A", "B"]
    assert levels["estimate"].tolist() == pytest.approx([6 / 8, 2 / 8])


def test_declared_variables_are_described() -> None:
    variables = [
        {"name": "aqp4", "label": "AQP4-IgG", "kind": "category", "levels": ["neg", "pos"]},
        {"name": "bmi", "label": "BMI", "kind": "number", "minimum": 10, "maximum": 80},
        {"name": "smoker", "label": "Smoker", "kind": "yes_no"},
        {"name": "weeks", "label": "Weeks", "kind": "number", "minimum": 0, "maximum": 9},
    ]
    made = full()
    smoker = pd.array([True, None] * 8, dtype="boolean")
    patients = made.patients.assign(
        aqp4=["neg", "pos"] * 8, bmi=[20.0, 30.0] * 8, smoker=smoker, weeks=float("nan")
    )

    frame = rtx.baseline_characteristics(
        replace(made, patients=patients), study(variables=variables)
    )

    overall = frame[frame["group"] == "all"]
    assert rows_of(overall, endpoint="aqp4", level="pos")["estimate"].tolist() == [0.5]
    assert rows_of(overall, endpoint="bmi", quantity="mean")["estimate"].tolist() == [25.0]
    yes = rows_of(overall, endpoint="smoker", level="yes").iloc[0]
    assert (yes["estimate"], yes["n"], yes["dropped"]) == (1.0, 8, 8)
    # Recorded in nobody: not a row.
    assert "weeks" not in set(frame["endpoint"])


def test_a_family_of_another_grouping_is_named_as_the_reason_of_no_adjustment() -> None:
    plan = study(multiplicity={"family": ["edss.A.t", "edss.B.t"], "p_values": "all"})

    frame = rtx.score_change(full(), plan, "edss", group_by="sex")

    tests = rows_of(frame, quantity="mean_change", role="reported")
    last = tests[tests["month"].isna() & tests["p_value"].notna()]
    assert last["p_adjusted"].isna().all()
    assert set(last["note"]) == {"other_grouping"}
    own = rtx.score_change(full(), plan, "edss")
    assert "other_grouping" not in set(own["note"])


def test_a_family_of_that_grouping_is_adjusted() -> None:
    family = {"name": "by sex", "tests": ["edss.female.t", "edss.male.t"], "grouping": "sex"}
    plan = study(multiplicity={"families": [family], "p_values": "all"})

    frame = rtx.score_change(full(), plan, "edss", group_by="sex")

    tests = rows_of(frame, quantity="mean_change", role="reported")
    last = tests[tests["month"].isna() & tests["against"].eq("")].set_index("group")
    p = last["p_value"]
    low, high = sorted(p)
    # Holm: twice the smaller, then the larger, never below the first.
    expected = {p.idxmin(): min(1.0, 2 * low), p.idxmax(): min(1.0, max(2 * low, high))}
    assert last["p_adjusted"].to_dict() == pytest.approx(expected)


def test_the_key_is_unique_in_every_grouping() -> None:
    frame = rtx.analyse(full(), study(), group_by="sex").estimates

    assert not frame.duplicated(list(KEY)).any()
