"""The page that leads from a question to an estimator names every one, and no other."""

import re
from pathlib import Path

from rtxoutcomes import estimate

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "choose-an-estimator.md").read_text(encoding="utf-8")
FUNCTIONS = {name for name in estimate.__all__ if not name[0].isupper()}


def rows() -> list[list[str]]:
    """The cells of each row of the tables, without their heads."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] != "question" and set(row[0]) != {"-"}]


def named(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


def test_every_function_of_a_row_is_public() -> None:
    assert len(rows()) > 50
    assert all(named(row[1]) for row in rows())
    assert set().union(*(named(row[1]) for row in rows())) <= FUNCTIONS


def test_every_public_function_has_a_row() -> None:
    assert sorted(FUNCTIONS - set().union(*(named(row[1]) for row in rows()))) == []


def test_no_question_is_asked_twice_and_every_cell_has_an_answer() -> None:
    questions = [(row[0], row[1]) for row in rows()]

    assert len(set(questions)) == len(questions)
    assert all(all(row) for row in rows())


def test_the_page_is_reached_from_the_index_and_from_the_docstring() -> None:
    assert "choose-an-estimator\n" in (DOCS / "index.md").read_text(encoding="utf-8")
    assert "docs/choose-an-estimator.md" in (estimate.__doc__ or "")


def test_every_public_function_is_described_once_on_the_site() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in sorted(DOCS.rglob("*.md")))
    described = re.findall(r"autofunction:: rtxoutcomes\.estimate\.(\w+)\n", pages)

    assert sorted(described) == sorted(FUNCTIONS)
