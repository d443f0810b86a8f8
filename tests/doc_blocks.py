"""Fenced blocks of a page of the docs, each with what the page says is to be done with it.

A comment right before a fence says so: `<!-- skip: why -->`, `<!-- file: name -->` (the block is
that file, in the folder the page works in), `<!-- exit: 4 -->` (the command ends with that status).
On the pages of docs/start also `<!-- copy: case name -->` (a case of tests/cases/clinic is there
under that name), `<!-- typed: name -->` (the lines that a person types into that file),
`<!-- word: name -->` and `<!-- filled: name -->` (paragraphs of a Word file before and after).
"""

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```$",
    flags=re.MULTILINE | re.DOTALL,
)
_DIRECTIVE = re.compile(r"<!-- (skip|file|exit|copy|typed|word|filled): (.*?) -->\s*\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its language, its lines, and what is directive of it."""

    language: str
    body: str
    skip: str = ""
    file: str = ""
    exit: int = 0
    copy: str = ""
    typed: str = ""
    word: str = ""
    filled: str = ""


def blocks(page: Path) -> list[Block]:
    """Every block of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        indent, body = match["indent"], match["body"]
        body = re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)
        directive = _DIRECTIVE.search(text, 0, match.start())
        result = {directive[1]: directive[2]} if directive else {}
        found.append(
            Block(
                language=match["language"],
                body=body,
                skip=result.get("skip", ""),
                file=result.get("file", ""),
                exit=int(result.get("exit", 0)),
                **{key: result.get(key, "") for key in ("copy", "typed", "word", "filled")},
            )
        )
    return found
