"""The options of the commands that make the engagement table."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from typer import Option

import rtxoutcomes as rtx
from rtxoutcomes.calendar import Calendar
from rtxoutcomes.cli.options import cohort_study, place
from rtxoutcomes.cli.output import Progress, print_result, warn
from rtxoutcomes.cli.terminal import terminal_writer
from rtxoutcomes.read.key_file import open_key

MIN_SESSION_SECONDS = 300.0
Files = tuple[str | None, str | None, str, str | None]
Mode = Literal["new", "add", "replace"]

Roster = Annotated[
    str | None,
    Option(
        "--roster",
        help="CSV of author, patient_id, role (patient, staff, system).",
        metavar="FILE",
        show_default=False,
    ),
]
Start = Annotated[
    str | None,
    Option(
        "--start",
        help="CSV of patient_id, start_date and, if known, end_date.",
        metavar="FILE",
        show_default=False,
    ),
]
NewRoster = Annotated[
    str | None,
    Option(
        "--new-roster",
        metavar="FILE",
        help="Only write the names of the exports to this new file, a roster to fill in (readable "
        "by you alone); needs neither --roster nor --start.",
        show_default=False,
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
Skip = Annotated[
    list[str] | None,
    Option(
        "--skip",
        metavar="LINE",
        help="Skip the record that begins at this line, as a refusal names it: 17, with several "
        "files 2:17; in Skype and Telegram 3:5 is message 5 of conversation 3. It is counted.",
        show_default=False,
    ),
]
MinSeconds = Annotated[
    float,
    Option("--min-seconds", min=0, max=86_400, help="The shortest stay that counts as a session."),
]
MinMinutes = Annotated[
    float | None,
    Option(
        "--min-minutes",
        min=0,
        max=1_440,
        help="The same in minutes, in place of --min-seconds.",
        show_default=False,
    ),
]
Group = Annotated[
    str | None,
    Option("--group", help="Name or id of the conversation; by default the only group."),
]
DateOrder = Annotated[
    Literal["dmy", "mdy", "ymd"] | None,
    Option("--date-order", help="Order of the export's dates; needed if two orders fit."),
]


def setting_of(
    study: str | None,
    files: Files,
    channel: str,
    count: list[str] | None,
    starts: tuple[Calendar, str | None, str],
    *,
    group_readable: bool,
    mode: Mode,
) -> "rtx.IngestSetting":
    """The setting of a run.

    `files` are roster, start dates, output and new roster; `starts` the calendar of the start
    dates, and the key and the template of pseudonyms.
    """
    named = dict(word.split("=", 1) for word in count or () if "=" in word)
    if len(named) != len(count or ()):
        raise rtx.UsageFault("--count is WHAT=ACTIVITY, as --count message=post, once for each")
    # The table goes into the folder of its cohort.
    plan = cohort_study(str(Path(files[2]).parent), study)
    show, progress = terminal_writer(), Progress(every=2.0)
    if starts[1] is not None:
        warn(open_key(starts[1]))
    setting = (*files[:3], plan, channel, named, *starts, show, progress)
    return rtx.IngestSetting(*setting, group_readable, mode, files[3])


def mode_of(*, replace: bool, add: bool) -> Mode:
    """How the counts join those of earlier runs."""
    if replace and add:
        raise rtx.UsageFault("--replace and --add exclude each other")
    return "replace" if replace else "add" if add else "new"


def least_seconds(seconds: float, minutes: float | None) -> float:
    """The shortest stay in seconds."""
    return seconds if minutes is None else 60 * minutes


def print_ingested(as_json: bool, out: str, ingested: "rtx.Ingested") -> None:
    """Print the result of a run, as JSON or in sentences."""
    result = {"out": out, **asdict(ingested)}
    lines = ingested.sentences()
    print_result(as_json, result, "\n  ".join(lines if ingested.names else [out, *lines]))
