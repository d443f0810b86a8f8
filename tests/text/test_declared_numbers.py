"""Numbers of definitions, as a text refers to them."""

from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.text.declared_numbers import declared_numbers, steps_in_text

STUDY = read_study("nabiuni2023")


def test_days_and_steps_are_those_of_the_study_file_in_its_style() -> None:
    numbers = declared_numbers(STUDY, read_style("lancet"))

    assert numbers["study.confirm_days.worsening_12_weeks"] == "84"
    assert numbers["study.exclude_days.worsening_24_weeks"] == "30"
    assert numbers["study.steps.edss"] == "1·5 from 0, 1 from 1 to 5 and 0·5 from 5·5 to 10"
    assert numbers["fixed.late_days"] == "168"


def test_a_step_that_is_the_same_everywhere_has_no_range() -> None:
    score = STUDY.score("edss").model_copy(update={"worsening": {"0-10": "20%"}})

    assert steps_in_text(score, ".") == "20%"
