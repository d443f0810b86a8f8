"""What each number of the results frame is, in a sentence: data beside the code."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("definitions.toml")


@dataclass(frozen=True, slots=True)
class Definition:
    """`key` names its place on a page."""

    key: str
    analysis: re.Pattern[str]
    term: re.Pattern[str]
    words: str


@cache
def definitions() -> tuple[Definition, ...]:
    """All of them; the first that fits a number is the one that speaks of it."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["definition"]
    return tuple(
        Definition(f"means-{k}", re.compile(d["analysis"]), re.compile(d["term"]), d["words"])
        for k, d in enumerate(told, start=1)
    )


@cache
def definition(analysis: str, term: str) -> Definition | None:
    """What a number of that analysis and term is; None where only its method tells."""
    fitting = (
        d for d in definitions() if d.analysis.fullmatch(analysis) and d.term.fullmatch(term)
    )
    return next(fitting, None)


def of_rows(rows: Iterable[tuple[str, str]]) -> Mapping[Definition, str]:
    """Each definition that some (analysis, term) needs, with the first analysis that needs it."""
    used: dict[Definition, str] = {}
    for analysis, term in rows:
        found = definition(analysis, term)
        if found is not None:
            used.setdefault(found, analysis)
    return used
