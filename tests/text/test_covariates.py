"""The declared covariates in the text: named where they were used, and where they could not be."""

from typing import Any

from rtxoutcomes import with_variable
from rtxoutcomes.results.quantity import Choice
from rtxoutcomes.results.row import Row
from rtxoutcomes.text.covariates import covariates_in_text, unused_covariates
from rtxoutcomes.text.draft import Draft, draft
from rtxoutcomes.text.limitations import limitations_template
from tables.made_up import PLAN, released_of, row

AGE = with_variable(PLAN, "age_years", "Age", role="covariate")
BOTH = with_variable(AGE, "sex", "Sex", role="stratum")
REFUSED: dict[str, Any] = {"status": "not_attempted", "note": "too_few_for_covariates"}
HAZARD = "contrast/time_to_relapse/SPMS/hazard_ratio"
EDSS = "contrast/edss/SPMS/adjusted_difference"


def contrast(key: str, **value: Any) -> Row:
    return row(key, against="RRMS", choice=Choice.WITH_COVARIATES, role="sensitivity", **value)


def of(*rows: Row) -> Draft:
    return draft(released_of(*rows, study=BOTH))


def test_covariates_adjust_and_strata_stratify() -> None:
    assert covariates_in_text(PLAN) == ""
    assert covariates_in_text(AGE) == "adjusted for {{ variable.age_years }}"
    both = "adjusted for {{ variable.age_years }} and stratified by {{ variable.sex }}"
    assert covariates_in_text(BOTH) == both
    # A group cannot adjust for itself.
    assert covariates_in_text(BOTH.grouped_by("sex")) == "adjusted for {{ variable.age_years }}"


def test_what_could_not_be_adjusted_is_a_limitation() -> None:
    released = released_of(contrast(HAZARD, **REFUSED), contrast(EDSS, estimate=0.5), study=BOTH)
    known = draft(released)
    named = "adjusted for {{ variable.age_years }} and stratified by {{ variable.sex }}"

    (sentence,) = unused_covariates(known)

    assert sentence == (
        f"With so few patients or events, the comparison of hazards could not be {named}."
    )
    assert sentence in limitations_template(known)
    (sentence,) = unused_covariates(of(contrast(HAZARD, **REFUSED), contrast(EDSS, **REFUSED)))
    assert "of hazards and the comparison of changes in {{ in_text.edss }} could not" in sentence
    assert not list(unused_covariates(of(contrast(HAZARD, estimate=1.2))))
