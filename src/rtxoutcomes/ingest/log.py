"""The log of an export: its dated lines as columns of numbers, with the names kept apart."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

NOBODY = -1


class LineKind(IntEnum):
    """The kind of a dated line; every line has exactly one."""

    MESSAGE = 0
    MEDIA = 1
    DELETED = 2
    SYSTEM = 3
    CALL = 4
    REPEATED = 5
    SKIPPED = 6
    FILTERED = 7


def _numbers(code: str) -> "array[int]":
    return array(code)


@dataclass(slots=True)
class Log:
    """The dated lines of one export, column by column, without their text.

    `file` names the file in messages, `unit` what is numbered in it. `authors` numbers the names in
    the form of `name_key`; `author` holds these numbers, NOBODY for a line without an author. `day`
    is the proleptic Gregorian day number, `minute` the minute of the day, `asks` 1 for a question,
    `line` the position in the file. `text_hash` is filled only where exports are to be merged.
    `dated` counts the dated lines independently of the columns. `spelled` holds each name as it was
    first written, where that differs from its form in `authors`.
    """

    file: str
    unit: str = "line"
    authors: dict[str, int] = field(default_factory=dict)
    author: "array[int]" = field(default_factory=lambda: _numbers("i"))
    day: "array[int]" = field(default_factory=lambda: _numbers("i"))
    minute: "array[int]" = field(default_factory=lambda: _numbers("h"))
    kind: "array[int]" = field(default_factory=lambda: _numbers("b"))
    asks: "array[int]" = field(default_factory=lambda: _numbers("b"))
    line: "array[int]" = field(default_factory=lambda: _numbers("L"))
    text_hash: "array[int]" = field(default_factory=lambda: _numbers("q"))
    dated: int = 0
    spelled: dict[str, str] = field(default_factory=dict)

    def skipped(self) -> int:
        """The number of records that were skipped on request."""
        return self.kind.count(LineKind.SKIPPED)

    def days(self) -> tuple[int, int] | None:
        """The first and the last day of the records that were read; None without any."""
        apart = (LineKind.SKIPPED, LineKind.FILTERED)
        read: Sequence[int] = self.day
        if any(self.kind.count(kind) for kind in apart):
            pairs = zip(self.day, self.kind, strict=True)
            read = [day for day, kind in pairs if kind not in apart]
        return (min(read), max(read)) if read else None

    def number(self, author: str) -> int:
        """The number of an author, a new one for a new name."""
        return self.authors.setdefault(author, len(self.authors))

    def add_apart(self, kind: LineKind, line: int) -> None:
        """Add a record of which only the place is known; it has the day of the one before."""
        self.dated += 1
        day, minute = (self.day[-1], self.minute[-1]) if self.day else (1, 0)
        self.add(NOBODY, day, minute, kind, asks=False, line=line)

    def add(
        self, author: int, day: int, minute: int, kind: LineKind, *, asks: bool, line: int
    ) -> None:
        """Add a line to the columns."""
        self.author.append(author)
        self.day.append(day)
        self.minute.append(minute)
        self.kind.append(kind)
        self.asks.append(asks)
        self.line.append(line)


@dataclass(frozen=True, slots=True)
class Stay:
    """The presence of one person in one session: its length and the day of the session.

    `seconds` is None where somebody joined or left, and the other is not recorded.
    """

    author: str
    session: str
    day: int
    seconds: float | None
    line: int
    file: str = ""
