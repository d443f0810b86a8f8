"""Words of clinics in headers and cells: what they mean, and which of them may be shown.

A header is shown, or written into a draft, only if every word of it is known. There is no
dictionary of names of people, and so any other word may be one.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rtxoutcomes.identity import fold

Tokens = tuple[str, ...]
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+(?:\.[0-9]+)?|[#]")
# Longer numbers may be those of a patient; four digits are a year.
_SHORT_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?|(?:1[34]|19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class KnownScore:
    """A score that clinics record: its keys in a study file, and factors from other units."""

    study: Mapping[str, object]
    factors: Mapping[str, float]

    @property
    def name(self) -> str:
        return str(self.study["name"])


@dataclass(frozen=True, slots=True)
class KnownDiagnosis:
    """A diagnosis: its code, its label, and the spellings of clinics."""

    code: str
    label: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by what they mean; phrases are split into words, lower case, folded."""

    concepts: Mapping[Tokens, str]
    scores: Mapping[Tokens, str]
    phases: Mapping[Tokens, str]
    units: Mapping[Tokens, str]
    tables: Mapping[str, str]
    drugs: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    diagnoses: tuple[KnownDiagnosis, ...]
    known_scores: Mapping[str, KnownScore]
    counted: frozenset[str]
    known: frozenset[str]

    def diagnosis(self, label: str) -> str:
        """The code of a label of a diagnosis; empty if it is not known."""
        same = same_cell(label)
        return next((d.code for d in self.diagnoses if same in d.words), "")

    def is_plain(self, text: str) -> bool:
        """Whether every word of a text is known and it may therefore be shown."""
        found = tokens(text)
        return bool(found) and all(t in self.known or _SHORT_NUMBER.fullmatch(t) for t in found)


def tokens(text: str) -> Tokens:
    """The words and numbers of a text: `EDSS_post12m` is edss, post, 12, m."""
    return tuple(_TOKEN.findall(fold(text.replace("\u200c", " ")).casefold()))


def same_cell(text: str) -> str:
    """The form in which words of cells are compared: capitals and outer spaces do not count."""
    return " ".join(fold(text).casefold().split())


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package."""
    document = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    labels = document["labels"]
    scores = {
        str(s["study"]["name"]): KnownScore(s["study"], s.get("factors", {}))
        for s in document["scores"]
    }
    score_words = {str(s["study"]["name"]): s["words"] for s in document["scores"]}
    groups = [document["concepts"], score_words, document["phases"], document["units"]]
    phrases = [p for group in groups for listed in group.values() for p in listed]
    counted = document["counts"]["words"]
    others = [
        *document["fillers"]["words"],
        *counted,
        *_flat(document["tables"]),
        *_flat(document["drugs"]),
    ]
    return Vocabulary(
        concepts=_by_phrase(document["concepts"]),
        scores=_by_phrase(score_words),
        phases=_by_phrase(document["phases"]),
        units=_by_phrase(document["units"]),
        tables=_by_word(document["tables"]),
        drugs=_by_word(document["drugs"]),
        labels={
            "sex": _by_word(labels["sex"]),
            "yes_no": _by_word(labels["yes_no"]),
            "missing": dict.fromkeys(labels["missing"]["words"], ""),
        },
        diagnoses=tuple(
            KnownDiagnosis(d["code"], d["label"], frozenset(map(same_cell, d["words"])))
            for d in document["diagnoses"]
        ),
        known_scores=scores,
        counted=frozenset(t for word in counted for t in tokens(word)),
        known=frozenset(t for phrase in (*phrases, *others) for t in tokens(phrase)),
    )


def _flat(groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for listed in groups.values():
        yield from listed


def _by_phrase(groups: Mapping[str, Sequence[str]]) -> dict[Tokens, str]:
    found: dict[Tokens, str] = {}
    for meaning, listed in groups.items():
        for phrase in listed:
            found.setdefault(tokens(phrase), meaning)
    return found


def _by_word(groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, listed in groups.items():
        for word in listed:
            found.setdefault(same_cell(word), meaning)
    return found
