"""What each number of the results frame is, in a sentence: data beside the code."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rtxoutcomes.presentation.words import event_label
from rtxoutcomes.results.quantity import Choice, Quantity
from rtxoutcomes.study import Study
from rtxoutcomes.study.nouns import with_nouns

FILE = Path(__file__).with_name("definitions.toml")
# The key of the analyses that have no definition of their own.
ANY = "any"
VOWELS = tuple("aeiou")


@cache
def quantity_definitions() -> Mapping[str, Mapping[str, str]]:
    """Quantity -> analysis, or `any`, -> the definition."""
    blocks: Mapping[str, Mapping[str, str]] = _file()["quantity"]
    return blocks


@cache
def choice_definitions() -> Mapping[str, str]:
    """Choice -> the definition."""
    return {key: str(text) for key, text in _file()["choice"].items()}


def definition_key(analysis: str, quantity: Quantity) -> tuple[str, str]:
    """The quantity, and the analysis if it has a definition of its own, else `any`."""
    return (quantity, analysis if analysis in quantity_definitions()[quantity] else ANY)


def definition(study: Study, analysis: str, quantity: Quantity) -> str:
    """What a number of that quantity is, in that analysis."""
    name, where = definition_key(analysis, quantity)
    return _filled(study, quantity_definitions()[name][where])


def choice_definition(study: Study, choice: Choice) -> str:
    """How the alternative choice differs from the analysis that is reported."""
    return _filled(study, choice_definitions()[choice])


def _filled(study: Study, text: str) -> str:
    event = event_label(study)
    article = "an" if event.startswith(VOWELS) else "a"
    return with_nouns(study, text, an_event=f"{article} {event}")


@cache
def _file() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
