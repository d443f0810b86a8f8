import pytest

from rtxoutcomes import read_study
from rtxoutcomes.text.group_names import is_abbreviation, name_in_text


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("RRMS", True), ("T2D", True), ("A", False), ("1A", False), ("female", False), ("", False)],
)
def test_an_abbreviation_has_two_capitals_or_more(word: str, is_one: bool) -> None:
    assert is_abbreviation(word) == is_one


def test_a_diagnosis_is_named_by_its_abbreviation_and_a_sex_by_its_label() -> None:
    study = read_study("nabiuni2023")

    assert name_in_text(study, "SPMS") == "SPMS"
    assert name_in_text(study.grouped_by("sex"), "female") == "female"
