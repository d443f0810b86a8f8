"""Citations: numbered in the order in which a text first names them, and listed at its end."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from rtxoutcomes.style import Citations
from rtxoutcomes.text.draft import ref
from rtxoutcomes.text.emphasis import marked, without_stars

FILE = Path(__file__).with_name("references.toml")
CITE = "cite"
ENTRY = "reference"
# {{ cite.kaplan1958+fay2013 }}
_CITED = re.compile(r"\{\{\s*cite\.([\w+-]+)\s*\}\}")
# Names and titles hold no full point before a space but their last; a journal's name holds none.
_ARTICLE = re.compile(
    r"^(?P<authors>.+?)\. (?P<title>.+)\. (?P<journal>[^.]+) "
    r"(?P<year>\d{4});(?P<volume>[^:;]+):(?P<pages>[^:;]+)\.$"
)


@cache
def papers() -> Mapping[str, str]:
    """Key -> the paper, as a reference list prints it."""
    return dict(tomllib.loads(FILE.read_text(encoding="utf-8")))


def cited(templates: Iterable[str]) -> tuple[str, ...]:
    """Keys in the order in which the templates name them; unknown ones are left to be refused."""
    named = (group for text in templates for group in _CITED.findall(text))
    keys = dict.fromkeys(key for group in named for key in group.split("+"))
    return tuple(key for key in keys if key in papers())


def citation_words(keys: Iterable[str], style: Citations) -> dict[str, str]:
    """What `{{ cite.KEY }}` and `{{ reference.KEY }}` become; every paper may be cited."""
    order = list(dict.fromkeys([*keys, *papers()]))
    words = {}
    for number, key in enumerate(order, start=1):
        words[f"{CITE}.{key}"] = _cited_as(number, style)
        label = f"[{number}]" if style.form == "brackets" else f"{number}."
        words[f"{ENTRY}.{key}"] = f"{label} {printed_paper(papers()[key], style)}"
    return words


def _cited_as(number: int, style: Citations) -> str:
    """`[2]`, `(2)` or a raised 2."""
    forms = {
        "brackets": f"[{number}]",
        "parentheses": f"({number})",
        "superscript": marked(str(number), "superscript"),
    }
    return forms[style.form]


def printed_paper(paper: str, style: Citations) -> str:
    """A paper in a journal by the pattern of the style; a book as it is, with its authors cut."""
    parts = _ARTICLE.match(paper)
    if parts is None:
        authors, _, rest = paper.partition(". ")
        return f"{_authors(authors, style)}. {rest}"
    words = parts.groupdict() | {"authors": _authors(parts["authors"], style)}
    return without_stars(style.article).format(**words)


def _authors(authors: str, style: Citations) -> str:
    names = authors.split(", ")
    if len(names) <= style.all_authors:
        return authors
    return ", ".join([*names[: style.first_authors], "et al"])


def reference_list(keys: Iterable[str]) -> str:
    """A paragraph a paper, in the order of their numbers."""
    return "\n\n".join(ref(ENTRY, key) for key in keys)
