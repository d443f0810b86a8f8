"""Tables of dated messages, as of forums, groups of Facebook and registries, by a column map."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.attendance.columns import MAP, check_format, row_filter, toml_of
from rtxoutcomes.ingest.attendance.grid import lines_of, section, text_of
from rtxoutcomes.ingest.attendance.times import parsed
from rtxoutcomes.ingest.characters import name_key, without_marks
from rtxoutcomes.ingest.log import LineKind, Log
from rtxoutcomes.ingest.question import asks
from rtxoutcomes.ingest.refusal import refusal, refuse_all
from rtxoutcomes.ingest.skip import refuse_unskipped
from rtxoutcomes.read.content import given_bytes

_KEYS = {"author", "time", "text"}
_REST = {"time_format", "delimiter", "only"}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class MessageMap:
    """Which columns of a table of messages have which meaning.

    `time` is a column of times in `time_format` (as of `datetime.strptime`). Without a column of
    texts there are no questions, and every row is a message. `only` are the values of the rows
    that are counted, by column.
    """

    author: str
    time: str
    time_format: str
    text: str = ""
    delimiter: str = ","
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.author, self.time, *([self.text] if self.text else []), *self.only)


def read_message_map(path: str | Path) -> MessageMap:
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
    only = row_filter(document.pop("only", {}))
    if not isinstance(columns, dict) or set(document) - _REST:
        must = "must be TOML with [columns], time_format and, where needed, delimiter and only"
        raise refusal(MAP, None, must)
    words = {**document, **columns}
    if set(columns) - _KEYS or not {"author", "time", "time_format"} <= set(words):
        raise refusal(MAP, None, "must give author, time, time_format and, if there is one, text")
    if not _are_texts(words):
        raise refusal(MAP, None, "must hold texts that are not empty")
    check_format(words)
    return MessageMap(**words, only=only)


def _are_texts(words: dict[str, object]) -> "TypeGuard[dict[str, str]]":
    return all(isinstance(value, str) and value for value in words.values())


def read_dated_table(
    path: str | Path,
    file: str,
    columns: MessageMap,
    skip: Collection[int] = (),
    *,
    compare: bool = False,
) -> Log:
    """The rows of a table as the lines of a log.

    A row with an empty text has something that the table does not show, such as a picture, and is
    no message. `compare` keeps a hash of each text, for merging.

    Raises
    ------
    IngestError
        The file lacks these columns, or a row lacks author or time, by its line.
    """
    content = given_bytes(path, file)
    lines = lines_of(text_of(content, file), file, columns.delimiter)
    rows, skipped = section(lines, columns.columns, file, skip)
    log, problems = Log(file), list[IngestProblem]()
    for line in skipped:
        log.add_apart(LineKind.SKIPPED, line)
    for line, row in rows:
        fault = _add(log, line, row, columns)
        if fault:
            problems.append(IngestProblem(file, line, fault, "or --skip this line"))
        elif compare:
            text = without_marks(row.get(columns.text, ""))
            log.text_hash.append(hash(_SPACE.sub(" ", text).strip()))
    refuse_all(problems)
    refuse_unskipped(log, skip)
    if compare:
        log.text_hash[:0] = type(log.text_hash)("q", [0] * len(skipped))
    return log


def _add(log: Log, line: int, row: dict[str, str], columns: MessageMap) -> str:
    """Add a row to the log; return the rule that it breaks."""
    author, time = name_key(row[columns.author]), parsed(row[columns.time], columns.time_format)
    if not all(_holds(row[column], values) for column, values in columns.only.items()):
        log.add_apart(LineKind.FILTERED, line)
        return ""
    if not author:
        return "has no author"
    if time is None:
        return "has a time that does not match time_format"
    text = row[columns.text] if columns.text else ""
    kind = LineKind.MESSAGE if text or not columns.text else LineKind.MEDIA
    question = any(asks(part) for part in text.split("\n"))
    minute = 60 * time.hour + time.minute
    log.dated += 1
    number = log.number(author)
    log.add(number, time.toordinal(), minute, kind, asks=question, line=line)
    return ""


def _holds(cell: str, values: Sequence[str]) -> bool:
    return cell.casefold() in {value.casefold() for value in values}
