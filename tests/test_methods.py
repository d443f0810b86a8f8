"""Each page on a method works one tiny cohort by hand, and the package gives the same numbers."""

import contextlib
import io
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "methods"
PAGES = sorted(FOLDER.glob("*.md"))


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_numbers_worked_by_hand_are_those_of_the_package(page: Path) -> None:
    code = blocks(page, "python")

    # The code asserts each number of the steps above it.
    assert any("assert " in block for block in code)
    for block, shown in zip(code, blocks(page, "text"), strict=True):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(block, {})
        assert printed.getvalue().strip() == shown.strip()


def test_the_overview_names_every_page() -> None:
    overview = (FOLDER.parent / "methods.md").read_text(encoding="utf-8")

    assert [page.name for page in PAGES if f"methods/{page.name}" not in overview] == []
