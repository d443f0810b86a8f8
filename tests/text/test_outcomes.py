"""The declared outcomes in sentences."""

from dataclasses import replace

from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.outcomes import declared_outcomes
from tables.made_up import released_of, row

ESTIMAND = {"population": "all patients", "variable": "EDSS.", "summary": "mean"}


def sentences(*outcomes: dict[str, object]) -> list[str]:
    made = released_of(row("relapse/relapse/all/rate", estimate=0.5))
    study = made.study.model_copy(update={"outcomes": outcomes})
    return list(declared_outcomes(draft(replace(made, study=study))))


def test_a_study_without_a_primary_outcome_says_so() -> None:
    assert sentences() == ["No primary outcome was declared."]
    assert sentences({"endpoint": "edss", "role": "exploratory"}) == [
        "No primary outcome was declared.",
        "The exploratory outcome was {{ study.outcome_1 }}.",
    ]


def test_several_outcomes_of_one_role_are_named_together_each_with_its_estimand() -> None:
    assert sentences(
        {"endpoint": "edss", "role": "primary", "estimand": ESTIMAND},
        {"endpoint": "relapse", "role": "primary"},
    ) == [
        "The primary outcomes were {{ study.outcome_1 }} and {{ study.outcome_2 }}.",
        "The estimand of {{ study.outcome_1 }} was defined as follows: population, "
        "{{ study.outcome_1_population }}; variable, {{ study.outcome_1_variable }}; summary "
        "measure, {{ study.outcome_1_summary }}.",
    ]
