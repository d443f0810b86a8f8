"""A column of a raw table: what its header says, and what kind of values it holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rtxoutcomes.calendar import CALENDARS, Calendar
from rtxoutcomes.errors import Rule
from rtxoutcomes.identity import fold
from rtxoutcomes.pseudonym import same_id
from rtxoutcomes.pseudonymise.dates import parse_date
from rtxoutcomes.pseudonymise.plan import Order
from rtxoutcomes.pseudonymise.raw import plain_number
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.read.letters import letters_of
from rtxoutcomes.read.look import Looked
from rtxoutcomes.vocabulary.headers import Meaning, meaning_of
from rtxoutcomes.vocabulary.words import same_cell, vocabulary

Kind = Literal["empty", "date", "number", "yes_no", "text"]
Reading = tuple[Calendar, Order]
_ORDERS: tuple[Order, ...] = ("ymd", "dmy", "mdy")
_COMMA_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(?:[.,][0-9]{1,6})?")
# REDCap's own columns, whose words mean something else.
IS_REDCAP = re.compile(r"redcap_.*|.*_complete|.*_timestamp")
_MOST, _MANY = 0.9, 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """A raw column. `cells` are the trimmed texts, `lines` their rows in the file.

    `readings` are the calendars and orders in which its texts can be dates: none where the file
    types every date itself, or where the column holds none. `doubt` is what a header seems to mean
    that holds a word which may be somebody's name: it is neither used nor shown.
    """

    header: str
    letters: str
    cells: tuple[str, ...]
    lines: tuple[int, ...]
    meaning: Meaning | None
    kind: Kind
    readings: tuple[Reading, ...] = ()
    doubt: str = ""

    @property
    def concept(self) -> str:
        return self.meaning.concept if self.meaning else ""

    @property
    def is_shown(self) -> bool:
        """Whether the header may be shown: every word of it is known."""
        return self.meaning is not None or vocabulary().is_plain(self.header)

    @property
    def shown(self) -> str:
        """What messages call the column."""
        return repr(self.header) if self.is_shown else f"column {self.letters}"

    @property
    def filled(self) -> list[tuple[int, str]]:
        """Line and text of each cell that is not empty."""
        return [(line, text) for line, text in zip(self.lines, self.cells, strict=True) if text]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A raw table with its columns, and the rows that belong to no patient.

    `totals` are the cells of the rows that are totals. `label` is what messages call the table
    where there are several, such as `clinic.xlsx, sheet 2`.
    """

    place: Place
    columns: tuple[Column, ...]
    skipped: tuple[tuple[int, str], ...]
    rows: int
    totals: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    label: str = ""

    def naming(self, words: str) -> str:
        """Words about this table, after what it is called."""
        return f"{self.label}, {words}" if self.label else words

    def with_concept(self, *concepts: str) -> list[Column]:
        """The columns of these concepts, in the order of the concepts."""
        return [c for concept in concepts for c in self.columns if c.concept == concept]


def sheet_of(looked: Looked) -> Sheet | None:
    """The table as columns; None where it could not be read."""
    table = looked.table
    if table is None:
        return None
    lines = tuple(table.lines)
    columns = []
    for k, header in enumerate(map(str, table.frame.columns)):
        cells = tuple(str(cell).strip() for cell in table.frame[header])
        typed = table.dates.get(header, frozenset())
        columns.append(_column(header, letters_of(k), cells, lines, typed))
    return Sheet(looked.place, tuple(columns), looked.skipped, len(lines), looked.totals)


def _column(
    header: str, letters: str, cells: tuple[str, ...], lines: tuple[int, ...], typed: frozenset[int]
) -> Column:
    meaning = None if IS_REDCAP.fullmatch(header) else meaning_of(header)
    texts = [
        cell for k, cell in enumerate(cells) if cell and k not in typed and not is_missing(cell)
    ]
    readings = _readings(texts)
    kind = _kind(texts, len(typed), bool(readings))
    readings = readings if kind == "date" else ()
    if meaning is None or meaning.plain:
        return Column(header, letters, cells, lines, meaning, kind, readings)
    doubt = "" if meaning.concept == "identifying" else meaning.score or meaning.concept
    return Column(header, letters, cells, lines, None, kind, readings, doubt)


def is_missing(text: str) -> bool:
    """Whether a cell holds a word for a missing value."""
    return same_cell(text) in vocabulary().labels["missing"]


def is_number(text: str) -> bool:
    """Whether a cell is a number, with a point or a comma, in digits of any script."""
    return _COMMA_NUMBER.fullmatch(plain_number(text)) is not None


def _kind(texts: Sequence[str], typed: int, dated: bool) -> Kind:
    if not texts:
        return "date" if typed else "empty"
    if typed > len(texts) or dated:
        return "date"
    words = vocabulary().labels["yes_no"]
    if sum(same_cell(text) in words for text in texts) >= _MOST * len(texts):
        return "yes_no"
    return "number" if sum(map(is_number, texts)) >= _MANY * len(texts) else "text"


def _readings(texts: Sequence[str]) -> tuple[Reading, ...]:
    """The calendars and orders by which nearly all of these texts are dates, the best ones."""
    likely = [text for text in texts if len(re.findall(r"[0-9]", fold(text))) >= 6]
    if not likely or len(likely) < _MANY * len(texts):
        return ()
    fits = {reading: _fit(likely, reading) for reading in _all_readings()}
    most = max(fits.values())
    if most < _MOST * len(likely):
        return ()
    return tuple(reading for reading, fit in fits.items() if fit == most)


def _fit(texts: Sequence[str], reading: Reading) -> int:
    return sum(not isinstance(parse_date(text, *reading), Rule) for text in texts)


def _all_readings() -> Iterator[Reading]:
    for calendar in CALENDARS:
        yield from ((calendar, order) for order in _ORDERS)


def ids_of(column: Column) -> frozenset[str]:
    """The ids in a column, in their common form."""
    return frozenset(same_id(cell) for cell in column.cells if cell)
