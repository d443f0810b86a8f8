"""A whole text in the style of each journal."""

import re
from dataclasses import replace

import pytest

from released import bundled
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.text.model import Text
from text.filled import filled, setting_of


def written(name: str) -> Text:
    return filled(setting_of(replace(bundled(), style=read_style(name))))


def body(text: Text) -> str:
    """The text without its list of papers and its headings."""
    papers = set(text.section("References"))
    return "\n".join(p.text for p in text.paragraphs if p not in papers and p.kind != "heading")


@pytest.mark.parametrize("name", ["jama", "lancet", "nejm"])
def test_citations_are_raised_and_stand_after_the_full_point(name: str) -> None:
    text = written(name)

    raised = [p for each in text.paragraphs for p in each.pieces if p.emphasis == "superscript"]
    assert len(raised) > 5
    assert all(re.fullmatch(r"\d+([,–-]\d+)*", piece.text) for piece in raised)
    assert not re.search(r"\[\d", body(text))
    assert re.search(r"\w\.<sup>\d", text.markdown)
    assert not re.search(r" <sup>|</sup>[.,]", text.markdown)
    assert re.match(r"1\. \w+ \w+", text.section("References")[0].text)


def test_the_lancet_has_no_full_point_within_a_number() -> None:
    own = body(written("lancet"))

    assert not re.search(r"\d\.\d", own)
    assert re.search(r"\(95% CI −0·66 to 0·02", own)
    assert re.search(r"95% CI \d+–\d+", own)
    assert re.search(r"p=0·\d", own)


def test_jama_has_counts_in_digits_and_the_letter_of_p_in_italics() -> None:
    text = written("jama")

    assert "8 of 42" in body(text) or re.search(r"\b8 \(19%\)", body(text))
    letters = [p for each in text.paragraphs for p in each.pieces if p.emphasis == "italic"]
    assert {piece.text for piece in letters} >= {"P"}
    assert re.search(r"\*P\* = \.\d", text.markdown)
    assert not re.search(r"P\*? ?[=<] ?0", text.markdown)
    assert re.search(r"95% CI \d+%-\d+%", body(text))


def test_counts_up_to_ten_are_words_in_the_lancet() -> None:
    assert re.search(r"\bten \(23%\)", body(written("lancet")))
    assert re.search(r"\b10 \(23%\)", body(written("default")))


def test_nejm_has_to_between_limits_and_no_space_around_the_sign() -> None:
    own = body(written("nejm"))

    assert re.search(r"P=0\.\d\d", own)
    assert "P = " not in own
    assert not re.search(r"\d[–-]\d+\)", own)
