"""The reporting checklist, filled as far as the report answers it, with whose the rest is.

Its items are those of STROBE. Where the treatment was given by plan, those of TIDieR follow, and
for a randomised study those of CONSORT that STROBE has not.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.printed import STATES
from rtxoutcomes.study import Study
from rtxoutcomes.study.blocks import Guideline
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell, section
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.draft import listed
from rtxoutcomes.text.markdown import segments
from rtxoutcomes.text.model import Piece, Text
from rtxoutcomes.text.references import References, UnknownReference
from rtxoutcomes.text.word import REMINDER

STROBE, TIDIER, CONSORT = "strobe.toml", "tidier.toml", "consort.toml"
HEADER = ("Item", "Topic", "Asks for", "Where, and what the results say", "State", "To be done")
FILLED, PARTLY, OPEN, MISSING = "filled", "partly", "open", "missing"
SECTION = "section "
STATES_NOTE = (
    "Filled: the report answers the item. Partly: it answers a part. Open: only those named can "
    "answer. Missing: the data needed were not collected."
)
TITLES: Mapping[Guideline, str] = {
    "STROBE": "STROBE checklist for cohort studies",
    "TREND": "Reporting checklist: STROBE and TIDieR",
    "CONSORT": "Reporting checklist: STROBE, CONSORT and TIDieR",
}
TIDIER_TITLE = "TIDieR: description of the intervention"
CONSORT_TITLE = "CONSORT 2010: items that STROBE does not have"
# The sections after those of STROBE, by the guideline of the study.
FURTHER: Mapping[Guideline, Sequence[tuple[str, str]]] = {
    "STROBE": (),
    "TREND": ((TIDIER_TITLE, TIDIER),),
    "CONSORT": ((CONSORT_TITLE, CONSORT), (TIDIER_TITLE, TIDIER)),
}
UNDECLARED = "The design is not declared; this checklist has the items of STROBE."
GUIDELINE_NOTES: Mapping[Guideline, str] = {
    "STROBE": "",
    "TREND": (
        "The reporting guideline for this study is TREND. This checklist has the items of STROBE "
        "and those of TIDieR for the intervention; items of TREND alone remain to be reported."
    ),
    "CONSORT": (
        "The reporting guideline for this study is CONSORT. This checklist has the items of "
        "STROBE, those of CONSORT 2010 that STROBE does not have, and those of TIDieR for "
        "the intervention; the update of 2025 is not in it."
    ),
}


class Item(NamedTuple):
    """One item: what it asks, where the report answers it, what is left and whose.

    Each text of `says` is printed where the results have all that it names.
    """

    item: str
    topic: str
    asks: str
    shown: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    lacks: str = ""
    whose: str = "authors"


@cache
def items(file: str = STROBE) -> tuple[Item, ...]:
    """The items of a guideline, in their order."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    blocks = tomllib.loads(text)["item"]
    return tuple(
        Item(**{**b, "shown": tuple(b.get("shown", ())), "says": _each(b.get("says", ()))})
        for b in blocks
    )


def _each(says: str | Sequence[str]) -> tuple[str, ...]:
    return (says,) if isinstance(says, str) else tuple(says)


def checklist(
    released: Released,
    known: References,
    tables: Sequence[Table],
    figures: Mapping[str, str],
    text: Text,
) -> Table:
    """The checklist as a table, each item filled, partly filled, open or missing.

    Further sections follow as the guideline of the study asks. `known` is what references mean.
    `text` is the filled text: a section of it answers an item where the authors have written it.
    """
    given = {r.place for rows in known.rows.values() for r in rows if r.status != "not_attempted"}
    labels = {f"table {t.key}": t.label for t in tables if _answers(t, given)}
    labels |= {f"figure {key}": f"Figure {number}" for key, number in figures.items()}
    labels |= {f"{SECTION}{name}": name for name in _written(text)}
    rows = [_row(known, item, labels) for item in items()]
    for title, file in FURTHER[released.study.guideline]:
        rows.append(section(title, len(HEADER)))
        rows += [_row(known, item, labels) for item in items(file)]
    notes = [STATES_NOTE, *_on_the_guideline(released.study)]
    return assemble(released, "strobe", TITLES[released.study.guideline], HEADER, rows, notes=notes)


def _on_the_guideline(study: Study) -> Iterator[str]:
    """Which guideline is that of the study, where it is not simply STROBE by its design."""
    if note := GUIDELINE_NOTES[study.guideline]:
        yield note
    elif not study.study.design and not study.study.guideline:
        yield UNDECLARED


def _answers(table: Table, given: Set[int]) -> bool:
    """Whether a table shows some row that could be given; one of counts alone always does."""
    shown = {place for line in table.sources for cell in line for place in cell}
    return not shown or not shown.isdisjoint(given)


def _row(known: References, item: Item, labels: Mapping[str, str]) -> tuple[Cell, ...]:
    places = [labels[place] for place in item.shown if place in labels]
    answers = [_answer(known, says) for says in item.says]
    sources = tuple(source for _, own in answers for source in own)
    where = ". ".join(filter(None, (listed(places), *(answer for answer, _ in answers))))
    lacks, _ = _answer(known, item.lacks)
    state, left = _state(item._replace(lacks=lacks), bool(places))
    return (
        *(Cell(text) for text in (item.item, item.topic, item.asks)),
        Cell(where or "\N{EN DASH}", sources=sources),
        Cell(state),
        Cell(left or "\N{EN DASH}"),
    )


def _state(item: Item, answered: bool) -> tuple[str, str]:
    """The state, and what is left with whose it is."""
    left = f"{item.whose}: {item.lacks}" if item.lacks else ""
    if answered:
        return (PARTLY, left) if left else (FILLED, "")
    sections = [place.removeprefix(SECTION) for place in item.shown if place.startswith(SECTION)]
    data = [place for place in item.shown if not place.startswith(SECTION)]
    if data:
        return MISSING, left or "data holders: the data were not collected"
    return OPEN, left or f"{item.whose}: write {listed(sections)}"


def _answer(known: References, template: str) -> tuple[str, tuple[int, ...]]:
    """What the results say, with the rows behind it; nothing where one is not there."""
    parts: list[str] = []
    sources: list[int] = []
    for segment in segments(template, "strobe"):
        try:
            found = known.find(segment.text) if segment.is_reference else Piece(segment.text)
        except UnknownReference:
            return "", ()
        if segment.is_reference and found.text in ("", *STATES.values()):
            return "", ()
        parts.append(found.text)
        sources.extend(found.sources)
    return "".join(parts), tuple(sources)


def _written(text: Text) -> list[str]:
    """Headings with more below them than a reminder."""
    return [
        heading
        for heading in (p.text for p in text.paragraphs if p.kind == "heading")
        if any(p.text and not p.text.startswith(REMINDER) for p in text.section(heading))
    ]
