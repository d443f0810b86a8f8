"""The study file's document, as far as raw tables tell it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rtxoutcomes.draft.blocks import Drafts
from rtxoutcomes.draft.columns import Column
from rtxoutcomes.draft.entries import score_unit
from rtxoutcomes.draft.model import Choices, Question
from rtxoutcomes.draft.roles import Tables, scores_by_name
from rtxoutcomes.draft.values import numbers_of
from rtxoutcomes.identity import text_mark
from rtxoutcomes.vocabulary.words import same_cell, tokens, vocabulary

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}")
_FREQUENT = 5
_TITLE, _DRUG = "[Title of the study]", "[Drug and dose]"


@dataclass(frozen=True, slots=True)
class Codes:
    """The diagnoses of the study: their codes, and those that were only guessed."""

    codes: tuple[str, ...]
    are_usual: bool = False


# Diagnoses of most cohorts, where the files hold codes only.
USUAL = Codes(("RRMS", "SPMS", "NMOSD"), are_usual=True)


def codes_of(tables: Tables, choices: Choices) -> Codes:
    """Diagnoses in the column of the diagnosis, in the order of the vocabulary, then others."""
    columns = [] if tables.people is None else tables.people.with_concept("diagnosis")
    if not columns:
        return USUAL
    column = columns[0]
    labels = Counter(_label(text, choices.get(column.header, {})) for _, text in column.filled)
    known = {code for label in labels if (code := vocabulary().diagnosis(label))}
    others = [
        label
        for label, count in sorted(labels.items())
        if count >= _FREQUENT and not vocabulary().diagnosis(label) and _is_code(label)
    ]
    listed = [d.code for d in vocabulary().diagnoses if d.code in known]
    found = (*listed, *others)
    return Codes(found) if found else USUAL


def _label(text: str, choices: Mapping[str, str]) -> str:
    return choices.get(text, text)


def _is_code(label: str) -> bool:
    """Whether a label can be a code of its own, and is no word for missing."""
    missing = same_cell(label) in vocabulary().labels["missing"]
    return _CODE.fullmatch(label) is not None and not missing and text_mark(label) is None


def study_document(
    tables: Tables, made: Drafts, codes: Codes
) -> tuple[dict[str, object], dict[str, str], list[Question]]:
    """The document, comments by the path of their key, and the questions about the study."""
    labels = {d.code: d.label for d in vocabulary().diagnoses}
    document, notes, questions = head_of_study(codes, labels, _drug(tables))
    document["scores"] = [_score(name, tables) for name in made.scores]
    if made.one_table:
        document["one_table"] = {"scores": dict(made.one_table)}
    return document, notes, questions


def head_of_study(
    codes: Codes, labels: Mapping[str, str], drug: str
) -> tuple[dict[str, object], dict[str, str], list[Question]]:
    """The first blocks of a study file, with placeholders for what no table tells."""
    document: dict[str, object] = {
        "study": {"id": "my_study", "title": _TITLE, "drug": drug or _DRUG},
        "diagnoses": [{"code": code, "label": labels.get(code, code)} for code in codes.codes],
    }
    notes = {
        "study.title": "printed above the report",
        "study.drug": "guess, by a header; add the dose" if drug else "as in: low-dose rituximab",
    }
    questions = [Question("study.toml, study.title", "what is the title of the report?")]
    if not drug:
        questions.append(Question("study.toml, study.drug", "which drug, in which dose?"))
    if codes.are_usual:
        notes["diagnoses.code"] = "guess: delete those that you do not have, add others"
        ask = "no label of a diagnosis is known; are these the diagnoses?"
        questions.append(Question("study.toml, diagnoses", ask))
    return document, notes, questions


def _drug(tables: Tables) -> str:
    """The drug that a header names, if only one is."""
    headers = [c for s in tables.sheets for c in s.columns if c.concept]
    words = {word for column in headers for word in tokens(column.header)}
    named = {drug for word, drug in vocabulary().drugs.items() if word in words}
    return named.pop() if len(named) == 1 else ""


def _score(name: str, tables: Tables) -> dict[str, object]:
    """A known score; more decimals where the values have more."""
    known = vocabulary().known_scores[name]
    document = dict(known.study)
    if "decimals" in document:
        columns = [c for s in tables.sheets for c in scores_by_name(s.columns).get(name, [])]
        needed = max((_decimals(c, known.factors) for c in columns), default=0)
        document["decimals"] = min(max(int(str(document["decimals"])), needed), 6)
    return document


def _decimals(column: Column, factors: Mapping[str, float]) -> int:
    known = vocabulary().known_scores[column.meaning.score] if column.meaning else None
    factor = factors.get(score_unit(column, known)[0], 1.0) if known else 1.0
    values = [f"{value * factor:.6f}".rstrip("0") for value in numbers_of(column)]
    return max((len(text.partition(".")[2]) for text in values), default=0)
