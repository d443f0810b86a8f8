"""The abbreviations of a table in full, as its first note lists them."""

import re
from collections.abc import Iterable, Mapping

from rtxoutcomes.study import Study
from rtxoutcomes.wording import in_running_text

STANDARD: Mapping[str, str] = {
    "CI": "confidence interval",
    "NE": "not estimable",
    "NR": "not reached",
    "SD": "standard deviation",
}


def abbreviations(study: Study, texts: Iterable[str]) -> tuple[str, ...]:
    """`Abbreviations: CI, confidence interval; SD, standard deviation.` of those used, in order.

    Those of the groups are the short names of the study file; a group whose short name is its
    label needs no explanation.
    """
    known = {**STANDARD, **study.abbreviations, **_groups(study)}
    found = _used(known, texts)
    # One in full may contain another: relapsing-remitting MS.
    found |= _used(known, [known[short] for short in found])
    words = [f"{short}, {known[short]}" for short in sorted(found, key=_in_order)]
    return (f"Abbreviations: {'; '.join(words)}.",) if words else ()


def _used(known: Mapping[str, str], texts: Iterable[str]) -> set[str]:
    text = " ".join(texts)
    words = set(re.findall(r"\w[\w-]*\w|\w", text))
    return {short for short in known if short in words or (" " in short and short in text)}


def _groups(study: Study) -> Mapping[str, str]:
    pairs = ((study.abbreviation(code), study.label(code)) for code in study.codes)
    return {short: in_running_text(label) for short, label in pairs if short != label}


def _in_order(word: str) -> tuple[str, str]:
    return (word.casefold(), word)
