"""Every block of code of the docs is run, and prints what the page shows.

The pages of methods and of docs/start have their own tests. A block that is not run says why in the
page itself.
"""

import contextlib
import io
import itertools
import shlex
import tomllib
from pathlib import Path

import pytest

from doc_blocks import Block, blocks
from remembered import reports_made_once
from rtxoutcomes.cli.program import run

DOCS = Path(__file__).resolve().parents[1] / "docs"
OTHERS = ("methods", "start")
PAGES = [page for page in sorted(DOCS.rglob("*.md")) if page.parent.name not in OTHERS]
RUNS = {"python", "sh"}
SHOWS = {"text", "toml", "csv", "markdown", "r"}


def run_python(block: Block, names: dict[str, object]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(block.body, names)
    return printed.getvalue()


def run_commands(block: Block) -> str:
    """What the commands print; the message of one that is meant to fail."""
    result = []
    for line in block.body.splitlines():
        words = shlex.split(line, comments=True)
        assert words[0] == "rtxoutcomes", f"only rtxoutcomes is run here: {line}"
        printed, messages = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(messages):
            code = run(words[1:])
        assert code == block.exit, messages.getvalue()
        result.append(messages.getvalue() if block.exit else printed.getvalue())
    return "".join(result)


def shown(block: Block | None) -> str | None:
    """What the page says is printed: the block of text right after."""
    return block.body if block is not None and block.language == "text" else None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_what_a_page_shows_is_what_happens(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    names: dict[str, object] = {"__name__": "docs"}
    result = blocks(page)

    with reports_made_once():
        for block, after in itertools.zip_longest(result, result[1:]):
            if block.file:
                target = tmp_path / block.file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.body, encoding="utf-8")
            if block.skip or block.language not in RUNS:
                continue
            is_python = block.language == "python"
            printed = run_python(block, names) if is_python else run_commands(block)
            expected = shown(after)
            if expected is not None and not (after and after.skip):
                assert printed.strip() == expected.strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_a_block_is_of_a_kind_that_is_run_or_says_why_not(page: Path) -> None:
    for block in blocks(page):
        # A block in braces is a directive of the site; one without a language is no code.
        assert block.language in RUNS | SHOWS or block.language[:1] in ("", "{"), block
        if block.language == "toml" and not block.skip:
            tomllib.loads(block.body)


def test_few_blocks_are_not_run() -> None:
    every = [block for page in PAGES for block in blocks(page) if block.language in RUNS]

    assert len(every) > 20
    assert sum(bool(block.skip) for block in every) <= len(every) // 5
