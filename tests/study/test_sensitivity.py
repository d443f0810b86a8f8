"""The grid of choices that a study declares."""

import re
from typing import Any

import pytest

from cohorts import study
from rtxoutcomes.errors import StudyError
from rtxoutcomes.read.study_file import parse_study

OTHER = {"0": 1.5, "1-5.5": 1.0, "6-10": 0.5}


def edss(**choices: Any) -> dict[str, Any]:
    return {"scores": {"edss": choices}}


def test_the_score_s_own_choice_is_the_first_of_each_grid() -> None:
    plan = study(sensitivity=edss(follow_up_months=[[3, "end"]], worsening=[OTHER]))

    choices = plan.sensitivity.scores["edss"]
    windows, tables = choices.scores(plan.score("edss"))
    assert [s.follow_up_months for s in windows] == [(6, "end"), (3, "end")]
    assert [s.worsening_step(5.5) for s in tables] == [0.5, 1.0]
    assert choices.zero_rules == ("wilcoxon", "pratt")


def test_a_score_without_steps_has_no_table_of_its_own() -> None:
    plan = study(sensitivity={"scores": {"igg": {}}})

    assert plan.sensitivity.scores["igg"].scores(plan.score("igg"))[1] == ()


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"scores": {"sdmt": {}}}, "sensitivity.scores.sdmt: is not a score of this study"),
        (
            edss(follow_up_months=[[0, "end"]]),
            "sensitivity.scores.edss.follow_up_months[0]: follow_up_months must begin after",
        ),
        (
            edss(worsening=[{"0-5": 1.0}]),
            "sensitivity.scores.edss.worsening[0]: worsening: each value of the scale must lie",
        ),
        (
            edss(worsening=[OTHER, OTHER]),
            "sensitivity.scores.edss.worsening: tables must differ",
        ),
        (
            edss(follow_up_months=[[6, "end"]]),
            "sensitivity.scores.edss.follow_up_months: windows must differ",
        ),
        (
            edss(zero_rules=["pratt", "pratt"]),
            "sensitivity.scores.edss.zero_rules: rules must differ",
        ),
        ({"washout_days": [30, 30]}, "sensitivity.washout_days: values must differ"),
    ],
)
def test_each_fault_of_the_grid_is_reported_with_its_place(
    block: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        study(sensitivity=block)


def test_several_faults_of_a_file_are_reported_at_once() -> None:
    text = """
[study]
id = "trial"
title = "A trial"
drug = "a drug"
[[diagnoses]]
code = "A"
label = "First"
[[scores]]
name = "edss"
column = "edss"
label = "EDSS"
unit = "points"
minimum = 0
maximum = 10
step = 0.5
higher_is = "worse"
baseline_months = [-3, 0.5]
follow_up_months = [6, "end"]
[sensitivity]
washout_days = [30, 30]
[sensitivity.scores.edss]
follow_up_months = [[0.2, "end"]]
[sensitivity.scores.sdmt]
[missing.excluded]
B = 2
"""

    with pytest.raises(StudyError) as caught:
        parse_study(text.encode(), "study.toml")

    problems = [problem.must for problem in caught.value.problems]
    assert len(problems) == 4
    assert any("missing.excluded: 'B'" in must for must in problems)
    assert any("washout_days" in must for must in problems)


def test_an_unknown_zero_rule_is_refused_with_its_path() -> None:
    with pytest.raises(ValueError, match="zero_rules"):
        study(sensitivity=edss(zero_rules=["zsplit"]))
