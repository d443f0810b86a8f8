"""The stays of people in sessions, from tables of attendance as Teams, Zoom and Meet write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.attendance.actions import Action, joins, paired
from rtxoutcomes.ingest.attendance.columns import ColumnMap
from rtxoutcomes.ingest.attendance.durations import number_of, seconds_of
from rtxoutcomes.ingest.attendance.tables import Table, dated, is_time_only, read_table
from rtxoutcomes.ingest.attendance.times import known_time, parsed, settled_order
from rtxoutcomes.ingest.characters import name_key
from rtxoutcomes.ingest.dates import Order
from rtxoutcomes.ingest.log import LineKind, Log, Stay
from rtxoutcomes.ingest.members.people import Person
from rtxoutcomes.ingest.refusal import refuse_all
from rtxoutcomes.ingest.skip import NO_SKIPS, Skips, refuse_unskipped


@dataclass(frozen=True, slots=True)
class _Interval:
    """One row: the presence of a person in a session, from `start` for `seconds`.

    It is `dated` if its end is known, and not only how long somebody was there in all.
    """

    author: str
    session: str
    start: datetime
    seconds: float
    line: int
    dated: bool = True


@dataclass(slots=True)
class _Records:
    """What the rows of a table say, and what is wrong with them."""

    intervals: list[_Interval] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    problems: list[IngestProblem] = field(default_factory=list)


def read_attendance(
    paths: Sequence[str | Path],
    columns: ColumnMap | str,
    by_name: Mapping[str, Person],
    *,
    order: Order | None = None,
    skips: Skips = NO_SKIPS,
    files: Sequence[str] = (),
) -> tuple[list[Log], list[Stay]]:
    """The rows of each table as a log, and the stay of each person in each session.

    A session is a meeting on one day. The intervals of one person in one session are united, so
    that two devices count once; if the table has only lengths, they are added.

    Parameters
    ----------
    columns
        A map of the columns, or the name of a preset.
    order
        The order of day, month and year under a preset; None: found if only one fits.
    skips
        Lines to skip, by the number of their table.
    files
        What messages call the tables; without them by their numbers.

    Raises
    ------
    IngestError
        A file lacks these columns, or a row lacks person, time or length, by its line.
    """
    tables = []
    for number, path in enumerate(paths, start=1):
        file = files[number - 1] if files else f"table {number}" if len(paths) > 1 else "table"
        tables.append(read_table(path, file, number, columns, skips.get(number, ())))
    settled = _settled(tables, order)
    logs: list[Log] = []
    alone: list[Stay] = []
    spans: list[_Interval] = []
    for table in tables:
        records = _read(table, settled, by_name)
        refuse_all(records.problems)
        logs.append(_log(table, records))
        refuse_unskipped(logs[-1], skips.get(table.number, ()))
        pairs, unpaired = paired(records.actions)
        spans += [*records.intervals, *(_of_pair(*pair) for pair in pairs)]
        alone += [_alone(action, table.file) for action in unpaired]
    return logs, [*_stays(spans, by_name), *alone]


def _settled(tables: Sequence[Table], order: Order | None) -> Order:
    """The order of dates of all tables under a preset; any for a map, which has a format."""
    open_tables = [t for t in tables if not t.columns.time_format]
    texts: set[str] = set()
    for table in open_tables:
        names = [name for name in (table.columns.joined, table.columns.left) if name]
        texts |= {dated(row[name], table) for _, row in table.rows for name in names if row[name]}
    if not texts:
        return "ymd"
    file = open_tables[0].file if len(open_tables) == 1 else "the tables"
    return settled_order(texts, order, open_tables[0].usual, file)


def _time(text: str, table: Table, order: Order) -> datetime | None:
    if table.columns.time_format:
        return parsed(text, table.columns.time_format)
    return known_time(dated(text, table), order)


def _read(table: Table, order: Order, by_name: Mapping[str, Person]) -> _Records:
    records, columns = _Records(), table.columns
    for line, row in table.rows:
        person, start = _person(row, columns, by_name), _time(row[columns.joined], table, order)
        if not person:
            records.problems.append(IngestProblem(table.file, line, "has no person"))
            continue
        if start is None:
            must = "has a time of joining that does not match time_format"
            records.problems.append(IngestProblem(table.file, line, must))
            continue
        meeting = name_key(row[columns.session]) if columns.session else str(table.number)
        if columns.action:
            _add_action(records, (person, meeting, start), row[columns.action], table.file, line)
            continue
        seconds = _seconds(row, start, table, order)
        if seconds is None:
            must = "has no length, or ends before it begins"
            records.problems.append(IngestProblem(table.file, line, must))
        else:
            session = _session(meeting, start)
            interval = _Interval(person, session, start, seconds, line, bool(columns.left))
            records.intervals.append(interval)
    return records


def _add_action(
    records: _Records, who: tuple[str, str, datetime], word: str, file: str, line: int
) -> None:
    """`who`: the person, the meeting and the time."""
    joining = joins(word)
    if joining is None:
        records.problems.append(
            IngestProblem(file, line, "has an action other than Joined and Left")
        )
    else:
        person, meeting, time = who
        records.actions.append(Action(person, meeting, joining, time, line))


def _person(row: Mapping[str, str], columns: ColumnMap, by_name: Mapping[str, Person]) -> str:
    """The first cell of the person that is in the roster, else the first that is not empty."""
    candidates = [
        name_key(" ".join(row.get(part, "") for part in column.split(" & ")))
        for column in (columns.person, *columns.others)
    ]
    known = (name for name in candidates if name in by_name)
    return next(known, next(filter(None, candidates), ""))


def _seconds(row: Mapping[str, str], start: datetime, table: Table, order: Order) -> float | None:
    """Seconds from joining to leaving."""
    columns = table.columns
    if columns.left:
        end = _time(row[columns.left], table, order)
        if end is not None and end < start and is_time_only(row[columns.left]):
            # Only the time is written: the meeting went on after midnight.
            end += timedelta(days=1)
        return None if end is None or end < start else (end - start).total_seconds()
    if columns.duration:
        return seconds_of(row[columns.duration])
    return number_of(row[columns.seconds or columns.minutes], 60 if columns.minutes else 1)


def _of_pair(joined: Action, left: Action) -> _Interval:
    seconds = (left.time - joined.time).total_seconds()
    session = _session(joined.meeting, joined.time)
    return _Interval(joined.author, session, joined.time, seconds, joined.line)


def _alone(action: Action, file: str) -> Stay:
    """A stay of unknown length."""
    session, day = _session(action.meeting, action.time), action.time.toordinal()
    return Stay(action.author, session, day, None, action.line, file)


def _session(meeting: str, start: datetime) -> str:
    """A meeting on one day."""
    return f"{meeting}\n{start.date().isoformat()}"


def _log(table: Table, records: _Records) -> Log:
    """Every row of a table once, in the order of the lines."""
    seen = [(i.line, i.author, i.start) for i in records.intervals]
    seen += [(a.line, a.author, a.time) for a in records.actions]
    log = Log(table.file, dated=len(seen))
    for line, name, time in sorted(seen):
        minute = 60 * time.hour + time.minute
        log.add(log.number(name), time.toordinal(), minute, LineKind.CALL, asks=False, line=line)
    for line in table.excluded:
        log.add_apart(LineKind.FILTERED, line)
    for line in table.skipped:
        log.add_apart(LineKind.SKIPPED, line)
    return log


def _stays(intervals: Sequence[_Interval], by_name: Mapping[str, Person]) -> list[Stay]:
    """One stay per person and session, under all names of the person."""
    groups: dict[tuple[str, str], list[_Interval]] = {}
    for interval in intervals:
        person = by_name.get(interval.author)
        who = person.patient if person is not None and person.patient else f"\n{interval.author}"
        groups.setdefault((who, interval.session), []).append(interval)
    stays = []
    for (_, session), group in groups.items():
        united = all(interval.dated for interval in group)
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
