"""The commands that make the engagement table from exports."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, Option, Typer

import rtxoutcomes as rtx
from rtxoutcomes.calendar import Calendar
from rtxoutcomes.cli.options import AsJson, CohortStudy, GroupReadable, cohort_study, place
from rtxoutcomes.cli.output import Progress, print_result, warn
from rtxoutcomes.cli.terminal import terminal_writer
from rtxoutcomes.pseudonym import TEMPLATE
from rtxoutcomes.read.key_file import open_key

MIN_SESSION_SECONDS = 300.0

ingest = Typer(
    no_args_is_help=True,
    help="Make the engagement table from a chat export or a list of attendance. No text and no "
    "name is kept: the table holds counts by pseudonym and month.",
)

Roster = Annotated[
    str,
    Option(
        "--roster", help="CSV of author, patient_id, role (patient, staff, system).", metavar="FILE"
    ),
]
Start = Annotated[
    str,
    Option(
        "--start", help="CSV of patient_id, start_date and, if known, end_date.", metavar="FILE"
    ),
]
Table = Annotated[
    str, Option("--out", callback=place, help="The engagement table, a .csv file.", metavar="FILE")
]
ChannelName = Annotated[str, Option("--channel", help="The channel of the study file.")]
Counted = Annotated[
    list[str] | None,
    Option(
        "--count",
        metavar="WHAT=ACTIVITY",
        help="Record what is counted (message, question, session) as this activity of the "
        "channel; needed only where the names differ.",
    ),
]
Key = Annotated[
    str | None,
    Option(
        "--key",
        metavar="FILE",
        help="Turn the ids in roster and start into pseudonyms, with the secret in this file.",
    ),
]
Template = Annotated[
    str,
    Option(
        "--pseudonym",
        metavar="TEMPLATE",
        help="Form of the pseudonyms made with --key: # is a digit, @ a letter.",
    ),
]
Replace = Annotated[
    bool,
    Option(
        "--replace",
        help="Count the months of these exports again, in place of what was read of them before.",
    ),
]
Add = Annotated[
    bool,
    Option(
        "--add",
        help="These exports hold nothing that an earlier one held: add their counts to months that "
        "were read before, as for a second service in one channel.",
    ),
]
StartCalendar = Annotated[Calendar, Option("--start-calendar", help="Calendar of the start dates.")]
MinSeconds = Annotated[
    float,
    Option("--min-seconds", min=0, max=86_400, help="The shortest stay that counts as a session."),
]


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
    roster: Roster,
    start: Start,
    out: Table,
    study: CohortStudy = None,
    channel: ChannelName = "whatsapp",
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = TEMPLATE,
    start_calendar: StartCalendar = "gregorian",
    group_readable: GroupReadable = False,
    replace: Replace = False,
    add: Add = False,
    date_order: Annotated[
        Literal["dmy", "mdy", "ymd"] | None,
        Option("--date-order", help="Order of the export's dates; needed if two orders fit."),
    ] = None,
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
    inputs = _inputs(
        study,
        (roster, start, out),
        channel,
        count,
        (start_calendar, key, pseudonym),
        group_readable=group_readable,
        mode=_mode(replace=replace, add=add),
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
    )
    _print_ingested(as_json, out, ingested)


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
    roster: Roster,
    start: Start,
    out: Table,
    study: CohortStudy = None,
    channel: ChannelName = "skype",
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = TEMPLATE,
    start_calendar: StartCalendar = "gregorian",
    group_readable: GroupReadable = False,
    replace: Replace = False,
    add: Add = False,
    group: Annotated[
        str | None,
        Option("--group", help="Topic or id of the conversation; by default the only group."),
    ] = None,
    min_seconds: MinSeconds = MIN_SESSION_SECONDS,
    time_zone: Annotated[
        str, Option("--time-zone", help="Time zone in which days begin, such as Asia/Tehran.")
    ] = "UTC",
    as_json: AsJson = False,
) -> None:
    """Count the sessions, messages and questions of each patient by month, from a Skype export."""
    inputs = _inputs(
        study,
        (roster, start, out),
        channel,
        count,
        (start_calendar, key, pseudonym),
        group_readable=group_readable,
        mode=_mode(replace=replace, add=add),
    )
    ingested = rtx.ingest_skype(
        export, inputs, group=group, least_seconds=min_seconds, time_zone=time_zone
    )
    _print_ingested(as_json, out, ingested)


@ingest.command(
    epilog="Example: rtxoutcomes ingest attendance march.csv april.csv --columns teams.toml "
    "--channel teams --roster roster.csv --start start.csv --out my_cohort/engagement.csv"
)
def attendance(
    tables: Annotated[
        list[str], Argument(metavar="TABLE...", help="CSV files of attendance.", show_default=False)
    ],
    *,
    columns: Annotated[
        str,
        Option("--columns", metavar="FILE", help="TOML file that says which column holds what."),
    ],
    roster: Roster,
    start: Start,
    out: Table,
    channel: ChannelName,
    study: CohortStudy = None,
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = TEMPLATE,
    start_calendar: StartCalendar = "gregorian",
    group_readable: GroupReadable = False,
    replace: Replace = False,
    add: Add = False,
    min_seconds: MinSeconds = MIN_SESSION_SECONDS,
    as_json: AsJson = False,
) -> None:
    """Count the sessions of each patient by month, from tables of attendance (Teams, Zoom)."""
    inputs = _inputs(
        study,
        (roster, start, out),
        channel,
        count,
        (start_calendar, key, pseudonym),
        group_readable=group_readable,
        mode=_mode(replace=replace, add=add),
    )
    ingested = rtx.ingest_attendance(tables, columns, inputs, least_seconds=min_seconds)
    _print_ingested(as_json, out, ingested)


def _inputs(
    study: str | None,
    files: tuple[str, str, str],
    channel: str,
    count: list[str] | None,
    starts: tuple[Calendar, str | None, str],
    *,
    group_readable: bool,
    mode: Literal["new", "add", "replace"],
) -> "rtx.IngestSetting":
    """The setting of a run.

    `files` are roster, start dates and output; `starts` the calendar of the start dates, and the
    key and the template of pseudonyms.
    """
    named = dict(word.split("=", 1) for word in count or () if "=" in word)
    if len(named) != len(count or ()):
        raise rtx.UsageFault("--count is WHAT=ACTIVITY, as --count message=post, once for each")
    # The table goes into the folder of its cohort.
    plan = cohort_study(str(Path(files[2]).parent), study)
    show, progress = terminal_writer(), Progress(every=2.0)
    if starts[1] is not None:
        warn(open_key(starts[1]))
    setting = (*files, plan, channel, named, *starts, show, progress)
    return rtx.IngestSetting(*setting, group_readable, mode)


def _mode(*, replace: bool, add: bool) -> Literal["new", "add", "replace"]:
    """How the counts join those of earlier runs."""
    if replace and add:
        raise rtx.UsageFault("--replace and --add exclude each other")
    return "replace" if replace else "add" if add else "new"


def _print_ingested(as_json: bool, out: str, ingested: "rtx.Ingested") -> None:
    result = {"out": out, **asdict(ingested)}
    print_result(as_json, result, "\n  ".join([out, *ingested.sentences()]))
