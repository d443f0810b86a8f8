import re

import pytest

from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.style import DEFAULT
from rtxoutcomes.text.citations import citation_words, cited, papers, printed_paper, reference_list
from rtxoutcomes.text.emphasis import plain, stretches
from rtxoutcomes.text.model import Piece

BRACKETS = DEFAULT.citations
SIX = "Aa A, Bb B, Cc C, Dd D, Ee E, Ff F"


def test_papers_are_numbered_as_they_are_first_named() -> None:
    keys = cited(["{{ cite.wilson1927 }} {{ cite.fay2013+kaplan1958 }}", "{{ cite.fay2013 }}"])

    words = citation_words(keys, BRACKETS)
    assert keys == ("wilson1927", "fay2013", "kaplan1958")
    assert [words[f"cite.{key}"] for key in keys] == ["[1]", "[2]", "[3]"]
    assert words["reference.fay2013"].startswith("[2] Fay MP, Brittain EH, Proschan MA.")


def test_an_unknown_paper_takes_no_number() -> None:
    assert cited(["{{ cite.nobody1900 }}"]) == ()


def test_every_paper_may_be_cited() -> None:
    words = citation_words([], BRACKETS)

    assert len({words[f"cite.{key}"] for key in papers()}) == len(papers())


def test_the_list_is_a_paragraph_a_paper() -> None:
    assert reference_list(["a", "b"]) == "{{ reference.a }}\n\n{{ reference.b }}"


def test_every_paper_names_its_year_as_its_key_does() -> None:
    for key, paper in papers().items():
        year = re.search(r"\d{4}", key)
        assert year is not None
        assert re.search(rf" {year[0]}[;.]", paper), key
        assert paper.endswith(".")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("default", "Clopper CJ, Pearson ES. The title. Biometrika 1934;26:404-413."),
        ("jama", "Clopper CJ, Pearson ES. The title. Biometrika. 1934;26:404-413."),
        ("nejm", "Clopper CJ, Pearson ES. The title. Biometrika 1934;26:404-413."),
        ("lancet", "Clopper CJ, Pearson ES. The title. Biometrika 1934; 26: 404-413."),
    ],
)
def test_a_paper_is_listed_by_the_pattern_of_the_style(name: str, printed: str) -> None:
    paper = "Clopper CJ, Pearson ES. The title. Biometrika 1934;26:404-413."

    assert plain(printed_paper(paper, read_style(name).citations)) == printed


def test_the_lancet_has_the_journal_in_italics_and_the_volume_in_bold_type() -> None:
    text = printed_paper("Aa A. B. C. Lancet 2002;360:7-22.", read_style("lancet").citations)

    looks = {piece.text: piece.emphasis for piece in stretches(Piece(text, "reference.aa"))}
    assert looks == {
        "Aa A. B. C. ": "",
        "Lancet": "italic",
        " 2002; ": "",
        "360:": "bold",
        " 7-22.": "",
    }


@pytest.mark.parametrize("name", ["jama", "nejm", "lancet"])
def test_of_more_than_six_authors_three_are_listed(name: str) -> None:
    style = read_style(name).citations
    six, seven = f"{SIX}. T. J 2000;1:2-3.", f"{SIX}, Gg G. T. J 2000;1:2-3."

    assert plain(printed_paper(six, style)).startswith(f"{SIX}. T. J")
    assert plain(printed_paper(seven, style)).startswith("Aa A, Bb B, Cc C, et al. T. J")
    assert printed_paper(seven, BRACKETS) == seven


def test_a_book_keeps_its_form() -> None:
    book = "Rubin DB. Multiple imputation for nonresponse in surveys. New York: Wiley; 1987."

    assert printed_paper(book, read_style("lancet").citations) == book


def test_parts_of_every_paper_in_a_journal_are_found() -> None:
    books = [key for key, paper in papers().items() if ";" not in paper or ":" not in paper[-12:]]
    pattern = BRACKETS.model_copy(
        update={"article": "{year}|{journal}|{volume}|{pages}|{title}|{authors}"}
    )

    printed = {key: printed_paper(paper, pattern) for key, paper in papers().items()}
    assert all(re.match(r"\d{4}\|", printed[key]) for key in printed if key not in books)
