"""The definitions of a confirmed change: what each is in words, and which packages default to."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from rtxoutcomes.presentation.words import event_label
from rtxoutcomes.study import Confirmed, Score, Study
from rtxoutcomes.study.score import step_text
from rtxoutcomes.study.sensitivity import Definition

FILE = Path(__file__).with_name("packages.toml")
OWN = "the definition of the study"
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
    differing = list(_differences(own, chosen))
    if score.worsening != steps.worsening:
        differing.append(steps_words(score, mark))
    return "; ".join(differing) or OWN


def _differences(own: Confirmed, chosen: Confirmed) -> Iterator[str]:
    if chosen.confirm_days != own.confirm_days:
        yield f"confirmed at {chosen.confirm_days} days"
    if chosen.sustained != own.sustained:
        yield "sustained" if chosen.sustained else "not sustained"
    if chosen.reference != own.reference:
        yield REFERENCES[chosen.reference]
    days = chosen.exclude_days_after_relapse
    if days != own.exclude_days_after_relapse:
        yield f"visits within {days} days of a relapse not used" if days else "every visit used"
    if chosen.pira != own.pira:
        yield INDEPENDENCE[chosen.pira]


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
