"""Every numeral of a text, with the row of the results behind it, or that there is none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

import pandas as pd

from rtxoutcomes.results.number import Number
from rtxoutcomes.style import Style
from rtxoutcomes.text.draft import Draft
from rtxoutcomes.text.model import Paragraph, Piece, Text
from rtxoutcomes.text.references import LITERAL, WORDS
from rtxoutcomes.text.values import attribute_text

Cause = Literal["row", "study", "structure", "authors", "unexplained", "unused"]
_AROUND = 30
# Attributes that a typed number is held against, to say which reference it could have been.
_PRINTED = ("", "low", "high", "p_value", "n", "dropped", "events", "percent")
_MOST_CANDIDATES = 3


class Numeral(NamedTuple):
    """A numeral, its place, and what explains it.

    `row` names rows as `endpoint.group.term [method]`, `key` by the column of that name in
    results.csv; for an unexplained numeral `reference` is what it could have been: references that
    print the same.
    """

    kind: Cause
    place: str
    numeral: str
    reference: str
    row: str
    context: str
    key: str = ""


def trace(
    known: Draft, text: Text, style: Style, supplement: Text | None = None
) -> tuple[Numeral, ...]:
    """All numerals of a filled text and its supplement, then the reported rows that none uses."""
    found = list(_of_text(known, text, style, ""))
    used = {known.index.all_rows[place].name for place in text.sources}
    if supplement is not None:
        found += _of_text(known, supplement, style, "supplement: ")
        used |= {known.index.all_rows[place].name for place in supplement.sources}
    reported: dict[str, str] = {}
    for row in known.index.rows:
        if row.role == "reported":
            reported.setdefault(row.name, row.key)
    unused = [
        Numeral("unused", "", "", name, "", "", key)
        for name, key in reported.items()
        if name not in used
    ]
    return (*found, *unused)


def _of_text(known: Draft, text: Text, style: Style, prefix: str) -> Iterator[Numeral]:
    printed, heading = _printed(known), ""
    for place, paragraph in enumerate(text.paragraphs, start=1):
        heading = paragraph.text if paragraph.kind in ("heading", "title") else heading
        where = f"{heading}, paragraph {place}" if heading else f"paragraph {place}"
        yield from _of_paragraph(known, paragraph, f"{prefix}{where}", printed, style)


def trace_frame(numerals: Sequence[Numeral]) -> pd.DataFrame:
    """The trace as a frame of text."""
    return pd.DataFrame(list(numerals), columns=list(Numeral._fields))


def _of_paragraph(
    known: Draft,
    paragraph: Paragraph,
    where: str,
    printed: Mapping[str, Sequence[tuple[Number, str]]],
    style: Style,
) -> Iterator[Numeral]:
    rows = known.index.all_rows
    whole, start = paragraph.text, 0
    form = numeral_form(style)
    for piece in paragraph.pieces:
        for match in form.finditer(whole, start, start + len(piece.text)):
            kind = _kind(piece)
            named = "; ".join(f"{rows[s].name} [{rows[s].method}]" for s in piece.sources)
            reference = piece.reference
            if kind == "unexplained":
                reference = _candidates(known, printed.get(match[0], ()))
            low, high = max(0, match.start() - _AROUND), match.end() + _AROUND
            around, keys = whole[low:high].strip(), "; ".join(rows[s].key for s in piece.sources)
            yield Numeral(kind, where, match[0], reference, named, around, keys)
        start += len(piece.text)


def numeral_form(style: Style) -> re.Pattern[str]:
    """A number as the style prints it; digits within a word (HC3) are no number."""
    mark = re.escape(style.numbers.decimal_mark)
    minus = re.escape(style.numbers.minus)
    thousands = re.escape(style.numbers.thousands)
    whole = rf"(?:\d{{1,3}}(?:{thousands}\d{{3}})+(?!\d)|\d+)" if thousands else r"\d+"
    return re.compile(
        rf"(?<![A-Za-z0-9_])(?:(?<![\w)]){minus})?(?:{whole}(?:{mark}\d+)*|{mark}\d+)"
    )


def _kind(piece: Piece) -> Cause:
    if piece.sources:
        return "row"
    if piece.reference.startswith(LITERAL):
        return "authors"
    head = piece.reference.partition(".")[0]
    if head in ("study", *WORDS):
        return "study"
    return "structure" if piece.reference else "unexplained"


def _printed(known: Draft) -> dict[str, list[tuple[Number, str]]]:
    """What reported rows print -> the rows that print it, with the attribute that does."""
    by_text: dict[str, list[tuple[Number, str]]] = {}
    for row in known.index.rows:
        if row.role != "reported" or row.status != "ok":
            continue
        for attribute in _PRINTED:
            text = attribute_text(known.index.study, row, attribute)
            if text is not None:
                by_text.setdefault(text.strip("<>%"), []).append((row, attribute))
    return by_text


def _candidates(known: Draft, printing: Iterable[tuple[Number, str]]) -> str:
    """References that print the same, up to the most that are named."""
    references = (known.reference(row, attribute) for row, attribute in printing)
    return "; ".join(islice(filter(None, references), _MOST_CANDIDATES))
