"""The statistical methods, written from the methods that stand in the results."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rtxoutcomes.tables.select import Number
from rtxoutcomes.text.draft import Draft, ref

FILE = Path(__file__).with_name("methods.toml")
SECTIONS = {
    "baseline": "Baseline",
    "relapse": "Relapse",
    "change": "Change of scores",
    "time_to_relapse": "Time to first relapse",
    "engagement": "Engagement",
    "safety": "Adverse events",
    "contrast": "Between diagnoses",
    "before_after": "Before and on treatment",
    "recurrent": "Repeated attacks",
    "missing": "Missing data",
    "sensitivity": "Grid of choices",
}
GENERAL = (
    "No test was chosen by looking at the data. Every result carries its number of patients, "
    "those left out of it and its method; where the data cannot answer a question, the reason "
    "stands instead of a number. Comparisons between diagnoses are descriptive and unadjusted: a "
    "diagnosis is not an exposure."
)
HOLM = (
    "P values of the family of tests, which was {{ study.family }}, are adjusted after Holm, "
    "counting every planned test {{ cite.holm1979 }}; all others are unadjusted."
)
EXTENSION = (
    "Exposure counts only what happened before a landmark; patients who had the event or were out "
    "of view by then are left out and counted. Totals over the whole follow-up are never an "
    "exposure."
)
# First words that lose their capital within a list.
ORDINARY = ("The", "Proportions", "Rates", "Mean", "Engagement", "Where")
BESIDE = {
    "reported": "",
    "beside": "Beside these stand, in the appendix: ",
    "sensitivity": "Sensitivity analyses: ",
}


class Method(NamedTuple):
    """What is said of methods that begin so; nothing is said where `says` is empty."""

    starts: str
    says: str
    cite: tuple[str, ...]


@cache
def known_methods() -> tuple[Method, ...]:
    """The methods the package knows words for, in the order in which they are tried."""
    blocks = tomllib.loads(FILE.read_text(encoding="utf-8"))["method"]
    return tuple(Method(b["starts"], b.get("says", ""), tuple(b.get("cite", ()))) for b in blocks)


@cache
def method_of(words: str) -> Method | None:
    """The block whose start begins the words of a row; None where none does."""
    return next((m for m in known_methods() if words.startswith(m.starts)), None)


def methods_template(known: Draft) -> str:
    """Paragraphs with references: one in general, one for each analysis that was run."""
    parts = [GENERAL]
    for analysis in dict.fromkeys(row.analysis for row in known.every):
        rows = [row for row in known.of(analysis) if row.status != "not_attempted"]
        sentences = [s for role in BESIDE for s in _told(rows, role)]
        if analysis == "engagement" and rows:
            sentences.append(EXTENSION)
        if analysis == "change" and any(row.p_adjusted == row.p_adjusted for row in rows):
            sentences.append(HOLM)
        if sentences:
            title = SECTIONS.get(analysis, analysis.replace("_", " ").capitalize())
            parts.append(f"**{title}.** {' '.join(sentences)}")
    return "\n\n".join(parts)


def _told(rows: Iterable[Number], role: str) -> Iterator[str]:
    """Sentences on the rows of a role, each method once; those beside as one list."""
    same: dict[str, list[Number]] = {}
    for row in rows:
        block = method_of(row.method)
        if row.role == role and (block is None or block.says):
            same.setdefault(block.says if block else row.method, []).append(row)
    sentences = [_sentence(alike) for alike in same.values()]
    if sentences and BESIDE[role]:
        yield f"{BESIDE[role]}{'; '.join(map(_lowered, sentences))}."
    else:
        yield from (f"{sentence}." for sentence in sentences)


def _sentence(rows: list[Number]) -> str:
    """What is said of rows of one kind of method; the methods themselves where they differ."""
    by_method = {row.method: row for row in rows}
    own = "; ".join(_own_words(row) for row in by_method.values())
    block = method_of(rows[0].method)
    if block is None:
        return own
    cited = f" {ref('cite', '+'.join(block.cite))}" if block.cite else ""
    # What stands beside, or tests how firm a result is, has its own words in the appendix.
    full = rows[0].role == "reported"
    said = block.says if full else block.says.replace(" ({method})", "")
    return f"{said.format(method=own)}{cited}"


def _own_words(row: Number) -> str:
    # A method with a bracket or a bar of its own would end the reference early.
    if set("[]|{}").intersection(row.method):
        return row.method
    return ref(f"{row.name}[{row.method}]", "method")


def _lowered(sentence: str) -> str:
    """A sentence as a member of a list; names and abbreviations keep their capital."""
    first = sentence.partition(" ")[0]
    return sentence[:1].lower() + sentence[1:] if first in ORDINARY else sentence
