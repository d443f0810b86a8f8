"""What each key of a study file means, and an example of it: words that are kept in keys.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeyWords:
    """The words about one key or block.

    `note` is the short comment of drafts and templates, `about` is more than it where a page has
    room, `example` a value as TOML.
    """

    note: str = ""
    about: str = ""
    example: str = ""

    @property
    def meaning(self) -> str:
        return self.about or self.note


@cache
def key_words() -> Mapping[str, KeyWords]:
    """The words by path: `scores.step`, `sensitivity.scores.NAME.zero_rules`."""
    text = (Path(__file__).parent / "keys.toml").read_text(encoding="utf-8")
    return {path: KeyWords(**words) for path, words in tomllib.loads(text).items()}
