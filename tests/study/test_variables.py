"""Variables that a study declares, and their levels."""

import pytest
from pydantic import ValidationError

from cohorts import study
from rtxoutcomes.study import Variable

AQP4 = {
    "name": "aqp4",
    "label": "AQP4-IgG",
    "kind": "category",
    "levels": ["negative", {"code": "positive", "label": "AQP4-IgG positive"}],
}
BODY = {"name": "bmi", "label": "BMI", "kind": "number", "minimum": 10, "maximum": 80}
SMOKER = {"name": "smoker", "label": "Smoker", "kind": "yes_no"}
AGE = {"name": "age_years", "label": "Age", "kind": "number", "cuts": [40], "role": "subgroup"}


def variable(**keys: object) -> Variable:
    return Variable.model_validate(keys)


def test_a_level_may_be_its_code_and_a_role_a_word() -> None:
    one = variable(**AQP4, role="covariate")

    assert [(level.code, level.label) for level in one.divides] == [
        ("negative", ""),
        ("positive", "AQP4-IgG positive"),
    ]
    assert one.role == ("covariate",)
    assert variable(**AQP4, role=["subgroup", "stratum"]).role == ("subgroup", "stratum")


def test_cuts_make_levels_that_include_their_upper_bound() -> None:
    bands = variable(**BODY, unit="kg/m2", cuts=[18.5, 30]).divides

    assert [level.code for level in bands] == ["to_18_5", "above_18_5_to_30", "above_30"]
    assert [level.label for level in bands] == [
        "18.5 kg/m2 or less",
        "Above 18.5 to 30 kg/m2",
        "Above 30 kg/m2",
    ]
    assert variable(**BODY).divides == ()


def test_yes_or_no_has_no_as_its_reference() -> None:
    assert [level.code for level in variable(**SMOKER).divides] == ["no", "yes"]


def test_a_column_of_every_study_has_its_own_kind_and_levels() -> None:
    sex = variable(name="sex", label="Sex", kind="category", role="covariate")

    assert [level.code for level in sex.divides] == ["female", "male"]
    assert variable(**AGE).is_built_in


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (AQP4 | {"levels": ["a"]}, "at least two"),
        (AQP4 | {"levels": ["a", "a"]}, "'a' is repeated"),
        (AQP4 | {"minimum": 1}, "a category has none"),
        (SMOKER | {"levels": ["a", "b"]}, "a yes_no has none"),
        (BODY | {"maximum": None}, "needs both"),
        (BODY | {"minimum": 90}, "minimum: must be below maximum"),
        (BODY | {"cuts": [90]}, "must lie between"),
        (BODY | {"cuts": [30, 20]}, "must increase"),
        (BODY | {"role": "subgroup"}, "needs cuts to be a subgroup"),
        (BODY | {"role": "stratum"}, "needs cuts to be a stratum"),
        (AGE | {"kind": "yes_no", "cuts": []}, "is a number in every study"),
        (AGE | {"minimum": 18, "maximum": 80}, "those of every study"),
        (AQP4 | {"levels": ["a b", "c"]}, "pattern"),
        (AQP4 | {"role": "outcome"}, "covariate"),
    ],
)
def test_each_fault_is_reported(keys: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        variable(**keys)


def test_a_study_knows_its_variables_by_role_and_which_divide_the_patients() -> None:
    plan = study(variables=[AQP4, AGE, BODY])

    assert [v.name for v in plan.with_role("subgroup")] == ["age_years"]
    assert [level.code for level in plan.levels("aqp4")] == ["negative", "positive"]
    assert [level.code for level in plan.levels("age_years")] == ["to_40", "above_40"]
    assert [level.code for level in plan.levels("sex")] == ["female", "male"]
    with pytest.raises(KeyError, match=r"'bmi'.*diagnosis, sex, aqp4, age_years"):
        plan.levels("bmi")


@pytest.mark.parametrize("name", ["edss", "igg_g_per_l", "diagnosis", "relapse", "group"])
def test_a_variable_cannot_have_the_name_of_something_else(name: str) -> None:
    with pytest.raises(ValidationError, match="is the name of another column or endpoint"):
        study(variables=[SMOKER | {"name": name}])


def test_a_variable_cannot_have_the_label_of_a_score_or_a_level_that_is_reserved() -> None:
    with pytest.raises(ValidationError, match="must differ in label"):
        study(variables=[SMOKER | {"label": "EDSS"}])
    with pytest.raises(ValidationError, match="'all' is reserved"):
        study(variables=[AQP4 | {"levels": ["all", "none"]}])


def test_the_groups_are_the_levels_of_the_grouping() -> None:
    plan = study(variables=[AQP4], study=grouped("aqp4"))

    assert plan.codes == ("negative", "positive")
    assert plan.diagnosis_codes == ("A", "B")
    assert plan.reference_group == "negative"
    assert (plan.group_noun, plan.group_nouns) == ("AQP4-IgG", "AQP4-IgG groups")
    assert plan.label("positive") == "AQP4-IgG positive"
    assert plan.abbreviation("negative") == "negative"


def test_groups_by_an_answer_or_a_number_say_of_what_they_are() -> None:
    age = {"name": "age_years", "label": "Age", "kind": "number", "unit": "years", "cuts": [40]}
    plan = study(variables=[SMOKER, age], study=grouped("smoker"))
    by_age = plan.grouped_by("age_years")

    assert (plan.group_noun, plan.group_nouns) == ("smoker status", "smoker statuses")
    assert (plan.label("yes"), plan.abbreviation("no")) == ("Smoker: yes", "Smoker: no")
    assert plan.patients("yes") == "patients in the group Smoker: yes"
    # Below the name of the variable a level stands alone.
    assert plan.label("yes", "smoker") == "Yes"
    assert (by_age.group_noun, by_age.group_nouns) == ("age group", "age groups")
    assert by_age.label("above_40") == "Above 40 years"
    assert by_age.patients("to_40") == "patients with age 40 years or less"
    assert by_age.patients("above_40") == "patients with age above 40 years"


def test_a_level_that_is_not_text_is_named_as_such() -> None:
    with pytest.raises(ValidationError, match=r"levels\.1\.code\n *Input should be a valid string"):
        study(variables=[AQP4 | {"levels": ["1", 2]}])


def test_a_large_cut_is_written_in_full() -> None:
    cells = {"name": "cells", "label": "Cells", "kind": "number", "minimum": 0, "maximum": 1e8}
    plan = study(variables=[cells | {"cuts": [0.25, 1e6, 1234567.0]}])

    codes = [level.code for level in plan.levels("cells")]
    assert codes == [
        "to_0_25",
        "above_0_25_to_1000000",
        "above_1000000_to_1234567",
        "above_1234567",
    ]
    assert plan.label("above_1000000_to_1234567", "cells") == "Above 1000000 to 1234567"


def test_a_long_label_of_a_grouping_is_no_fault() -> None:
    plan = study(variables=[SMOKER | {"label": "x" * 200}], study=grouped("smoker"))

    assert plan.label("no") == f"{'x' * 200}: no"


def grouped(by: str, **keys: object) -> dict[str, object]:
    return {"id": "trial", "title": "A trial", "drug": "a drug", "grouping": by} | keys


@pytest.mark.parametrize(
    ("noun", "nouns"),
    [("sex", "sexes"), ("diagnosis", "diagnoses"), ("arm", "arms"), ("branch", "branches")],
)
def test_a_noun_has_its_plural(noun: str, nouns: str) -> None:
    plan = study(study=grouped("sex", group_noun=noun))

    assert plan.group_nouns == nouns


def test_a_grouping_that_is_not_there_is_a_fault_of_the_file() -> None:
    with pytest.raises(ValidationError, match=r"study.grouping: no variable 'centre'"):
        study(study=grouped("centre"))
    with pytest.raises(ValidationError, match="is not a level of sex"):
        study(study=grouped("sex", reference_group="A"))


def test_another_grouping_keeps_the_families_of_the_study_and_has_none_of_its_own() -> None:
    families = [
        {"name": "EDSS by diagnosis", "tests": ["edss.A.t", "edss.B.t"]},
        {"name": "EDSS by sex", "tests": ["edss.male.t"], "grouping": "sex"},
    ]
    plan = study(multiplicity={"families": families})

    by_sex = plan.grouped_by("sex")

    assert [family.name for family in plan.families] == ["EDSS by diagnosis"]
    assert [family.name for family in by_sex.families] == ["EDSS by sex"]
    assert [family.name for family in by_sex.other_families] == ["EDSS by diagnosis"]
    assert by_sex.grouped_by("diagnosis").families[0].name == "EDSS by diagnosis"
    assert plan.grouped_by("diagnosis") is plan


def test_another_grouping_is_not_that_of_the_allocation() -> None:
    arms = study(study=grouped("diagnosis", allocation="random", reference_group="A"))

    assert arms.is_randomised
    assert not arms.grouped_by("sex").is_randomised
