"""Pages on the text say everything that there is to say. Their code is run with all others."""

import re
from pathlib import Path
from types import FunctionType

import pytest

import rtxoutcomes as rtx
from rtxoutcomes.errors import StyleError
from rtxoutcomes.read.style_file import parse_style
from rtxoutcomes.text.values import ATTRIBUTES

DOCS = Path(__file__).resolve().parents[1] / "docs"
STYLES = "how-to/journal-styles.md"


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def test_the_style_file_with_every_key_is_one() -> None:
    text = read(STYLES).split("## Every key")[1]
    found = re.search(r"```toml\n(.*?)```", text, re.DOTALL)

    assert found is not None
    style = parse_style(found[1].encode(), "docs")
    assert style.name == "my journal"
    assert {key for key in style.model_dump() if f"[{key}]" in found[1]} == {
        *("numbers", "intervals", "p_values", "percentages", "fonts"),
    }
    with pytest.raises(StyleError):
        parse_style(found[1].replace("digits = 3", "digits = 1").encode(), "docs")


def test_every_attribute_of_a_reference_stands_on_the_page() -> None:
    text = read("manuscript-text.md")

    assert [name for name in ATTRIBUTES if f"`.{name}`" not in text] == ["estimate"]


def test_every_public_function_is_in_the_reference() -> None:
    text = read("reference.md")

    functions = [name for name in rtx.__all__ if isinstance(getattr(rtx, name), FunctionType)]
    assert len(functions) > 30
    assert [name for name in functions if not re.search(rf"\b{name}\b", text)] == []


def test_every_bundled_style_is_shown() -> None:
    assert ", ".join(rtx.bundled_styles()) in read(STYLES)


def test_every_place_of_the_mapping_is_a_heading_of_the_page() -> None:
    page = read("coming-from-r.md")
    headings = {
        re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
        for heading in re.findall(r"^## (.+)$", page, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= headings
