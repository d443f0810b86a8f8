from typing import get_args

import pytest

from rtxoutcomes.results import Note
from rtxoutcomes.tables.words import (
    NOTES,
    exposure_label,
    group_label,
    outcome_label,
    plain,
    quantity_label,
    step_label,
    term_words,
)
from tables.made_up import released_of, row

RELEASED = released_of(row("relapse/relapse/RRMS/rate", estimate=0.1))


def test_every_note_has_a_sentence() -> None:
    assert set(NOTES) == set(get_args(Note)) - {""}
    assert all(sentence.endswith(".") for sentence in NOTES.values())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("treated_months", "Treated, months"),
        ("prior_treatment", "Prior treatment"),
        ("months", "Months"),
        ("", ""),
    ],
)
def test_a_code_becomes_words(code: str, words: str) -> None:
    assert plain(code) == words


@pytest.mark.parametrize(
    ("group", "label"),
    [("RRMS", "Relapsing-remitting MS"), ("MOGAD", "MOGAD"), ("all", "All patients")],
)
def test_a_group_has_the_studys_label_or_its_code(group: str, label: str) -> None:
    assert group_label(RELEASED, group) == label


@pytest.mark.parametrize(
    ("endpoint", "label"),
    [
        ("edss", "EDSS, points"),
        ("edss_baseline", "EDSS, points"),
        ("edss_fixed_time", "EDSS, points, at the fixed time"),
        ("relapse", "Relapse"),
        ("age_years", "Age, years"),
        ("walk_seconds", "Walk seconds"),
    ],
)
def test_an_outcome_has_the_studys_label_and_unit(endpoint: str, label: str) -> None:
    assert outcome_label(RELEASED, endpoint) == label


@pytest.mark.parametrize(
    ("term", "label"),
    [
        ("whatsapp_message", "WhatsApp message"),
        ("whatsapp_message_landmark_1", "WhatsApp message, landmark 1"),
        ("skype_session_planning_value", "Skype session, planning value"),
        ("letters_sent", "Letters sent"),
    ],
)
def test_an_exposure_has_the_channels_label(term: str, label: str) -> None:
    assert exposure_label(RELEASED, term) == label


@pytest.mark.parametrize(
    ("term", "label"),
    [
        ("enrolled", "Enrolled"),
        ("end_lost", "Follow-up ended: lost"),
        ("onsets_merged", "Attacks merged with the one before"),
        ("edss_pairs", "EDSS, both values"),
        ("edss_fixed_time_no_baseline", "EDSS, at the fixed time, left out, no baseline value"),
        ("edss_other_step", "EDSS, other step"),
    ],
)
def test_a_step_of_the_flow_reads_as_words(term: str, label: str) -> None:
    assert step_label(RELEASED, term) == label


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("risk_12_months", "Risk at 12 months"),
        ("treated_months", "Treated, months"),
        ("something_new", "Something new"),
    ],
)
def test_a_term_is_words(term: str, words: str) -> None:
    assert term_words(term) == quantity_label(term) == words


def test_what_follows_a_colon_is_kept_as_it_is() -> None:
    assert quantity_label("something_new:RRMS minus SPMS") == "Something new: RRMS minus SPMS"
