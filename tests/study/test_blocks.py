"""The blocks of a study file: defaults, and values that make no sense."""

import pytest
from pydantic import ValidationError

from cohorts import study
from rtxoutcomes.study.blocks import Identity, Missing, Privacy

IDENTITY = {"id": "trial", "title": "A trial", "drug": "a drug"}


@pytest.mark.parametrize("pattern", ["Q[0-9]{3}", "[A-Z]+"])
def test_the_pattern_of_ids_is_kept_as_the_study_states_it(pattern: str) -> None:
    assert Identity.model_validate(IDENTITY | {"id_pattern": pattern}).id_pattern == pattern


def test_nothing_is_imputed_unless_it_is_asked_for() -> None:
    assert Missing().imputations is None
    assert Missing().censored_hazards == (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"imputations": 1}, "greater than or equal to 2"),
        ({"imputations": 1001}, "less than or equal to 1000"),
        ({"excluded": {"A": -1}}, "greater than or equal to 0"),
        ({"censored_hazards": [0]}, "greater than 0"),
        ({"imputation": 5}, "Extra inputs"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Missing.model_validate(changes)


def test_patients_excluded_before_belong_to_a_diagnosis_of_the_study() -> None:
    assert study(missing={"excluded": {"A": 3}}).missing.excluded == {"A": 3}
    with pytest.raises(ValidationError, match=r"missing.excluded: 'C' is not a diagnosis"):
        study(missing={"excluded": {"C": 3}})


def test_diagnosis_sex_and_age_are_what_is_known_unless_the_study_says_else() -> None:
    assert Privacy().quasi_identifiers == ("diagnosis", "sex", "age_years")
    assert Privacy().sensitive == ("relapsed",)


@pytest.mark.parametrize(
    "block",
    [{"quasi_identifiers": []}, {"quasi_identifiers": ["patient_id"]}, {"age_band_years": 0}],
)
def test_what_cannot_be_known_is_refused(block: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Privacy.model_validate(block)
