"""Which column of a table of attendance has which meaning: a map, written or of a preset."""

import re
import tomllib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rtxoutcomes.ingest.members.small_table import decoded
from rtxoutcomes.ingest.refusal import refusal
from rtxoutcomes.read.content import MAX_TOML, given_bytes

MAP = "column map"
LENGTHS = ("left", "seconds", "minutes", "duration", "action")
_KEYS = ("person", "session", "joined", *LENGTHS)
_REST = {"time_format", "delimiter", "only"}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which columns of an attendance table have which meaning.

    Parameters
    ----------
    person, others
        The column of the person, and those that are tried where it names nobody of the roster;
        `A & B` is the two joined by a space.
    joined, time_format
        A column of times in this format (as of `datetime.strptime`); an empty format is one of
        those that the presets know.
    left, seconds, minutes, duration, action
        One of them: the time of leaving; the length as a number, or in words; or what happened at
        the time, in a list with a row per action.
    session
        The column of the meeting; without it, each file is one session.
    only
        Column -> the values of the rows that are counted.
    """

    person: str
    joined: str
    time_format: str
    left: str = ""
    seconds: str = ""
    minutes: str = ""
    duration: str = ""
    action: str = ""
    session: str = ""
    delimiter: str = ","
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a table must have; `others` may be absent."""
        names = (self.person, self.joined, self.session, *(getattr(self, key) for key in LENGTHS))
        named = [part for name in names if name for part in name.split(" & ")]
        return (*named, *self.only)


def read_column_map(path: str | Path) -> ColumnMap:
    """Read the map, a TOML file of `[columns]`, `time_format`, `delimiter` and `only`.

    Raises
    ------
    IngestError
        It is not TOML, or a key is missing, unknown or not text.
    UsageFault
        There is no such file.
    """
    document = toml_of(path)
    columns = document.pop("columns", None)
    if not isinstance(columns, dict) or set(document) - _REST:
        must = "must be TOML with [columns], time_format and, where needed, delimiter and only"
        raise refusal(MAP, None, must)
    only = row_filter(document.pop("only", {}))
    words = {**document, **columns}
    if set(columns) - set(_KEYS) or not all(isinstance(v, str) and v for v in words.values()):
        raise refusal(MAP, None, f"[columns] must give texts for some of {', '.join(_KEYS)}")
    lengths = [key for key in LENGTHS if key in columns]
    if not {"person", "joined", "time_format"} <= set(words) or len(lengths) != 1:
        must = "must give person, joined, time_format and one of left, seconds and minutes, "
        must += "or of duration (a length in words) and action (Joined, Left)"
        raise refusal(MAP, None, must)
    check_format(words)
    return ColumnMap(**words, only=only)


def toml_of(path: str | Path) -> dict[str, object]:
    """A map as TOML; a document that is none has the empty key."""
    text = decoded(given_bytes(path, MAP, MAX_TOML), MAP)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {"": None}


def row_filter(only: object) -> dict[str, tuple[str, ...]]:
    """The filter of rows: a table of columns, each with the values that are counted.

    Raises
    ------
    IngestError
        It has another form.
    """
    if isinstance(only, dict) and all(isinstance(v, list) and v for v in only.values()):
        values = [value for words in only.values() for value in words]
        if all(isinstance(value, str) for value in values):
            return {column: tuple(words) for column, words in only.items()}
    must = 'only must give lists of texts by column, as only = { "In Waiting Room" = ["No"] }'
    raise refusal(MAP, None, must)


def check_format(words: Mapping[str, str]) -> None:
    """Refuse a delimiter of several signs, and a format that cannot hold a time.

    Raises
    ------
    IngestError
        By the key.
    """
    if len(words.get("delimiter", ",")) != 1:
        raise refusal(MAP, None, 'delimiter must be one sign, as "," or "\\t"')
    if not _is_reversible(words["time_format"]):
        must = "time_format must hold year, month, day, hour and minute, as %d/%m/%Y %H:%M"
        raise refusal(MAP, None, must)


def _is_reversible(time_format: str) -> bool:
    """Whether the format parses what it has written."""
    sample = datetime(2022, 11, 30, 17, 45)
    try:
        with warnings.catch_warnings():
            # Of a format without a year, which is refused here anyway.
            warnings.simplefilter("ignore", DeprecationWarning)
            return datetime.strptime(sample.strftime(time_format), time_format) == sample
    # re.error: the same part twice.
    except (ValueError, re.error):
        return False
