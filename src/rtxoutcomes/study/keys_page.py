"""The page of every key of a study file, as Markdown."""

from collections.abc import Iterator

from rtxoutcomes.study.every_key import Block, Key, study_blocks
from rtxoutcomes.study.key_words import KeyWords, key_words

_HEAD = """\
# Every key of a study file

<!-- Made from the code: `rtxoutcomes schema --dictionary docs/data-dictionary.md`. -->

Block by block: each key with an example, its default, and what it means. A key that is not required
may be omitted; without one whose default is "none", nothing is said or done about it. How blocks
work together: [writing a study file](study-file.md). `rtxoutcomes init DIR` writes a study file
with all of these keys as comments.
"""
_COLUMNS = ("key", "example", "default", "meaning")


def keys_page() -> str:
    """A section for each block, in the order of the file."""
    return "\n".join([_HEAD, *("\n".join(_section(block)) for block in study_blocks())])


def _section(block: Block) -> Iterator[str]:
    yield f"## `{block.header}`" if block.header else "## At the top of the file"
    yield ""
    if about := key_words().get(block.path, KeyWords()).meaning:
        yield f"{about[:1].upper()}{about[1:].rstrip('.')}.\n"
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"| {' | '.join('---' for _ in _COLUMNS)} |"
    yield from map(_row, block.keys)
    yield ""


def _row(key: Key) -> str:
    default = "**required**" if key.is_required else _code(key.default) or "none"
    cells = (_code(key.name), _code(key.words.example), default, _escaped(key.meaning()))
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    return f"`{_escaped(text)}`" if text else ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
