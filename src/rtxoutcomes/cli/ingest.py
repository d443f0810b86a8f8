"""The commands that make the engagement table from exports."""

from typing import Annotated, Literal

from typer import Argument, Option, Typer

import rtxoutcomes as rtx
from rtxoutcomes.cli.ingest_options import (
    MIN_SESSION_SECONDS,
    Add,
    ChannelName,
    Counted,
    DateOrder,
    Group,
    Key,
    MinMinutes,
    MinSeconds,
    NewRoster,
    Replace,
    Roster,
    Skip,
    Start,
    StartCalendar,
    Table,
    Template,
    least_seconds,
    mode_of,
    print_ingested,
    setting_of,
)
from rtxoutcomes.cli.options import AsJson, CohortStudy, GroupReadable
from rtxoutcomes.pseudonym import TEMPLATE

ingest = Typer(
    no_args_is_help=True,
    help="Make the engagement table from a chat export or a list of attendance. No text and no "
    "name is kept: the table holds counts by pseudonym and month.",
)


@ingest.command(
    epilog="Example: rtxoutcomes ingest whatsapp chat.zip --roster roster.csv --start start.csv "
    "--out my_cohort/engagement.csv --date-order dmy"
)
def whatsapp(
    exports: Annotated[
        list[str],
        Argument(
            metavar="EXPORT...",
            help="A .txt or .zip as the phone wrote it; several exports of one group, from several "
            "phones, are merged.",
            show_default=False,
        ),
    ],
    *,
    out: Table,
    roster: Roster = None,
    start: Start = None,
    new_roster: NewRoster = None,
    study: CohortStudy = None,
    channel: ChannelName = "whatsapp",
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = TEMPLATE,
    start_calendar: StartCalendar = "gregorian",
    group_readable: GroupReadable = False,
    replace: Replace = False,
    add: Add = False,
    skip: Skip = None,
    date_order: DateOrder = None,
    clock: Annotated[
        Literal["12", "24"] | None,
        Option("--clock", help="12-hour or 24-hour clock of the export."),
    ] = None,
    calendar: Annotated[
        Literal["gregorian", "jalali", "buddhist"],
        Option("--calendar", help="Calendar of the dates in the export."),
    ] = "gregorian",
    media: Annotated[
        list[str] | None, Option("--media", help="Further words that the export uses for media.")
    ] = None,
    deleted: Annotated[
        list[str] | None,
        Option("--deleted", help="Further words that the export uses for a deleted message."),
    ] = None,
    spoken: Annotated[
        list[str] | None, Option("--spoken", help="A text in angle brackets that somebody typed.")
    ] = None,
    unordered: Annotated[
        bool, Option("--unordered", help="Accept lines dated a day before the line above.")
    ] = False,
    separate_groups: Annotated[
        bool, Option("--separate-groups", help="Each export is from another group.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Count the messages and questions of each patient by month, from WhatsApp exports."""
    inputs = setting_of(
        study,
        (roster, start, out, new_roster),
        channel,
        count,
        (start_calendar, key, pseudonym),
        group_readable=group_readable,
        mode=mode_of(replace=replace, add=add),
    )
    ingested = rtx.ingest_whatsapp(
        exports,
        inputs,
        order=date_order,
        clock=clock,
        calendar=calendar,
        media=media or (),
        deleted=deleted or (),
        spoken=spoken or (),
        unordered=unordered,
        groups="separate" if separate_groups else "one",
        skip=skip or (),
    )
    print_ingested(as_json, out, ingested)


@ingest.command(
    epilog="Example: rtxoutcomes ingest skype export.tar --roster roster.csv --start start.csv "
    "--out my_cohort/engagement.csv --time-zone Asia/Tehran"
)
def skype(
    export: Annotated[
        str,
        Argument(
            metavar="EXPORT", help="The .tar file, or the messages.json in it.", show_default=False
        ),
    ],
    *,
    out: Table,
    roster: Roster = None,
    start: Start = None,
    new_roster: NewRoster = None,
    study: CohortStudy = None,
    channel: ChannelName = "skype",
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = TEMPLATE,
    start_calendar: StartCalendar = "gregorian",
    group_readable: GroupReadable = False,
    replace: Replace = False,
    add: Add = False,
    skip: Skip = None,
    group: Group = None,
    min_seconds: MinSeconds = MIN_SESSION_SECONDS,
    min_minutes: MinMinutes = None,
    time_zone: Annotated[
        str, Option("--time-zone", help="Time zone in which days begin, such as Asia/Tehran.")
    ] = "UTC",
    as_json: AsJson = False,
) -> None:
    """Count the sessions, messages and questions of each patient by month, from a Skype export."""
    inputs = setting_of(
        study,
        (roster, start, out, new_roster),
        channel,
        count,
        (start_calendar, key, pseudonym),
        group_readable=group_readable,
        mode=mode_of(replace=replace, add=add),
    )
    ingested = rtx.ingest_skype(
        export,
        inputs,
        group=group,
        least_seconds=least_seconds(min_seconds, min_minutes),
        time_zone=time_zone,
        skip=skip or (),
    )
    print_ingested(as_json, out, ingested)


@ingest.command(
    epilog="Example: rtxoutcomes ingest telegram result.json --channel telegram --roster "
    "roster.csv --start start.csv --out my_cohort/engagement.csv"
)
def telegram(
    export: Annotated[
        str,
        Argument(metavar="EXPORT", help="result.json, as Telegram wrote it.", show_default=False),
    ],
    *,
    out: Table,
    roster: Roster = None,
    start: Start = None,
    new_roster: NewRoster = None,
    study: CohortStudy = None,
    channel: ChannelName = "telegram",
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = TEMPLATE,
    start_calendar: StartCalendar = "gregorian",
    group_readable: GroupReadable = False,
    replace: Replace = False,
    add: Add = False,
    skip: Skip = None,
    group: Group = None,
    as_json: AsJson = False,
) -> None:
    """Count the messages and questions of each patient by month, from a Telegram export."""
    inputs = setting_of(
        study,
        (roster, start, out, new_roster),
        channel,
        count,
        (start_calendar, key, pseudonym),
        group_readable=group_readable,
        mode=mode_of(replace=replace, add=add),
    )
    ingested = rtx.ingest_telegram(export, inputs, group=group, skip=skip or ())
    print_ingested(as_json, out, ingested)
