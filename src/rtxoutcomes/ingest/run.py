"""Ingestion from export to table: read, identify every author, count, check, write."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.attendance.presets import Preset, layouts
from rtxoutcomes.ingest.conversations import MAX_CONVERSATIONS
from rtxoutcomes.ingest.dates import ChatCalendar, Order
from rtxoutcomes.ingest.door import behind_door
from rtxoutcomes.ingest.kinds import (
    Groups,
    attendance_source,
    messages_source,
    skype_source,
    telegram_source,
    whatsapp_source,
    zone_of,
)
from rtxoutcomes.ingest.outcome import Ingested
from rtxoutcomes.ingest.setting import IngestSetting
from rtxoutcomes.ingest.skip import parse_skips
from rtxoutcomes.ingest.source import ingested
from rtxoutcomes.ingest.whatsapp.clock import Clock
from rtxoutcomes.ingest.whatsapp.messages import WhatsAppOptions
from rtxoutcomes.ingest.whatsapp.placeholders import placeholders

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
    skip: Sequence[str] = (),
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
    skip
        Lines of records to skip, as "17", with several exports "2:17"; they are in the account.

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
    skips = parse_skips(skip, len(exports))
    source = whatsapp_source(exports, options, groups, skips, setting.progress)
    return behind_door(lambda: ingested(source, setting))


def ingest_skype(
    export: str | Path,
    setting: IngestSetting,
    *,
    group: str | None = None,
    least_seconds: float = MIN_SECONDS,
    time_zone: str = "UTC",
    skip: Sequence[str] = (),
) -> Ingested:
    """Write messages, questions and attended calls of a Skype conversation (.json, .tar).

    `group` is the topic or id of the conversation; None: the only group of the export.
    `least_seconds` is the shortest stay in an ended call that counts as a session. Days are those
    of `time_zone`, such as `Asia/Tehran`; the export has UTC. `skip` holds messages to skip, as
    "3:5" for the fifth message of the third conversation.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As for `ingest_whatsapp`.
    """
    skips = parse_skips(skip, MAX_CONVERSATIONS, "conversation")
    source = skype_source(export, group, zone_of(time_zone), skips, setting)
    source = replace(source, min_seconds=least_seconds)
    return behind_door(lambda: ingested(source, setting))


def ingest_attendance(
    tables: Sequence[str | Path],
    columns: str | Path | None,
    setting: IngestSetting,
    *,
    preset: Preset | None = None,
    order: Order | None = None,
    least_seconds: float = MIN_SECONDS,
    skip: Sequence[str] = (),
) -> Ingested:
    """Write the attended sessions of attendance tables (CSV of Teams, Zoom, Meet and others).

    Parameters
    ----------
    columns, preset
        A TOML file that maps the columns, or the service whose reports these are.
    order
        The order of day, month and year under a preset; None: accepted only without doubt.
    least_seconds
        The shortest stay that counts as a session.
    skip
        Lines of rows to skip, as "17", with several tables "2:17".

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As for `ingest_whatsapp`.
    """
    if (columns is None) == (preset is None):
        raise UsageFault("give a map of the columns or the name of a preset, one of the two")
    if preset is not None:
        layouts(preset)
    source = attendance_source(tables, columns, preset or "", order, parse_skips(skip, len(tables)))
    source = replace(source, min_seconds=least_seconds)
    return behind_door(lambda: ingested(source, setting))


def ingest_telegram(
    export: str | Path,
    setting: IngestSetting,
    *,
    group: str | None = None,
    skip: Sequence[str] = (),
) -> Ingested:
    """Write messages and questions of a Telegram chat (`result.json`).

    `group` is the name or id of the chat; None: the only group of the export. Days are those of
    the computer that exported. `skip` holds messages to skip, as "3:5" for the fifth message of the
    third chat.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As for `ingest_whatsapp`.
    """
    source = telegram_source(export, group, parse_skips(skip, MAX_CONVERSATIONS, "chat"), setting)
    return behind_door(lambda: ingested(source, setting))


def ingest_messages(
    tables: Sequence[str | Path],
    columns: str | Path,
    setting: IngestSetting,
    *,
    skip: Sequence[str] = (),
) -> Ingested:
    """Write messages and questions of tables of dated messages (CSV of forums, groups, registries).

    `columns` is a TOML file that maps the columns. A row that several tables have counts once.
    `skip` holds lines of rows to skip, as "17", with several tables "2:17".

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As for `ingest_whatsapp`.
    """
    source = messages_source(tables, columns, parse_skips(skip, len(tables)))
    return behind_door(lambda: ingested(source, setting))
