"""Exposures and models in words."""

from dataclasses import replace

import pytest

from released import bundled, small
from rtxoutcomes.figures.exposures import exposure_words, exposures, model_words, split


def test_exposures_are_in_the_order_of_the_study() -> None:
    assert exposures(bundled()) == ["skype_session", "whatsapp_message", "whatsapp_question"]


def test_a_channel_is_called_as_the_study_calls_it() -> None:
    assert exposure_words(bundled(), "whatsapp_message") == "WhatsApp messages"
    assert exposure_words(replace(bundled(), about={}), "whatsapp_message") == "whatsapp messages"


def test_the_longest_name_wins() -> None:
    known = ["chat_message", "chat_message_long"]

    assert split("chat_message_long_landmark_1", known) == ("chat_message_long", "_landmark_1")
    assert split("chat_message", known) == ("chat_message", "")
    assert split("another", known) == ("another", "")


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("", "Landmark, month 3"),
        ("_landmark_1", "Landmark, month 1"),
        ("_diagnosis_covariate", "Diagnosis as covariate"),
        ("_adjusted_relapses_prior_year", "Adjusted for earlier relapses"),
        ("_adjusted_edss_baseline", "Adjusted for EDSS at baseline"),
        ("_adjusted_sdmt_baseline", "Adjusted for sdmt at baseline"),
        ("_adjusted_body_mass", "Adjusted for body mass"),
        ("_subset", "MS only"),
        ("_within_groups", "Within groups of patients"),
        ("_confirmed", "Confirmed attacks only"),
        ("_cumulative_lag_3", "All until then, lag 3"),
        ("_recent_lag_0.5_confirmed", "Recent, lag 0.5, confirmed"),
        ("_attacks", "Number of attacks"),
        ("_by_12_months", "By month 12, yes or no"),
        ("_something_new", "something new"),
    ],
)
def test_an_ending_is_the_name_of_a_model(ending: str, words: str) -> None:
    method = "Firth Cox after the landmark, landmark 3 months"

    assert model_words(bundled(), ending, method) == words


def test_what_is_not_known_has_a_plain_name() -> None:
    assert model_words(small(), "", "another") == "Primary"
    assert model_words(replace(small(), about={}), "_subset", "") == "Some diagnoses only"
