"""How exports of each kind are read: from a file to its log."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.attendance.columns import read_column_map
from rtxoutcomes.ingest.attendance.sessions import read_attendance
from rtxoutcomes.ingest.containers import opened_skype, opened_telegram, opened_whatsapp
from rtxoutcomes.ingest.conversations import choose
from rtxoutcomes.ingest.count import MESSAGE, QUESTION, SESSION
from rtxoutcomes.ingest.dated_table import read_dated_table, read_message_map
from rtxoutcomes.ingest.dates import Order
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.members.people import Roster, by_handle
from rtxoutcomes.ingest.merge import check_separate_groups, merge
from rtxoutcomes.ingest.outcome import Export
from rtxoutcomes.ingest.setting import IngestSetting
from rtxoutcomes.ingest.skip import Skips
from rtxoutcomes.ingest.skype.export import read_skype
from rtxoutcomes.ingest.source import Records, Source
from rtxoutcomes.ingest.telegram.export import read_telegram
from rtxoutcomes.ingest.whatsapp.header import names_of
from rtxoutcomes.ingest.whatsapp.lines import text_blocks
from rtxoutcomes.ingest.whatsapp.messages import WhatsAppOptions, read_whatsapp
from rtxoutcomes.progress import Progress

Groups = Literal["one", "separate"]


def whatsapp_source(
    exports: Sequence[str | Path],
    options: WhatsAppOptions,
    groups: Groups,
    skips: Skips,
    progress: Progress,
) -> Source:
    """WhatsApp exports of one group or of several."""
    several = len(exports) > 1

    def read(chosen: Sequence[Export], roster: Roster) -> Records:
        logs: list[Log] = []
        names = names_of(roster.by_name)
        for export in chosen:
            file = f"export {export.number}" if several else "export"
            how = replace(options, skip=skips.get(export.number, frozenset()))
            with opened_whatsapp(export.path, file) as stream:
                logs.append(read_whatsapp(text_blocks(stream, file), file, names, how, progress))
        return logs, []

    return Source(exports, (MESSAGE, QUESTION), read, unite=_united(groups))


def _united(groups: Groups) -> Callable[[list[Log], Roster], list[Log]]:
    """Merge exports of one group; of separate groups, refuse two that are one after all."""

    def unite(logs: list[Log], roster: Roster) -> list[Log]:
        if groups == "one":
            return merge(logs, roster.by_name)
        check_separate_groups(logs, roster.by_name)
        return logs

    return unite


def skype_source(
    export: str | Path, group: str | None, zone: tzinfo, skips: Skips, setting: IngestSetting
) -> Source:
    """A Skype conversation."""

    def read(chosen: Sequence[Export], _: Roster) -> Records:
        with opened_skype(chosen[0].path, "export") as stream:
            conversations = read_skype(stream, "export", zone, setting.progress, skips)
        conversation = choose(conversations, group, setting.show)
        return [conversation.log], conversation.stays

    measures = (MESSAGE, QUESTION, SESSION)
    return Source([export], measures, read, known_as=by_handle)


def telegram_source(
    export: str | Path, group: str | None, skips: Skips, setting: IngestSetting
) -> Source:
    """A Telegram chat."""

    def read(chosen: Sequence[Export], roster: Roster) -> Records:
        with opened_telegram(chosen[0].path, "export") as stream:
            chats = read_telegram(stream, "export", roster.by_name, setting.progress, skips)
        return [choose(chats, group, setting.show).log], []

    return Source([export], (MESSAGE, QUESTION), read)


def messages_source(tables: Sequence[str | Path], columns: str | Path, skips: Skips) -> Source:
    """Tables of dated messages; a row of several tables is one."""
    several = len(tables) > 1

    def read(chosen: Sequence[Export], _: Roster) -> Records:
        plan, logs = read_message_map(columns), list[Log]()
        for export in chosen:
            file = f"table {export.number}" if several else "table"
            skip = skips.get(export.number, frozenset())
            logs.append(read_dated_table(export.path, file, plan, skip, compare=several))
        return logs, []

    measures = (MESSAGE, QUESTION)
    return Source(tables, measures, read, others=[columns], unite=_united("one"))


def attendance_source(
    tables: Sequence[str | Path],
    columns: str | Path | None,
    preset: str,
    order: Order | None,
    skips: Skips,
) -> Source:
    """Tables of attendance, by a map of their columns or by a preset."""

    def read(chosen: Sequence[Export], roster: Roster) -> Records:
        plan = preset if columns is None else read_column_map(columns)
        return read_attendance(
            [export.path for export in chosen],
            plan,
            roster.by_name,
            order=order,
            skips={k: skips.get(e.number, frozenset()) for k, e in enumerate(chosen, start=1)},
            files=[f"table {e.number}" if len(tables) > 1 else "table" for e in chosen],
        )

    others = [] if columns is None else [columns]
    return Source(tables, (SESSION,), read, others=others, gapless=True)


def zone_of(name: str) -> tzinfo:
    """The time zone of that name.

    Raises
    ------
    UsageFault
        This machine has none.
    """
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    # OSError: a name that is a folder of the time zones. ZoneInfoNotFoundError is a KeyError.
    except (KeyError, ValueError, OSError):
        pass
    raise UsageFault("no such time zone on this machine; write it as Asia/Tehran")
