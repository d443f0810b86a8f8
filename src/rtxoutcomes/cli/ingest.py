"""The commands that make the engagement table from exports: arguments in, a sentence out."""

import dataclasses
import sys
from collections.abc import Callable
from typing import Annotated, Literal

import typer

import rtxoutcomes as rtx
from rtxoutcomes.cli.answer import BUNDLED, AsJson, Progress, StudyName, say

Calendar = Literal["gregorian", "jalali"]

ingest = typer.Typer(
    no_args_is_help=True,
    help="A chat export or a list of attendance into the engagement table. No text and no name "
    "survives: the table holds numbers of a pseudonym in a month.",
)

Roster = Annotated[
    str,
    typer.Option(
        "--roster", help="CSV of author, patient_id, role (patient, staff, system).", metavar="FILE"
    ),
]
Start = Annotated[
    str,
    typer.Option(
        "--start", help="CSV of patient_id, start_date and, if known, end_date.", metavar="FILE"
    ),
]
Table = Annotated[
    str, typer.Option("--out", help="The engagement table, a .csv file.", metavar="FILE")
]
ChannelName = Annotated[str, typer.Option("--channel", help="The channel of the study file.")]
Counted = Annotated[
    list[str] | None,
    typer.Option(
        "--count",
        metavar="WHAT=ACTIVITY",
        help="What is counted (message, question, session) is that activity of the channel; "
        "needed only where the names differ.",
    ),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="FILE",
        help="Make pseudonyms of the ids in roster and start with the secret in this file.",
    ),
]
Template = Annotated[
    str,
    typer.Option(
        "--pseudonym",
        metavar="TEMPLATE",
        help="Of the pseudonyms that --key makes: # is a digit, @ a letter.",
    ),
]
StartCalendar = Annotated[Calendar, typer.Option("--start-calendar", help="Of the start dates.")]
LeastSeconds = Annotated[
    float,
    typer.Option("--min-seconds", min=0, max=86_400, help="The shortest stay that is a session."),
]


@ingest.command(
    epilog="Example: rtxoutcomes ingest whatsapp chat.zip --roster roster.csv --start start.csv "
    "--out my_cohort/engagement.csv --date-order dmy"
)
def whatsapp(
    exports: Annotated[
        list[str],
        typer.Argument(
            metavar="EXPORT...",
            help="A .txt or .zip as the phone wrote it; several of one group, from several "
            "phones, are merged.",
            show_default=False,
        ),
    ],
    *,
    roster: Roster,
    start: Start,
    out: Table,
    study: StudyName = BUNDLED,
    channel: ChannelName = "whatsapp",
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = "@@@@########",
    start_calendar: StartCalendar = "gregorian",
    date_order: Annotated[
        Literal["dmy", "mdy", "ymd"] | None,
        typer.Option(
            "--date-order", help="Day, month, year of the export; needed where two orders fit."
        ),
    ] = None,
    clock: Annotated[
        Literal["12", "24"] | None, typer.Option("--clock", help="Hours of the export's clock.")
    ] = None,
    calendar: Annotated[
        Calendar, typer.Option("--calendar", help="Of the dates in the export.")
    ] = "gregorian",
    media: Annotated[
        list[str] | None,
        typer.Option("--media", help="Further words that stand for media in the export."),
    ] = None,
    deleted: Annotated[
        list[str] | None,
        typer.Option("--deleted", help="Further words that stand for a deleted message."),
    ] = None,
    spoken: Annotated[
        list[str] | None,
        typer.Option("--spoken", help="A text in angles that somebody typed."),
    ] = None,
    unordered: Annotated[
        bool,
        typer.Option("--unordered", help="Accept lines dated a day before the line above."),
    ] = False,
    separate_groups: Annotated[
        bool, typer.Option("--separate-groups", help="Each export is of a group of its own.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Count the messages and questions of each patient by month, from WhatsApp exports."""
    setting = _setting(
        (study, roster, start, out), channel, count, (key, pseudonym), start_calendar
    )
    told = rtx.ingest_whatsapp(
        exports,
        setting,
        order=date_order,
        clock=clock,
        calendar=calendar,
        media=media or (),
        deleted=deleted or (),
        spoken=spoken or (),
        unordered=unordered,
        groups="separate" if separate_groups else "one",
    )
    _say_ingested(as_json, out, told)


@ingest.command(
    epilog="Example: rtxoutcomes ingest skype export.tar --roster roster.csv --start start.csv "
    "--out my_cohort/engagement.csv --time-zone Asia/Tehran"
)
def skype(
    export: Annotated[
        str,
        typer.Argument(
            metavar="EXPORT", help="The .tar, or messages.json out of it.", show_default=False
        ),
    ],
    *,
    roster: Roster,
    start: Start,
    out: Table,
    study: StudyName = BUNDLED,
    channel: ChannelName = "skype",
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = "@@@@########",
    start_calendar: StartCalendar = "gregorian",
    group: Annotated[
        str | None,
        typer.Option("--group", help="Topic or id of the conversation; else the only group."),
    ] = None,
    min_seconds: LeastSeconds = 300.0,
    time_zone: Annotated[
        str, typer.Option("--time-zone", help="In which a day begins, as Asia/Tehran.")
    ] = "UTC",
    as_json: AsJson = False,
) -> None:
    """Count the sessions, messages and questions of each patient by month, from a Skype export."""
    setting = _setting(
        (study, roster, start, out), channel, count, (key, pseudonym), start_calendar
    )
    told = rtx.ingest_skype(
        export, setting, group=group, least_seconds=min_seconds, time_zone=time_zone
    )
    _say_ingested(as_json, out, told)


@ingest.command(
    epilog="Example: rtxoutcomes ingest attendance march.csv april.csv --columns teams.toml "
    "--channel teams --roster roster.csv --start start.csv --out my_cohort/engagement.csv"
)
def attendance(
    tables: Annotated[
        list[str],
        typer.Argument(metavar="TABLE...", help="CSV files of attendance.", show_default=False),
    ],
    *,
    columns: Annotated[
        str,
        typer.Option("--columns", metavar="FILE", help="TOML: which column of them is what."),
    ],
    roster: Roster,
    start: Start,
    out: Table,
    channel: ChannelName,
    study: StudyName = BUNDLED,
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = "@@@@########",
    start_calendar: StartCalendar = "gregorian",
    min_seconds: LeastSeconds = 300.0,
    as_json: AsJson = False,
) -> None:
    """Count the sessions of each patient by month, from tables of attendance (Teams, Zoom)."""
    setting = _setting(
        (study, roster, start, out), channel, count, (key, pseudonym), start_calendar
    )
    told = rtx.ingest_attendance(tables, columns, setting, least_seconds=min_seconds)
    _say_ingested(as_json, out, told)


def _setting(
    files: tuple[str, str, str, str],
    channel: str,
    count: list[str] | None,
    secret: tuple[str | None, str],
    start_calendar: Calendar,
) -> "rtx.IngestSetting":
    named = dict(word.split("=", 1) for word in count or () if "=" in word)
    if len(named) != len(count or ()):
        raise rtx.UsageFault("--count is WHAT=ACTIVITY, as --count message=post, once for each")
    study, roster, start, out = files
    return rtx.IngestSetting(
        roster=roster,
        start=start,
        out=out,
        study=rtx.read_study(study),
        channel=channel,
        named=named,
        start_calendar=start_calendar,
        key=secret[0],
        template=secret[1],
        show=_terminal(),
        progress=Progress(every=2.0),
    )


def _terminal() -> Callable[[str], None] | None:
    """Where names may be told: a terminal, never a file or another program."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    return lambda line: typer.echo(line, err=True)


def _say_ingested(as_json: bool, out: str, told: "rtx.Ingested") -> None:
    answer = {
        "out": out,
        "rows": told.rows,
        "patients": told.patients,
        "kept": told.kept,
        "activities": list(told.activities),
        "account": dataclasses.asdict(told.account),
    }
    say(as_json, answer, "\n  ".join([out, *told.sentences()]))
