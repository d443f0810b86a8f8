"""The definitions of a confirmed change: what each is in words, and which packages default to."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from rtxoutcomes.presentation.words import event_label
from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.score import step_text
from rtxoutcomes.study.sensitivity import ConfirmedChoices, Definition

FILE = Path(__file__).with_name("packages.toml")
OWN, EVERY_VISIT = "the definition of the study", "every visit used"
KEYS = tuple(ConfirmedChoices.model_fields)
REFERENCES = {
    "fixed": "reference fixed at baseline",
    "roving": "roving reference",
    "roving_worsening": "reference roving after worsenings only",
}
INDEPENDENCE = {
    "mueller2023": "PIRA by Müller 2023",
    "mueller2023_strict": "PIRA by Müller 2023, strict",
    "cagol2022": "PIRA by Cagol 2022",
    "kappos2020": "PIRA by Kappos 2020",
}


def definitions_of(study: Study, name: str) -> list[Definition]:
    """The definitions over which the results of a confirmed change range."""
    block = study.definition(name)
    return study.sensitivity.definitions(block, study.score(block.score))


def definition_words(study: Study, name: str, place: int, mark: str) -> str:
    """How a definition, by its place from 1 on, differs from that of the study."""
    score, chosen = definitions_of(study, name)[place - 1]
    own, steps = study.definition(name), study.score(chosen.score)
    each = ((getattr(chosen, key), getattr(own, key), key) for key in KEYS)
    differing = [value_words(key, value) for value, usual, key in each if value != usual]
    if score.worsening != steps.worsening:
        differing.append(steps_words(score, mark))
    return "; ".join(differing) or OWN


def value_words(key: str, value: object) -> str:
    """What a definition is called by the value of one of its keys."""
    match key:
        case "confirm_days":
            return f"confirmed at {value} days"
        case "sustained":
            return "sustained" if value else "not sustained"
        case "exclude_days_after_relapse":
            return f"visits within {value} days of a relapse not used" if value else EVERY_VISIT
        case _:
            return {**REFERENCES, **INDEPENDENCE}[str(value)]


def choices_of(definitions: Sequence[Definition], mark: str) -> Iterator[tuple[str, list[bool]]]:
    """Each value over which the definitions range, in words, and which of them have it.

    The definitions of PIRA are not among them, since they have the same events.
    """
    for key in (key for key in KEYS if key != "pira"):
        values = [getattr(chosen, key) for _, chosen in definitions]
        for value in dict.fromkeys(values) if len(set(values)) > 1 else ():
            yield value_words(key, value), [each == value for each in values]
    tables = [steps_words(score, mark) for score, _ in definitions]
    for table in dict.fromkeys(tables) if len(set(tables)) > 1 else ():
        yield table, [each == table for each in tables]


def steps_words(score: Score, mark: str) -> str:
    """`steps 0: 1.5, 1-5.5: 1`, with the decimal mark of the style."""
    bands = (f"{band}: {step_text(step)}" for band, step in score.worsening.items())
    return f"steps {', '.join(bands)}".replace(".", mark)


def nearest_defaults(study: Study, name: str) -> Iterator[tuple[str, str, int]]:
    """Each package with what remains different, and the place of the definition nearest to it.

    Packages whose defaults are none of the definitions are not named.
    """
    own = study.definition(name)
    for package in _packages():
        keys = set(package) - {"name", "but", "worsening"}
        for place, (score, chosen) in enumerate(definitions_of(study, name), 1):
            same = all(getattr(chosen, key) == package[key] for key in keys)
            if same and score.worsening == package["worsening"] and chosen.pira == own.pira:
                yield str(package["name"]), str(package["but"]), place


@cache
def _packages() -> list[Mapping[str, object]]:
    listed: list[Mapping[str, object]] = tomllib.loads(FILE.read_text("utf-8"))["packages"]
    return listed


def curve_event(study: Study, endpoint: str) -> str:
    """What ends a curve, in running text: the event, or `confirmed worsening`."""
    kinds = {block.name: block.kind for block in study.confirmed}
    return f"confirmed {kinds[endpoint]}" if endpoint in kinds else event_label(study)
