"""The text of the supplement."""

import re

import pytest

from rtxoutcomes.publish.writing import Written, written
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.model import Text
from rtxoutcomes.text.supplement import supplement_template
from text.filled import COHORTS, FIGURES


def made(name: str) -> Written:
    released = COHORTS[name]()
    return written(released, all_tables(released), FIGURES)


def cited(text: Text, heading: str) -> list[int]:
    """The numbers of citations in a section, in the order of the text."""
    groups = re.findall(r"\[([\d,]+)\]", " ".join(p.text for p in text.section(heading)))
    return [int(number) for group in groups for number in group.split(",")]


def test_no_digit_of_its_template_is_typed() -> None:
    assert not re.search(r"\d", re.sub(r"\{\{.*?\}\}", "", supplement_template()))


@pytest.mark.parametrize("name", list(COHORTS))
def test_it_can_be_filled_whatever_the_cohort_holds(name: str) -> None:
    text, released = made(name).supplement, COHORTS[name]()

    assert text.paragraphs[0].text == "Supplement"
    assert text.paragraphs[1].text == released.mark
    assert text.paragraphs[2].text == f"Supplement to: {released.study.study.title}"
    assert "{{" not in text.markdown
    assert [p.name for p in text.paragraphs if p.kind == "place"] == ["supplement", "figures"]
    assert text.section("Supplementary methods")


@pytest.mark.parametrize("name", list(COHORTS))
def test_it_numbers_the_papers_that_it_cites_by_itself(name: str) -> None:
    text = made(name).supplement

    first = list(dict.fromkeys(cited(text, "Supplementary methods")))
    listed = [p.text.split("]")[0] for p in text.section("References") if p.kind == "paragraph"]
    assert first == list(range(1, len(first) + 1))
    assert listed == [f"[{number}" for number in first]


def test_it_is_the_same_whatever_the_authors_write() -> None:
    released = COHORTS["bundled"]()
    own = written(released, all_tables(released), FIGURES, TextFile("mine.md", b"Mine."))

    assert own.supplement == made("bundled").supplement
