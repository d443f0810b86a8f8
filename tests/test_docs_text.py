"""Pages on the text say everything that there is to say. Their code is run with all others."""

import re
import tomllib
from pathlib import Path
from types import FunctionType

import pytest

import rtxoutcomes as rtx
from rtxoutcomes.errors import StyleError
from rtxoutcomes.read.style_file import parse_style
from rtxoutcomes.rounding import count_of, fixed, interval, p_sentence
from rtxoutcomes.style import rule_keys
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
    keys = tomllib.loads(found[1])
    named = {f"{block}.{key}" for block in keys if block != "sources" for key in keys[block]}
    assert rule_keys() <= named
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


def styles_table() -> str:
    """The table of the page: one row a number, one column a style."""
    styles = {name: rtx.read_style(name) for name in rtx.bundled_styles()}

    def estimate(value: float, low: float, high: float, style: rtx.Style) -> str:
        def write(number: float) -> str:
            return fixed(number, 2, style=style)

        return f"{write(value)} ({interval(low, high, write, style=style)})"

    rows = {
        "60 of 164 patients": lambda style: count_of(60, 164, style),
        "1328 of 10269 patients": lambda style: count_of(1328, 10269, style),
        "hazard ratio 0.60, limits 0.45 and 0.81": lambda s: estimate(0.6, 0.45, 0.81, s),
        "change -0.91, limits -2.01 and 0.19": lambda s: estimate(-0.91, -2.01, 0.19, s),
        "P value 0.0496": lambda style: p_sentence(0.0496, style),
        "P value 0.00004": lambda style: p_sentence(0.00004, style),
    }
    lines = [["number", *styles], ["---"] * (len(styles) + 1)]
    lines += [[number, *map(write, styles.values())] for number, write in rows.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def test_the_table_of_styles_is_what_they_print() -> None:
    assert styles_table() in read(STYLES)


def test_the_table_of_styles_holds_what_the_journals_print() -> None:
    printed = styles_table()

    # NEJM 2017;376:221 and 2019;381:2114, Lancet 2002;360:7, Lancet Neurol 2013;12:857, AMA 18.7.1.
    for text in (
        "60/164 (37%)",
        "(12·9%)",
        "0.45 to 0.81",
        "0.45-0.81",
        "−2·01 to 0·19",
        "p<0·0001",
    ):
        assert text in printed


def test_every_place_of_the_mapping_is_a_heading_of_the_page() -> None:
    page = read("coming-from-r.md")
    headings = {
        re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
        for heading in re.findall(r"^## (.+)$", page, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= headings
