"""Attendance tables, as Teams and Zoom write them, read through a map of their columns."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.characters import name_key, plain
from rtxoutcomes.ingest.log import LineKind, Log, Stay
from rtxoutcomes.ingest.members.people import Person
from rtxoutcomes.ingest.members.small_table import Rows, csv_records, decoded
from rtxoutcomes.ingest.refusal import refusal, refuse_all
from rtxoutcomes.read.content import MAX_TOML, given_bytes
from rtxoutcomes.read.encoding import UTF16_MARKS

MAP = "column map"
_KEYS = ("person", "session", "joined", "left", "seconds", "minutes")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which columns of an attendance table have which meaning.

    `joined` and `left` are columns of times in `time_format` (as of `datetime.strptime`); without
    `left`, `seconds` or `minutes` is the column of the length. `session` is the column of the
    meeting; without it, each file is one session.
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
        names = (self.person, self.joined, self.left, self.seconds, self.minutes, self.session)
        return tuple(name for name in names if name)


@dataclass(frozen=True, slots=True)
class _Interval:
    """One row: the presence of a person in a session, from `start` for `seconds`."""

    author: str
    session: str
    start: datetime
    seconds: float
    line: int


def read_column_map(path: str | Path) -> ColumnMap:
    """Read the map, a TOML file of `[columns]`, `time_format` and `delimiter`.

    Raises
    ------
    IngestError
        It is not TOML, or a key is missing, unknown or not text.
    UsageFault
        There is no such file.
    """
    text = decoded(given_bytes(path, MAP, MAX_TOML), MAP)
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError):
        document = {"": None}
    columns = document.pop("columns", None)
    if not isinstance(columns, dict) or set(document) - {"time_format", "delimiter"}:
        must = "must be TOML with [columns], time_format and, where it is no comma, delimiter"
        raise refusal(MAP, None, must)
    words = {**document, **columns}
    if set(columns) - set(_KEYS) or not all(isinstance(v, str) and v for v in words.values()):
        raise refusal(MAP, None, f"[columns] must give texts for some of {', '.join(_KEYS)}")
    lengths = [key for key in ("left", "seconds", "minutes") if key in columns]
    if not {"person", "joined", "time_format"} <= set(words) or len(lengths) != 1:
        must = "must give person, joined, time_format and one of left, seconds and minutes"
        raise refusal(MAP, None, must)
    if len(document.get("delimiter", ",")) != 1:
        raise refusal(MAP, None, 'delimiter must be one sign, as "," or "\\t"')
    if not _is_reversible(words["time_format"]):
        must = "time_format must hold year, month, day, hour and minute, as %d/%m/%Y %H:%M"
        raise refusal(MAP, None, must)
    return ColumnMap(**words)


def _is_reversible(time_format: str) -> bool:
    """Whether the format parses what it has written."""
    sample = datetime(2022, 11, 30, 17, 45)
    try:
        return datetime.strptime(sample.strftime(time_format), time_format) == sample
    # re.error: the same part twice.
    except (ValueError, re.error):
        return False


def read_attendance(
    paths: Sequence[str | Path], columns: ColumnMap, by_name: Mapping[str, Person]
) -> tuple[list[Log], list[Stay]]:
    """The rows of each table as a log, and the stay of each person in each session.

    A session is a meeting on one day. The intervals of one person in one session are united, so
    that two devices count once; if the table has only lengths, they are added.

    Raises
    ------
    IngestError
        A file lacks these columns, or a row lacks person, time or length, by its line.
    """
    logs: list[Log] = []
    intervals: list[_Interval] = []
    for number, path in enumerate(paths, start=1):
        file = f"table {number}" if len(paths) > 1 else "table"
        rows = _rows(given_bytes(path, file), file, columns)
        intervals += (of_file := _intervals(rows, file, columns, number))
        logs.append(_log(file, of_file))
    return logs, _stays(intervals, by_name, united=bool(columns.left))


def _rows(content: bytes, file: str, columns: ColumnMap) -> Rows:
    """The rows between the line with the column names and the next empty line.

    Teams writes a summary above the participants and their activities below them.
    """
    if content.startswith(UTF16_MARKS):
        content = _from_utf16(content, file)
    header: list[str] = []
    rows: Rows = []
    text = decoded(content, file)
    for line, record in csv_records(text, file, columns.delimiter, strict=False):
        cells = [cell.strip() for cell in record]
        if not header:
            header = cells if set(columns.columns) <= set(cells) else []
        elif not any(cells):
            break
        elif len(cells) != len(header):
            raise refusal(file, line, f"must have {len(header)} cells, as the header has")
        else:
            rows.append((line, dict(zip(header, cells, strict=True))))
    if not header:
        raise refusal(file, None, "has no line with all columns of the map", "compare the two")
    return rows


def _from_utf16(content: bytes, file: str) -> bytes:
    try:
        return content.decode("utf-16").encode("utf-8")
    except UnicodeError:
        pass
    raise refusal(file, None, "must be UTF-8 or UTF-16 text")


def _intervals(rows: Rows, file: str, columns: ColumnMap, number: int) -> list[_Interval]:
    intervals: list[_Interval] = []
    problems: list[IngestProblem] = []
    for line, row in rows:
        person, start = name_key(row[columns.person]), _time(row[columns.joined], columns)
        seconds = None if start is None else _seconds(row, start, columns)
        if not person:
            problems.append(IngestProblem(file, line, "has no person"))
        elif start is None:
            must = "has a time of joining that does not match time_format"
            problems.append(IngestProblem(file, line, must))
        elif seconds is None:
            problems.append(IngestProblem(file, line, "has no length, or ends before it begins"))
        else:
            meeting = name_key(row[columns.session]) if columns.session else str(number)
            session = f"{meeting}\n{start.date().isoformat()}"
            intervals.append(_Interval(person, session, start, seconds, line))
    refuse_all(problems)
    return intervals


def _time(text: str, columns: ColumnMap) -> datetime | None:
    try:
        time = datetime.strptime(plain(text), columns.time_format)
    except ValueError:
        return None
    return time.replace(tzinfo=None) if 2003 <= time.year <= 2099 else None


def _seconds(row: Mapping[str, str], start: datetime, columns: ColumnMap) -> float | None:
    """Seconds from joining to leaving."""
    if columns.left:
        end = _time(row[columns.left], columns)
        return None if end is None or end < start else (end - start).total_seconds()
    text = plain(row[columns.seconds or columns.minutes])
    if not text.replace(".", "", 1).isdecimal() or len(text) > 9:
        return None
    return float(text) * (60 if columns.minutes else 1)


def _log(file: str, intervals: Sequence[_Interval]) -> Log:
    log = Log(file, dated=len(intervals))
    for i in intervals:
        minute = 60 * i.start.hour + i.start.minute
        author = log.number(i.author)
        log.add(author, i.start.toordinal(), minute, LineKind.CALL, asks=False, line=i.line)
    return log


def _stays(
    intervals: Sequence[_Interval], by_name: Mapping[str, Person], *, united: bool
) -> list[Stay]:
    """One stay per person and session, under all names of the person."""
    groups: dict[tuple[str, str], list[_Interval]] = {}
    for interval in intervals:
        person = by_name.get(interval.author)
        who = person.patient if person is not None and person.patient else f"\n{interval.author}"
        groups.setdefault((who, interval.session), []).append(interval)
    stays = []
    for (_, session), group in groups.items():
        seconds = _union(group) if united else sum(i.seconds for i in group)
        first = group[0]
        stays.append(Stay(first.author, session, first.start.toordinal(), seconds, first.line))
    return stays


def _union(intervals: Sequence[_Interval]) -> float:
    """Seconds covered by at least one of the intervals."""
    base = min(i.start for i in intervals)
    spans = sorted(((i.start - base).total_seconds(), i.seconds) for i in intervals)
    covered, reached = 0.0, 0.0
    for start, seconds in spans:
        end = start + seconds
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered
