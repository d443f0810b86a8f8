"""What headers of clinics say."""

import pytest

from rtxoutcomes.vocabulary.headers import Meaning, meaning_of
from rtxoutcomes.vocabulary.words import vocabulary


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("EDSS post 12m", Meaning("score", "edss", "follow_up", month=12.0)),
        ("EDSS_12mo", Meaning("score", "edss", month=12.0)),
        ("month 6 EDSS", Meaning("score", "edss", month=6.0)),
        ("EDSS nach 2 Jahren", Meaning("score", "edss", "follow_up", month=24.0)),
        ("IgG before (mg/dL)", Meaning("score", "igg", "baseline", unit="mg/dL")),
        ("EDSS2", Meaning("score", "edss", index=2)),
        ("T25FW (s)", Meaning("score", "t25fw", unit="s")),
        ("FU (mo)", Meaning("follow_up", unit="months")),
        ("relapse Y/N", Meaning("relapse")),
        ("Last visit", Meaning("follow_up")),
        ("تاریخ اولین تزریق", Meaning("first_infusion")),
        ("نام و نام خانوادگی", Meaning("identifying")),
    ],
)
def test_a_header_has_a_concept_a_time_and_a_unit(header: str, meaning: Meaning) -> None:
    assert meaning_of(header) == meaning


def test_a_header_of_unknown_words_has_no_meaning() -> None:
    assert meaning_of("Zahra Karimi") is None


@pytest.mark.parametrize("header", ["EDSS Karimi", "EDSS 09125550143", "Dx 4471-10", "Zahra"])
def test_a_header_with_a_word_that_may_be_a_name_or_a_number_is_not_shown(header: str) -> None:
    assert not vocabulary().is_plain(header)


def test_each_diagnosis_knows_its_own_code() -> None:
    assert [vocabulary().diagnosis(d.code) for d in vocabulary().diagnoses] == [
        d.code for d in vocabulary().diagnoses
    ]
