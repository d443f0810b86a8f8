"""Citations: numbered in the order in which a text first names them, and listed at its end."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from rtxoutcomes.text.draft import ref

FILE = Path(__file__).with_name("references.toml")
CITE = "cite"
ENTRY = "reference"
# {{ cite.kaplan1958+fay2013 }}
_CITED = re.compile(r"\{\{\s*cite\.([\w+-]+)\s*\}\}")


@cache
def papers() -> Mapping[str, str]:
    """Key -> the paper, as a reference list prints it."""
    return dict(tomllib.loads(FILE.read_text(encoding="utf-8")))


def cited(templates: Iterable[str]) -> tuple[str, ...]:
    """Keys in the order in which the templates name them; unknown ones are left to be refused."""
    named = (group for text in templates for group in _CITED.findall(text))
    keys = dict.fromkeys(key for group in named for key in group.split("+"))
    return tuple(key for key in keys if key in papers())


def citation_words(keys: Iterable[str]) -> dict[str, str]:
    """What `{{ cite.KEY }}` and `{{ reference.KEY }}` become; every paper may be cited."""
    order = list(dict.fromkeys([*keys, *papers()]))
    words = {}
    for number, key in enumerate(order, start=1):
        words[f"{CITE}.{key}"] = f"[{number}]"
        words[f"{ENTRY}.{key}"] = f"[{number}] {papers()[key]}"
    return words


def reference_list(keys: Iterable[str]) -> str:
    """A paragraph a paper, in the order of their numbers."""
    return "\n\n".join(ref(ENTRY, key) for key in keys)
