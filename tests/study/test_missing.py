"""What a study says about missing data."""

import pytest
from pydantic import ValidationError

from cohorts import study
from rtxoutcomes.study.missing import Missing


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
