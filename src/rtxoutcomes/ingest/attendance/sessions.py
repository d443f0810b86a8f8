"""A table of attendance, as Teams and Zoom write it, through a map of its columns."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.characters import name_key, plain
from rtxoutcomes.ingest.log import Kind, Log, Stay
from rtxoutcomes.ingest.members.people import Person
from rtxoutcomes.ingest.members.small_table import decoded, small_file
from rtxoutcomes.ingest.refusal import refusal, refuse_all

MAP = "column map"
_KEYS = ("person", "session", "joined", "left", "seconds", "minutes")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What the columns of a table of attendance are.

    `joined` and `left` are columns of times in `time_format` (as of `datetime.strptime`); where
    there is no `left`, `seconds` or `minutes` is the column of the length. `session` is the column
    of the meeting; without it each file is one.
    """

    person: str
    joined: str
    time_format: str
    left: str = ""
    seconds: str = ""
    minutes: str = ""
    session: str = ""
    delimiter: str = ","

    @property
    def columns(self) -> tuple[str, ...]:
        told = (self.person, self.joined, self.left, self.seconds, self.minutes, self.session)
        return tuple(name for name in told if name)


@dataclass(frozen=True, slots=True)
class _Interval:
    """One row: who was there in which session, from when to when."""

    author: str
    session: str
    start: datetime
    end: float
    line: int


def read_column_map(path: str | Path) -> ColumnMap:
    """Read the map, a TOML file of `[columns]`, `time_format` and `delimiter`.

    Raises
    ------
    IngestError
        It is not TOML, or a key is missing, unknown or no text.
    UsageFault
        There is no such file.
    """
    text = decoded(small_file(path, MAP), MAP)
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError):
        told = {"": None}
    columns = told.pop("columns", None)
    if not isinstance(columns, dict) or set(told) - {"time_format", "delimiter"}:
        must = "must be TOML with [columns], time_format and, where it is no comma, delimiter"
        raise refusal(MAP, None, must)
    words = {**told, **columns}
    if set(columns) - set(_KEYS) or not all(isinstance(v, str) and v for v in words.values()):
        raise refusal(MAP, None, f"[columns] must give texts for some of {', '.join(_KEYS)}")
    lengths = [key for key in ("left", "seconds", "minutes") if key in columns]
    if not {"person", "joined", "time_format"} <= set(words) or len(lengths) != 1:
        must = "must give person, joined, time_format and one of left, seconds and minutes"
        raise refusal(MAP, None, must)
    if len(told.get("delimiter", ",")) != 1:
        raise refusal(MAP, None, 'delimiter must be one sign, as "," or "\\t"')
    if not _reads_back(words["time_format"]):
        must = "time_format must hold year, month, day, hour and minute, as %d/%m/%Y %H:%M"
        raise refusal(MAP, None, must)
    return ColumnMap(**words)


def _reads_back(time_format: str) -> bool:
    """Whether a time can be had back from what the format writes."""
    sample = datetime(2022, 11, 30, 17, 45)
    try:
        return datetime.strptime(sample.strftime(time_format), time_format) == sample
    # re.error: the same part twice.
    except (ValueError, re.error):
        return False


def read_attendance(
    paths: Sequence[str | Path], columns: ColumnMap, by_name: Mapping[str, Person]
) -> tuple[list[Log], list[Stay]]:
    """The rows of each table as a log, and how long each person was in each session.

    A session is a meeting on one day. Intervals of one person in one session are joined, so that
    two devices count once; lengths, where only those are given, are added.

    Raises
    ------
    IngestError
        A file without these columns, or a row without person, time or length, by its line.
    """
    logs: list[Log] = []
    intervals: list[_Interval] = []
    for number, path in enumerate(paths, start=1):
        file = f"table {number}" if len(paths) > 1 else "table"
        rows = _rows(small_file(path, file), file, columns)
        told = _intervals(rows, file, columns, number)
        logs.append(_log(file, told))
        intervals += told
    return logs, _stays(intervals, by_name, joined=bool(columns.left))


def _rows(content: bytes, file: str, columns: ColumnMap) -> list[tuple[int, dict[str, str]]]:
    """Rows below the line that holds the names of the columns, up to the next empty line.

    Teams writes a summary above the participants and their activities below them.
    """
    if content.startswith(_UTF16):
        content = _from_utf16(content, file)
    header: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    for line, cells in _records(decoded(content, file), columns.delimiter, file):
        told = [cell.strip() for cell in cells]
        if not header:
            header = told if set(columns.columns) <= set(told) else []
        elif not any(told):
            break
        elif len(told) != len(header):
            raise refusal(file, line, f"must have {len(header)} cells, as the header has")
        else:
            rows.append((line, dict(zip(header, told, strict=True))))
    if not header:
        raise refusal(file, None, "has no line with all columns of the map", "compare the two")
    return rows


def _records(text: str, delimiter: str, file: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        pass
    else:
        return found
    raise refusal(file, begins, "quotes must be closed and stand around whole cells")


def _from_utf16(content: bytes, file: str) -> bytes:
    try:
        return content.decode("utf-16").encode("utf-8")
    except UnicodeError:
        pass
    raise refusal(file, None, "must be UTF-8 or UTF-16 text")


def _intervals(
    rows: Sequence[tuple[int, Mapping[str, str]]], file: str, columns: ColumnMap, number: int
) -> list[_Interval]:
    found: list[_Interval] = []
    problems: list[IngestProblem] = []
    for line, row in rows:
        person, start = name_key(row[columns.person]), _time(row[columns.joined], columns)
        length = None if start is None else _length(row, start, columns)
        if not person:
            problems.append(IngestProblem(file, line, "has no person"))
        elif start is None:
            must = "has a time of joining that is not written as time_format says"
            problems.append(IngestProblem(file, line, must))
        elif length is None:
            must = "has no length, or ends before it begins"
            problems.append(IngestProblem(file, line, must))
        else:
            meeting = name_key(row[columns.session]) if columns.session else str(number)
            session = f"{meeting}\n{start.date().isoformat()}"
            found.append(_Interval(person, session, start, length, line))
    refuse_all(problems)
    return found


def _time(text: str, columns: ColumnMap) -> datetime | None:
    try:
        told = datetime.strptime(plain(text), columns.time_format)
    except ValueError:
        return None
    return told.replace(tzinfo=None) if 2003 <= told.year <= 2099 else None


def _length(row: Mapping[str, str], start: datetime, columns: ColumnMap) -> float | None:
    """Seconds from joining to leaving."""
    if columns.left:
        end = _time(row[columns.left], columns)
        return None if end is None or end < start else (end - start).total_seconds()
    text = plain(row[columns.seconds or columns.minutes])
    if not text.replace(".", "", 1).isdecimal() or len(text) > 9:
        return None
    return float(text) * (60 if columns.minutes else 1)


def _log(file: str, intervals: Sequence[_Interval]) -> Log:
    log = Log(file)
    numbers: dict[str, int] = {}
    for interval in intervals:
        log.dated += 1
        log.author.append(numbers.setdefault(interval.author, len(numbers)))
        log.day.append(interval.start.toordinal())
        log.minute.append(60 * interval.start.hour + interval.start.minute)
        log.kind.append(Kind.CALL)
        log.asks.append(0)
        log.line.append(interval.line)
    log.authors.extend(numbers)
    return log


def _stays(
    intervals: Sequence[_Interval], by_name: Mapping[str, Person], *, joined: bool
) -> list[Stay]:
    """One stay a person and session, under whatever names the person was there."""
    together: dict[tuple[str, str], list[_Interval]] = {}
    for interval in intervals:
        person = by_name.get(interval.author)
        who = person.patient if person is not None and person.patient else f"\n{interval.author}"
        together.setdefault((who, interval.session), []).append(interval)
    return [
        Stay(
            told[0].author,
            session,
            told[0].start.toordinal(),
            _union(told) if joined else sum(i.end for i in told),
            told[0].line,
        )
        for (_, session), told in together.items()
    ]


def _union(intervals: Sequence[_Interval]) -> float:
    """Seconds that at least one of the intervals covers."""
    base = min(i.start for i in intervals)
    spans = sorted(((i.start - base).total_seconds(), i.end) for i in intervals)
    covered, reached = 0.0, 0.0
    for start, length in spans:
        end = start + length
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered
