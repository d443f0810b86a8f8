"""What others may know of a patient."""

import pytest
from pydantic import ValidationError

from rtxoutcomes.study.privacy import Privacy


def test_diagnosis_sex_and_age_are_what_is_known_unless_the_study_says_else() -> None:
    assert Privacy().quasi_identifiers == ("diagnosis", "sex", "age_years")
    assert Privacy().sensitive == ("relapsed",)


@pytest.mark.parametrize(
    "told",
    [{"quasi_identifiers": []}, {"quasi_identifiers": ["patient_id"]}, {"age_band_years": 0}],
)
def test_what_cannot_be_known_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Privacy.model_validate(told)
