"""Variables declared in Python are those of the same block in a study file."""

import pytest

import rtxoutcomes as rtx
from rtxoutcomes.read.study_file import parse_study
from rtxoutcomes.study.template import study_template

BUNDLED = rtx.read_study("nabiuni2023")


def from_file(block: str) -> rtx.Study:
    """A study of the plan of the bundled one, whose file ends in this block."""
    return parse_study(f"{study_template(BUNDLED)}\n[[variables]]\n{block}".encode(), "study.toml")


@pytest.mark.parametrize(
    ("declared", "block"),
    [
        (
            rtx.with_variable(BUNDLED, "aqp4", "AQP4-IgG", levels=["negative", "positive"]),
            'name = "aqp4"\nlabel = "AQP4-IgG"\nkind = "category"\n'
            'levels = ["negative", "positive"]',
        ),
        (
            rtx.with_variable(BUNDLED, "age_years", "Age", cuts=[40], role="subgroup"),
            'name = "age_years"\nlabel = "Age"\nkind = "number"\ncuts = [40]\nrole = "subgroup"',
        ),
        (
            rtx.with_variable(
                BUNDLED, "nfl", "NfL", minimum=1, maximum=500, unit="ng/L", role=["covariate"]
            ),
            'name = "nfl"\nlabel = "NfL"\nkind = "number"\nminimum = 1\nmaximum = 500\n'
            'unit = "ng/L"\nrole = ["covariate"]',
        ),
        (
            rtx.with_variable(BUNDLED, "sex", "Sex", role=("stratum", "covariate")),
            'name = "sex"\nlabel = "Sex"\nkind = "category"\nrole = ["stratum", "covariate"]',
        ),
        (
            rtx.with_variable(BUNDLED, "smokes", "Smoker"),
            'name = "smokes"\nlabel = "Smoker"\nkind = "yes_no"',
        ),
    ],
)
def test_a_declared_variable_is_that_of_a_study_file(declared: rtx.Study, block: str) -> None:
    assert declared.variables == from_file(block).variables
    assert BUNDLED.variables == ()


def test_a_declaration_of_the_same_name_is_replaced() -> None:
    once = rtx.with_variable(BUNDLED, "age_years", "Age", role="covariate")

    twice = rtx.with_variable(once, "age_years", "Age at start", cuts=[50], role="subgroup")

    assert [(v.label, v.role) for v in twice.variables] == [("Age at start", ("subgroup",))]


def test_what_a_study_file_could_not_have_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="role: a number needs cuts to be a subgroup"):
        rtx.with_variable(BUNDLED, "age_years", "Age", role="subgroup")
    with pytest.raises(ValueError, match="'edss' is the name of another column or endpoint"):
        rtx.with_variable(BUNDLED, "edss", "EDSS", levels=["low", "high"])
