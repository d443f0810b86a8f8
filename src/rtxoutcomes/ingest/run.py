"""The whole way of an export, once and in order: read, know everybody, count, account, write."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.attendance.sessions import read_attendance, read_column_map
from rtxoutcomes.ingest.containers import opened_skype, opened_whatsapp
from rtxoutcomes.ingest.count import MESSAGE, QUESTION, SESSION, count_lines
from rtxoutcomes.ingest.dates import Calendar, Order
from rtxoutcomes.ingest.door import behind_door
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.members.people import People, by_handle
from rtxoutcomes.ingest.merge import look_for_separate_groups, merge
from rtxoutcomes.ingest.setting import Ingested, IngestSetting, Prepared, finish, prepare
from rtxoutcomes.ingest.skype.export import choose, read_skype
from rtxoutcomes.ingest.unknown import refuse_unknown
from rtxoutcomes.ingest.whatsapp.author import names_of
from rtxoutcomes.ingest.whatsapp.clock import Clock
from rtxoutcomes.ingest.whatsapp.lines import text_blocks
from rtxoutcomes.ingest.whatsapp.messages import Reading, read_whatsapp
from rtxoutcomes.ingest.whatsapp.placeholders import placeholders

Groups = Literal["one", "separate"]
LEAST_SECONDS = 300.0


def ingest_whatsapp(
    exports: Sequence[str | Path],
    setting: IngestSetting,
    *,
    order: Order | None = None,
    clock: Clock | None = None,
    calendar: Calendar = "gregorian",
    media: Sequence[str] = (),
    deleted: Sequence[str] = (),
    spoken: Sequence[str] = (),
    unordered: bool = False,
    groups: Groups = "one",
) -> Ingested:
    """Messages and questions of WhatsApp exports (.txt, .zip) into the engagement table.

    Parameters
    ----------
    exports
        Of one group, from one or more phones: a line that several hold counts once. With
        `groups="separate"` each is of a group of its own.
    order, clock, calendar
        How the phone writes dates and times; None: only if all of the export leaves no doubt.
    media, deleted, spoken
        Further words that stand for media and deleted messages, and texts that look like such
        words and were typed by somebody.
    unordered
        Accept lines dated more than a day before the line above.

    Raises
    ------
    IngestError
        An export, the roster or the start dates are refused; places, never names or words.
    UsageFault, EnvironmentFault, StudyError
        The call, the place of the output, or the study is at fault. Nothing was written.
    """
    words = placeholders(media, deleted, spoken)
    compare = len(exports) > 1
    how = Reading(words, order, clock, calendar, unordered=unordered, compare=compare)
    return behind_door(lambda: _whatsapp(exports, setting, how, groups))


def ingest_skype(
    export: str | Path,
    setting: IngestSetting,
    *,
    group: str | None = None,
    least_seconds: float = LEAST_SECONDS,
    time_zone: str = "UTC",
) -> Ingested:
    """Messages, questions and attended calls of one Skype conversation (.json, .tar).

    Parameters
    ----------
    group
        Topic or id of the conversation; None: the only group of the export.
    least_seconds
        The shortest stay in an ended call that is a session.
    time_zone
        In which days begin and end, as `Asia/Tehran`; the export has UTC.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As of `ingest_whatsapp`.
    """
    return behind_door(lambda: _skype(export, setting, group, least_seconds, _zone(time_zone)))


def ingest_attendance(
    tables: Sequence[str | Path],
    columns: str | Path,
    setting: IngestSetting,
    *,
    least_seconds: float = LEAST_SECONDS,
) -> Ingested:
    """Attended sessions from tables of attendance (CSV of Teams, Zoom and others).

    Parameters
    ----------
    columns
        A TOML file that says which column is what.
    least_seconds
        The shortest stay that is a session.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As of `ingest_whatsapp`.
    """
    return behind_door(lambda: _attendance(tables, columns, setting, least_seconds))


def _whatsapp(
    exports: Sequence[str | Path], setting: IngestSetting, how: Reading, groups: Groups
) -> Ingested:
    prepared = prepare(setting, exports, (MESSAGE, QUESTION))
    people = prepared.people
    logs = [
        _read_export(path, f"export {k}" if len(exports) > 1 else "export", prepared, how)
        for k, path in enumerate(exports, start=1)
    ]
    refuse_unknown(logs, (), people.by_name, setting.show)
    if len(logs) == 1:
        pass
    elif groups == "one":
        logs = merge(logs, people.by_name)
    else:
        look_for_separate_groups(logs, people.by_name)
    return finish(prepared, count_lines(logs, people))


def _read_export(path: str | Path, file: str, prepared: Prepared, how: Reading) -> Log:
    names = names_of(prepared.people.by_name)
    with opened_whatsapp(path, file) as stream:
        return read_whatsapp(text_blocks(stream, file), file, names, how, prepared.setting.progress)


def _skype(
    export: str | Path,
    setting: IngestSetting,
    group: str | None,
    least_seconds: float,
    zone: tzinfo,
) -> Ingested:
    prepared = prepare(setting, [export], (MESSAGE, QUESTION, SESSION))
    people = by_handle(prepared.people)
    with opened_skype(export, "export") as stream:
        talks = read_skype(stream, "export", zone, setting.progress)
    talk = choose(talks, group, setting.show)
    refuse_unknown([talk.log], talk.stays, people.by_name, setting.show)
    return finish(prepared, count_lines([talk.log], people, talk.stays, least_seconds))


def _attendance(
    tables: Sequence[str | Path], columns: str | Path, setting: IngestSetting, least_seconds: float
) -> Ingested:
    prepared = prepare(setting, [*tables, columns], (SESSION,))
    people: People = prepared.people
    logs, stays = read_attendance(tables, read_column_map(columns), people.by_name)
    refuse_unknown(logs, stays, people.by_name, setting.show)
    return finish(prepared, count_lines(logs, people, stays, least_seconds))


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    # OSError: a name that is a folder of the time zones. ZoneInfoNotFoundError is a KeyError.
    except (KeyError, ValueError, OSError):
        pass
    raise UsageFault("no such time zone on this machine; write it as Asia/Tehran")
