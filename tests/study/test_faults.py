"""Names that a study cannot use."""

from cohorts import study
from rtxoutcomes.study import OneTable
from rtxoutcomes.study.blocks import RelapseRule
from rtxoutcomes.study.faults import score_faults, synthesis_faults, variable_faults


def test_a_sound_study_has_no_fault() -> None:
    plan = study()

    assert score_faults(plan.scores) == []
    assert variable_faults(plan.variables, plan.scores, plan.one_table) == []
    assert synthesis_faults(None, ("A",), ("edss",), plan.exposures, RelapseRule()) == []


def test_a_score_cannot_be_called_diagnosis_since_table_1_describes_it() -> None:
    score = study().scores[1].model_copy(update={"name": "diagnosis"})

    assert score_faults([score]) == [
        "scores: 'diagnosis' is reserved for an endpoint or a column of every study"
    ]


def test_a_variable_cannot_have_the_name_of_a_column_of_the_one_table_form() -> None:
    smoker = {"name": "edss_baseline", "label": "Smoker", "kind": "yes_no"}
    plan = study(variables=[smoker])
    columns = {"edss": {"baseline": "edss_baseline", "follow_up": "edss_follow_up"}}
    one_table = OneTable.model_validate({"scores": columns})

    assert variable_faults(plan.variables, plan.scores, one_table) == [
        "variables: 'edss_baseline' is the name of another column or endpoint"
    ]
