"""What README and docs promise is what happens."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from rtxoutcomes.read.study_file import parse_study

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def block(text: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_lines_of_python_print_what_is_shown() -> None:
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(block(README, "python"), {})

    assert printed.getvalue().strip() == block(README, "text").strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_to_a_file_of_the_repository_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    missing = [link for link in links if not (page.parent / link).exists()]

    assert missing == []


def test_the_study_file_of_the_docs_is_one() -> None:
    text = block((ROOT / "docs" / "study-file.md").read_text(encoding="utf-8"), "toml")

    assert parse_study(text.encode(), "docs").score("edss").label == "EDSS"
