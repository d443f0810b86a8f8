"""Texts of study and style files, by their kind."""

import pytest
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from rtxoutcomes.wording import (
    Label,
    OptionalLabel,
    PrintedMark,
    Sentence,
    same_words,
    unfit_character,
    unprintable_character,
)

LABEL, MAYBE = TypeAdapter(Label), TypeAdapter(OptionalLabel)
GOOD = [
    *("Relapsing-remitting MS", "µg/mL", "m²", "Sjögren’s, 2·10⁹/L", "≥ 50 %", "αβ T cells"),
    *("عود بیماری", "می\u200cشود", "انتكاس", "再発", "naïve", "e\u0301"),
]
BAD = [
    *("a\x00", "\x1b[31mred", "a\u202eb", "a\ufffe", "a\ufdd0", "a\U0001fffe", "a\nb", "a\tb"),
    *("a\ue000", "a\ud800", "a\u0378", "a\u2028b", "\u200cab", "a \u200c b", "a\ufeff"),
    *("", "  ", "\u00a0", "\u0301"),
]


@pytest.mark.parametrize("text", GOOD)
def test_words_of_every_script_are_a_label(text: str) -> None:
    assert LABEL.validate_python(text) == text
    assert MAYBE.validate_python(text) == text


@pytest.mark.parametrize("text", BAD)
def test_what_is_not_seen_or_cannot_be_written_is_no_label(text: str) -> None:
    with pytest.raises(ValidationError):
        LABEL.validate_python(text)


def test_only_an_empty_text_is_an_absent_label() -> None:
    assert MAYBE.validate_python("") == ""
    with pytest.raises(ValidationError, match="must not be empty"):
        MAYBE.validate_python(" ")


def test_each_kind_has_its_length() -> None:
    assert LABEL.validate_python("a" * 200)
    with pytest.raises(ValidationError, match="at most 200"):
        LABEL.validate_python("a" * 201)
    with pytest.raises(ValidationError, match="at most 1000"):
        TypeAdapter(Sentence).validate_python("a" * 1001)
    assert TypeAdapter(PrintedMark).validate_python(" ") == " "
    with pytest.raises(ValidationError, match="at most 8"):
        TypeAdapter(PrintedMark).validate_python(" " * 9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\x1b", "a control character (U+001B)"),
        ("a\u202e", "a character that changes the direction of writing (U+202E)"),
        ("\ufffe", "a character that Unicode does not define (U+FFFE)"),
        ("a\n", "a control character (U+000A)"),
        ("a\u2029", "a line break (U+2029)"),
        ("a\xa0b", ""),
    ],
)
def test_the_character_is_named_and_not_repeated(text: str, words: str) -> None:
    assert unfit_character(text) == words


@given(st.text())
def test_every_label_can_be_written_as_xml(text: str) -> None:
    if not unfit_character(text):
        element = OxmlElement("w:t")
        element.text = text
        assert element.text == text


def test_a_text_of_several_lines_may_hold_marks_of_direction_but_no_control() -> None:
    assert unprintable_character("a\r\n\tb \u200f\u200c\u2028") == ""
    assert unprintable_character("a\x00") == "a control character (U+0000)"
    assert unprintable_character("a\ufffe") != ""


def test_words_that_look_alike_are_the_same() -> None:
    assert same_words(" Straße  Ａ") == same_words("STRASSE a")
    assert same_words("می\u200cشود") == same_words("میشود")
    assert same_words("m²") == same_words("m2")
    assert same_words("RRMS") != same_words("SPMS")
