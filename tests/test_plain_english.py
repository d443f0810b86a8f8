"""Words of an older, private dialect are in nothing that people read.

Checked are the prose of the pages, the docstrings, comments and texts of the package, its TOML
files, and the generated text and tables of the bundled study. Code on a page is not prose.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "rtxoutcomes"
REPORTS = ROOT / "reports"
# The word, and what to write instead.
INSTEAD = {
    r"\btold\b": "reported, given, distinguished",
    r"\btells? (?:of|apart|from)\b": "describes, distinguishes",
    r"\b(?:speaks?|spoken|spoke) of\b": "is about, describes",
    r"\b(?:stands?|stood|standing)\b": "is, is printed, is given",
    r"\bask(?:s|ed)? of\b": "is expected of, is tested in",
    r"\bheld to\b": "compared with, limited to",
    r"\b(?:left|leaves?|leaving) (?:\w+ )?out\b": "excluded, omitted",
    r"\bleft (?:alone|over)\b": "not touched, remaining",
    r"\bmade[- ]up\b": "synthetic, invented",
    r"\bshares? of (?:patients|the patients|those|all|women|men)\b": "proportion of",
    r"\bbeside\b": "next to, with, as well as",
    r"\b(?:intervals?|limits?|tests?|methods?|errors?) after (?-i:[A-Z])": "by the ... method",
    r"\bwhole or not at all\b": "completely or not at all",
    r"\bc[oa]me about\b": "arise",
    r"\bone who\b": "a patient who, anyone who",
}
BANNED = re.compile("|".join(f"(?:{word})" for word in INSTEAD), re.IGNORECASE)
Passage = tuple[str, str]


def of_markdown(path: Path) -> Iterator[Passage]:
    text = path.read_text("utf-8")
    text = re.sub(r"```.*?```", lambda code: "\n" * code[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(text.splitlines(), 1):
        yield f"{path.relative_to(ROOT)}:{number}", re.sub(r"`[^`]*`", "", line)


def of_code(path: Path) -> Iterator[Passage]:
    """Comments, docstrings and texts of more than one word."""
    code, name = path.read_text("utf-8"), path.relative_to(ROOT)
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield f"{name}:{node.lineno}", node.value
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield f"{name}:{token.start[0]}", token.string


def of_toml(path: Path) -> Iterator[Passage]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        yield f"{path.relative_to(ROOT)}:{number}", line


def faults(passages: Iterator[Passage]) -> list[str]:
    return [
        f"{place}: {found[0]!r} in {' '.join(text[max(0, found.start() - 60) :].split())[:140]}"
        for place, text in passages
        for found in BANNED.finditer(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12 of 42 were told apart",
        "the number stands beside its interval",
        "a made-up cohort",
        "exact intervals after Clopper and Pearson",
        "patients were left out",
        "the share of patients with a relapse",
    ],
)
def test_the_dialect_is_noticed(text: str) -> None:
    assert faults(iter([("here", text)]))


@pytest.mark.parametrize(
    "text",
    [
        "tests after the landmark",
        "we share code of this kind",
        "the standard error",
        "at the outset",
    ],
)
def test_plain_words_are_not(text: str) -> None:
    assert faults(iter([("here", text)])) == []


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
ROOMS = sorted({path.relative_to(SOURCE).parts[0] for path in SOURCE.rglob("*.py")})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages(page: Path) -> None:
    assert faults(of_markdown(page)) == []


@pytest.mark.parametrize("room", ROOMS)
def test_docstrings_comments_and_messages(room: str) -> None:
    place = SOURCE / room
    modules = [place] if place.is_file() else sorted(place.rglob("*.py"))

    assert [fault for module in modules for fault in faults(of_code(module))] == []


def test_texts_in_toml_files() -> None:
    files = sorted(SOURCE.rglob("*.toml"))

    assert len(files) > 10
    assert [fault for file in files for fault in faults(of_toml(file))] == []


@pytest.mark.parametrize("name", ["manuscript.md", "supplement.md", "manuscript.template.md"])
def test_the_text_of_the_bundled_study(name: str) -> None:
    assert faults(of_markdown(REPORTS / name)) == []


def test_the_tables_of_the_bundled_study() -> None:
    tables = sorted((REPORTS / "tables").glob("*.md"))

    assert len(tables) > 15
    assert [fault for table in tables for fault in faults(of_markdown(table))] == []
