"""Ingestion from export to table: read, identify every author, count, check, write."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.attendance.sessions import read_attendance, read_column_map
from rtxoutcomes.ingest.containers import opened_skype, opened_whatsapp
from rtxoutcomes.ingest.count import MESSAGE, QUESTION, SESSION, LineCounts, count_lines
from rtxoutcomes.ingest.coverage import calendar_months, without_gaps
from rtxoutcomes.ingest.dates import ChatCalendar, Order
from rtxoutcomes.ingest.door import behind_door
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.members.people import by_handle
from rtxoutcomes.ingest.merge import check_separate_groups, merge
from rtxoutcomes.ingest.outcome import Counted, Export, Ingested, finish
from rtxoutcomes.ingest.setting import IngestSetting, prepare
from rtxoutcomes.ingest.skype.export import choose, read_skype
from rtxoutcomes.ingest.unknown import refuse_unknown
from rtxoutcomes.ingest.whatsapp.clock import Clock
from rtxoutcomes.ingest.whatsapp.header import names_of
from rtxoutcomes.ingest.whatsapp.lines import text_blocks
from rtxoutcomes.ingest.whatsapp.messages import WhatsAppOptions, read_whatsapp
from rtxoutcomes.ingest.whatsapp.placeholders import placeholders

Groups = Literal["one", "separate"]
MIN_SECONDS = 300.0


def ingest_whatsapp(
    exports: Sequence[str | Path],
    setting: IngestSetting,
    *,
    order: Order | None = None,
    clock: Clock | None = None,
    calendar: ChatCalendar = "gregorian",
    media: Sequence[str] = (),
    deleted: Sequence[str] = (),
    spoken: Sequence[str] = (),
    unordered: bool = False,
    groups: Groups = "one",
) -> Ingested:
    """Write messages and questions of WhatsApp exports (.txt, .zip) to the engagement table.

    Parameters
    ----------
    exports
        Exports of one group from one or more phones: a line in several of them counts once. With
        `groups="separate"`, each export is of a different group.
    order, clock, calendar
        How the phone writes dates and times; None: accepted only if the export leaves no doubt.
    media, deleted, spoken
        Further placeholders of media and of deleted messages, and texts that look like
        placeholders but were typed by somebody.
    unordered
        Accept lines dated more than a day before the line above.

    Raises
    ------
    IngestError
        An export, the roster or the start dates are refused, by place and without names or text.
    UsageFault, EnvironmentFault, StudyError
        The call, the place of the output, or the study is at fault. Nothing was written.
    """
    words = placeholders(media, deleted, spoken)
    compare = len(exports) > 1
    options = WhatsAppOptions(words, order, clock, calendar, unordered=unordered, compare=compare)
    return behind_door(lambda: _whatsapp(exports, setting, options, groups))


def ingest_skype(
    export: str | Path,
    setting: IngestSetting,
    *,
    group: str | None = None,
    least_seconds: float = MIN_SECONDS,
    time_zone: str = "UTC",
) -> Ingested:
    """Write messages, questions and attended calls of a Skype conversation (.json, .tar).

    `group` is the topic or id of the conversation; None: the only group of the export.
    `least_seconds` is the shortest stay in an ended call that counts as a session. Days are those
    of `time_zone`, such as `Asia/Tehran`; the export has UTC.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As for `ingest_whatsapp`.
    """
    return behind_door(lambda: _skype(export, setting, group, least_seconds, _zone(time_zone)))


def ingest_attendance(
    tables: Sequence[str | Path],
    columns: str | Path,
    setting: IngestSetting,
    *,
    least_seconds: float = MIN_SECONDS,
) -> Ingested:
    """Write the attended sessions of attendance tables (CSV of Teams, Zoom and others).

    `columns` is a TOML file that maps the columns; `least_seconds` is the shortest stay that counts
    as a session.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As for `ingest_whatsapp`.
    """
    return behind_door(lambda: _attendance(tables, columns, setting, least_seconds))


def _whatsapp(
    exports: Sequence[str | Path], setting: IngestSetting, options: WhatsAppOptions, groups: Groups
) -> Ingested:
    prepared = prepare(setting, exports, (MESSAGE, QUESTION))
    roster = prepared.roster
    names = names_of(roster.by_name)

    def read(chosen: Sequence[Export]) -> Counted:
        logs: list[Log] = []
        for export in chosen:
            file = f"export {export.number}" if options.compare else "export"
            with opened_whatsapp(export.path, file) as stream:
                blocks = text_blocks(stream, file)
                logs.append(read_whatsapp(blocks, file, names, options, setting.progress))
        refuse_unknown(logs, (), roster.by_name, setting.show)
        if len(logs) > 1 and groups == "one":
            logs = merge(logs, roster.by_name)
        elif len(logs) > 1:
            check_separate_groups(logs, roster.by_name)
        return _counted(logs, count_lines(logs, roster))

    return finish(prepared, exports, read)


def _skype(
    export: str | Path, setting: IngestSetting, group: str | None, min_seconds: float, zone: tzinfo
) -> Ingested:
    prepared = prepare(setting, [export], (MESSAGE, QUESTION, SESSION))
    roster = by_handle(prepared.roster)

    def read(_: Sequence[Export]) -> Counted:
        with opened_skype(export, "export") as stream:
            conversations = read_skype(stream, "export", zone, setting.progress)
        chosen = choose(conversations, group, setting.show)
        refuse_unknown([chosen.log], chosen.stays, roster.by_name, setting.show)
        counts = count_lines([chosen.log], roster, chosen.stays, min_seconds)
        return _counted([chosen.log], counts)

    return finish(prepared, [export], read)


def _attendance(
    tables: Sequence[str | Path], columns: str | Path, setting: IngestSetting, min_seconds: float
) -> Ingested:
    prepared = prepare(setting, [*tables, columns], (SESSION,))
    roster, plan = prepared.roster, read_column_map(columns)

    def read(chosen: Sequence[Export]) -> Counted:
        logs, stays = read_attendance([e.path for e in chosen], plan, roster.by_name)
        refuse_unknown(logs, stays, roster.by_name, setting.show)
        counted = _counted(logs, count_lines(logs, roster, stays, min_seconds))
        return replace(counted, months=without_gaps(counted.months))

    return finish(prepared, tables, read)


def _counted(logs: Sequence[Log], result: LineCounts) -> Counted:
    months = [calendar_months(log) for log in logs]
    return Counted(result, months, [log.skipped() for log in logs])


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    # OSError: a name that is a folder of the time zones. ZoneInfoNotFoundError is a KeyError.
    except (KeyError, ValueError, OSError):
        pass
    raise UsageFault("no such time zone on this machine; write it as Asia/Tehran")
