"""The tables, sentences and figures that differ between a report and a run."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from rtxoutcomes.publish.differing_numbers import csv_rows, differing_cells
from rtxoutcomes.publish.names import PAGE, SUPPLEMENT_MD
from rtxoutcomes.publish.printed import same_in_print, sentences
from rtxoutcomes.publish.writing import MANUSCRIPT

TEXTS = (MANUSCRIPT, SUPPLEMENT_MD)
_CAPTION = re.compile(r"^\*\*(.*?)\*\*")
_FIGURE = re.compile(r'<figure id="figure-(\w+)">.*?<figcaption>(Figure \w+\. [^.<]*)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Moved:
    """A table or figure of which cells or drawn values differ: its key, caption, and how many."""

    key: str
    caption: str
    cells: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text in the report and in this run; empty where one of them lacks it."""

    file: str
    old: str
    new: str


def moved_tables(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Moved, ...]:
    """The tables of which a printed cell differs.

    `old` and `new` map names of files to their content; a file that one of them lacks is omitted.
    """
    return tuple(_moved("tables/", old, new, table_captions(new)))


def moved_figures(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Moved, ...]:
    """The figures that draw another value, by the csv of what they draw."""
    page = new.get(PAGE, b"").decode("utf-8", "replace")
    return tuple(_moved("figures/", old, new, dict(_FIGURE.findall(page))))


def _moved(
    folder: str,
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    captions: Mapping[str, str],
) -> Iterator[Moved]:
    for name in new:
        if not (name.startswith(folder) and name.endswith(".csv") and name in old):
            continue
        key = name.removeprefix(folder).removesuffix(".csv")
        if cells := differing_cells(old[name], new[name]):
            yield Moved(key, captions.get(key, key), cells)


def table_captions(files: Mapping[str, bytes]) -> dict[str, str]:
    """Table -> its caption, from the first line of its Markdown."""
    heads = {
        name.removeprefix("tables/").removesuffix(".md"): _CAPTION.match(data.decode())
        for name, data in files.items()
        if name.startswith("tables/") and name.endswith(".md")
    }
    return {key: head[1] for key, head in heads.items() if head is not None}


def moved_sentences(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Sentence, ...]:
    """The sentences of manuscript and supplement that differ, each with its successor."""
    return tuple(
        sentence
        for name in TEXTS
        if name in old and name in new
        for sentence in differing_sentences(
            name, old[name].decode("utf-8", "replace"), new[name].decode("utf-8", "replace")
        )
    )


def differing_sentences(file: str, old: str, new: str) -> list[Sentence]:
    """The sentences that differ; those at one place are paired in their order."""
    before, after = sentences(old), sentences(new)
    found: list[Sentence] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        for place in range(max(j - i, m - k)):
            one = before[i + place] if i + place < j else ""
            other = after[k + place] if k + place < m else ""
            if not same_in_print(one, other):
                found.append(Sentence(file, one, other))
    return found


def rows_in_text(trace: bytes) -> dict[str, tuple[str, ...]]:
    """Key of a row -> the places in the texts that print it, from a file trace.csv."""
    found: dict[str, dict[str, None]] = {}
    for line in csv_rows(trace):
        for key in _keys(line.get("key", ""), line.get("place", "")):
            found.setdefault(key, {})[line["place"]] = None
    return {key: tuple(places) for key, places in found.items()}


def _keys(keys: str, place: str) -> Iterable[str]:
    return keys.split("; ") if keys and place else ()
