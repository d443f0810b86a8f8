"""What a reader keeps of an export: numbers a line, and apart from them the names."""

from array import array
from dataclasses import dataclass, field
from enum import IntEnum

NOBODY = -1


class Kind(IntEnum):
    """What a dated line is; each is exactly one of these."""

    MESSAGE = 0
    MEDIA = 1
    DELETED = 2
    SYSTEM = 3
    CALL = 4
    REPEATED = 5


def _numbers(code: str) -> "array[int]":
    return array(code)


@dataclass(slots=True)
class Log:
    """The dated lines of one export, column by column; nothing of their text.

    `file` is what messages call the file, `unit` what they count in it. `authors` are the names, as
    `name_key` makes them plain; `author` is an index into them, NOBODY where a line has none. `day`
    is the proleptic day number, `minute` that of the day, `asks` 1 for a question, `line` the place
    in the file. `words` is a hash of the text, kept only where two exports are to be merged.
    `dated` counts the dated lines as they were met.
    """

    file: str
    unit: str = "line"
    authors: list[str] = field(default_factory=list)
    author: "array[int]" = field(default_factory=lambda: _numbers("i"))
    day: "array[int]" = field(default_factory=lambda: _numbers("i"))
    minute: "array[int]" = field(default_factory=lambda: _numbers("h"))
    kind: "array[int]" = field(default_factory=lambda: _numbers("b"))
    asks: "array[int]" = field(default_factory=lambda: _numbers("b"))
    line: "array[int]" = field(default_factory=lambda: _numbers("L"))
    words: "array[int]" = field(default_factory=lambda: _numbers("q"))
    dated: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's presence in one session: how long, and on which day the session was."""

    author: str
    session: str
    day: int
    seconds: float
    line: int
