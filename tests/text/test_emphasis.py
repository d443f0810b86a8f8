import pytest

from rtxoutcomes.style import PValues
from rtxoutcomes.text.emphasis import (
    marked,
    number_list,
    plain,
    raised_after_marks,
    stretches,
    with_italic_letter,
    without_stars,
)
from rtxoutcomes.text.model import Piece

TWO = Piece("2", "cite.a", emphasis="superscript")


def shown(pieces: list[Piece]) -> str:
    return "".join(f"^{p.text}^" if p.emphasis == "superscript" else p.text for p in pieces)


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("as reported by Saito and colleagues ", ".", "as reported by Saito and colleagues.^2^"),
        ("As reported previously ", ", the", "As reported previously,^2^ the"),
        ("the largest studies ", " to date", "the largest studies^2^ to date"),
        ("derived data were as follows ", ":", "derived data were as follows^2^:"),
    ],
)
def test_a_raised_number_stands_after_the_mark_without_a_space(
    before: str, after: str, text: str
) -> None:
    assert shown(raised_after_marks([Piece(before), TWO, Piece(after)])) == text


def test_a_raised_number_follows_a_value_and_begins_or_ends_a_text() -> None:
    value = Piece("12%", "edss.p")

    assert shown(raised_after_marks([value, Piece(" "), TWO, Piece(". A")])) == "12%.^2^ A"
    assert shown(raised_after_marks([value, TWO, Piece(".")])) == "12%.^2^"
    assert shown(raised_after_marks([TWO, Piece(" A "), TWO])) == "^2^ A^2^"


def test_a_citation_in_brackets_stays_where_it_is() -> None:
    pieces = [Piece("the method "), Piece("[2]", "cite.a"), Piece(".")]

    assert raised_after_marks(pieces) == pieces


@pytest.mark.parametrize(
    ("numbers", "dash", "text"),
    [
        ([1, 3, 4, 5, 6, 7, 8, 19], "-", "1,3-8,19"),
        ([3, 4], "-", "3,4"),
        ([10, 11, 12, 13], "", "10,11,12,13"),
        ([10, 11, 12, 13], "–", "10–13"),
    ],
)
def test_consecutive_numbers_are_a_range(numbers: list[int], dash: str, text: str) -> None:
    assert number_list(numbers, dash) == text


def test_a_value_is_cut_at_its_marks() -> None:
    text = without_stars("A. *Lancet* 2002; **360:** 7")

    assert [(p.text, p.emphasis) for p in stretches(Piece(text, "reference.a", (3,)))] == [
        ("A. ", ""),
        ("Lancet", "italic"),
        (" 2002; ", ""),
        ("360:", "bold"),
        (" 7", ""),
    ]
    assert {p.sources for p in stretches(Piece(text, "reference.a", (3,)))} == {(3,)}
    assert plain(text) == "A. Lancet 2002; 360: 7"
    assert plain(f"x{marked('12', 'superscript')}") == "x¹²"


@pytest.mark.parametrize(
    ("text", "italic"),
    [
        ("P = .03", ["P"]),
        ("P<0.001 and P=0.2", ["P", "P"]),
        ("two-sided P values", ["P"]),
        ("PASAT = 3, P is a letter, XP = 2", []),
    ],
)
def test_only_the_letter_of_a_p_value_is_italic(text: str, italic: list[str]) -> None:
    style = PValues(italic=True)

    pieces = list(stretches(with_italic_letter(Piece(text, "edss.p"), style)))
    assert [p.text for p in pieces if p.emphasis == "italic"] == italic
    assert "".join(p.text for p in pieces) == text
    assert with_italic_letter(Piece(text), style).text.count("*P*") == len(italic)
    assert with_italic_letter(Piece(text), PValues()).text == text


def test_sentences_have_the_letter_of_the_style_and_values_keep_theirs() -> None:
    style = PValues(letter="p", italic=True)

    sentence = with_italic_letter(Piece("No P value is printed."), style)

    assert sentence.text == "No *p* value is printed."
    assert with_italic_letter(Piece("P value", "study.title"), style).text == "P value"
