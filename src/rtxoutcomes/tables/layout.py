"""How a table is laid out in every format: spanners, alignment, widths, and rows kept together."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from string import ascii_lowercase
from typing import NamedTuple, Protocol

from rtxoutcomes.style import Fonts

# Between the margins of an upright page and of a page across, in millimetres.
UPRIGHT_MM, ACROSS_MM = 180, 267
# A table of more rows may go on on the next page, and so may a block of more.
LONG, LONG_BLOCK = 24, 12
# Room for a column in ems: a header is broken at words, a cell where it is longer than this.
_NARROWEST, _WIDEST = 1.8, 18.0
_PADDING = 0.75
_POINTS_PER_MM = 72 / 25.4
# Widths of the letters of Arial in ems, the others being about half an em; bold ones are wider.
_NARROW = {**dict.fromkeys("ijl|'.,:;!()[]/ tfI", 0.3), **dict.fromkeys("mwMW%<>=+\u2212", 0.8)}
_CAPITAL, _OTHER, _BOLD = 0.72, 0.59, 1.08
# Of a header: `(n = 42)`, `(95% CI)`; these and words stay on a line.
_BRACKET = re.compile(r"\([^()]{1,12}\)")
_UNBROKEN = re.compile(rf"{_BRACKET.pattern}|\S+")
_STATES = r"\N{EN DASH}|\N{MIDDLE DOT}|N[RE]|no |not |fewer |too few |withheld"
_NUMBER = re.compile(rf"[<>\u2264\u2265]?[+\u2212-]?[0-9]|{_STATES}")


class Cells(Protocol):
    """What the writers see of a table; `model.Table` is one."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def spanners(self) -> tuple[str, ...]: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def letters(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def notes(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def origin(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def caption(self) -> str: ...
    @property
    def sources(self) -> tuple[tuple[tuple[int, ...], ...], ...]: ...
    @property
    def fonts(self) -> Fonts: ...


class Span(NamedTuple):
    """A heading above neighbouring columns, empty above those without: the first, and how many."""

    label: str
    first: int
    columns: int


def letter_at(place: int) -> str:
    """The letter of a note: a, b, ..., z, aa, bb, ..."""
    return ascii_lowercase[place % 26] * (1 + place // 26)


def is_section(row: Sequence[str]) -> bool:
    """Whether a row only heads those below it: all cells but the first are empty."""
    return len(row) > 1 and not any(row[1:])


def spans(table: Cells) -> tuple[Span, ...]:
    """The headings above the header, from left to right; none where no column has one."""
    if not any(table.spanners):
        return ()
    found, first = [], 0
    for label, columns in groupby(table.spanners):
        width = len(list(columns))
        # A column without a heading is by itself.
        each = [(first, width)] if label else [(first + k, 1) for k in range(width)]
        found += [Span(label, place, count) for place, count in each]
        first += width
    return tuple(found)


def unbroken(head: str) -> str:
    """A header whose short brackets stay on one line: `Risk ratio (95% CI)`."""
    return _BRACKET.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), head)


def flat_header(table: Cells) -> tuple[str, ...]:
    """One heading a column, `At 12 months: Change (95% CI)`, for formats with one header row."""
    spanners = table.spanners or ("",) * len(table.header)
    pairs = zip(spanners, table.header, strict=True)
    return tuple(": ".join(filter(None, pair)) for pair in pairs)


def centred(table: Cells) -> tuple[bool, ...]:
    """Whether a column holds numbers, which are centred; the first names the rows."""
    rows = [row for row in table.rows if not is_section(row)]
    return (False, *(_numeric([row[k] for row in rows]) for k in range(1, len(table.header))))


def _numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return 2 * sum(_NUMBER.match(cell) is not None for cell in filled) >= len(filled)


def kept_with_next(rows: Sequence[Sequence[str]]) -> tuple[bool, ...]:
    """Whether each row is on one page with the row below it.

    A short table is not split at all, a longer one between its blocks. A block that may be split
    keeps its heading with two rows, and its last two rows; the last row stays with the notes.
    """
    if len(rows) <= LONG:
        return (True,) * len(rows)
    starts = [k for k, row in enumerate(rows) if k == 0 or is_section(row)]
    kept: list[bool] = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        size = end - start
        short = size <= LONG_BLOCK
        kept += [(short or k < 2 or k == size - 2) and k < size - 1 for k in range(size)]
    return (*kept[:-1], True)


def text_width(text: str, *, bold: bool = False) -> float:
    """The width of a line of text in ems."""
    return _width(text) * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def _width(text: str) -> float:
    """The sum over letters; each output measures the same cells again."""
    return sum([_NARROW.get(c, _CAPITAL if c.isupper() else _OTHER) for c in text])


def is_wide(table: Cells) -> bool:
    """Whether a table needs a page across: upright, its cells would be broken over lines."""
    ems = UPRIGHT_MM * _POINTS_PER_MM / table.fonts.table_points
    return sum(map(max, *_needs(table))) > ems


def column_widths(table: Cells, total: int) -> list[int]:
    """Widths of the columns in whole units that add up to `total`, for a page of that width.

    A column gets room for its longest word, then a part of the rest by its longest cell. Where
    not even the words fit, they are broken.
    """
    millimetres = ACROSS_MM if is_wide(table) else UPRIGHT_MM
    unit = total / (millimetres * _POINTS_PER_MM / table.fonts.table_points)
    least, wanted = ([width * unit for width in widths] for widths in _needs(table))
    spare = total - sum(least)
    if spare < 0:
        widths = [_whole(total * width / sum(least)) for width in least]
    else:
        more = [max(want - width, 0.1 * unit) for want, width in zip(wanted, least, strict=True)]
        # What no cell needs goes to all columns alike.
        part = min(spare, sum(more))
        even = (spare - part) / len(least)
        widths = [
            _whole(width + part * own / sum(more) + even)
            for width, own in zip(least, more, strict=True)
        ]
    return [widths[0] + total - sum(widths), *widths[1:]]


def _whole(width: float) -> int:
    """Whole units; sums of lengths differ in their last bit between Python versions."""
    return int(round(width, 6))


def _needs(table: Cells) -> tuple[list[float], list[float]]:
    """For each column the width of its longest word, and of its longest cell within bounds."""
    rows = [row for row in table.rows if not is_section(row)]
    least, wanted = [], []
    for place, head in enumerate(table.header):
        column = [row[place] for row in rows]
        words = [text_width(word) for cell in column for word in cell.split()]
        words += [text_width(word, bold=True) for word in _UNBROKEN.findall(head)]
        cells = [text_width(cell) for cell in column]
        least.append(max([_NARROWEST, *words]) + _PADDING)
        wanted.append(min(max([_NARROWEST, *cells]), _WIDEST) + _PADDING)
    return least, wanted
