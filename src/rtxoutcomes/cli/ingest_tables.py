"""The commands that make the engagement table from tables of attendance and of messages."""

from typing import Annotated, Literal

from typer import Argument, Option

import rtxoutcomes as rtx
from rtxoutcomes.cli.ingest import ingest
from rtxoutcomes.cli.ingest_options import (
    MIN_SESSION_SECONDS,
    Add,
    ChannelName,
    Counted,
    DateOrder,
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

# The program imports the group from here, so that all of its commands are registered.
__all__ = ["attendance", "ingest", "messages"]


@ingest.command(
    epilog="Example: rtxoutcomes ingest attendance march.csv april.csv --preset teams "
    "--channel skype --roster roster.csv --start start.csv --out my_cohort/engagement.csv"
)
def attendance(
    tables: Annotated[
        list[str],
        Argument(metavar="TABLE...", help="Reports of attendance, .csv files.", show_default=False),
    ],
    *,
    out: Table,
    channel: ChannelName,
    preset: Annotated[
        Literal["teams", "zoom", "meet"] | None,
        Option("--preset", help="The service whose reports these are.", show_default=False),
    ] = None,
    columns: Annotated[
        str | None,
        Option(
            "--columns",
            metavar="FILE",
            help="Without a preset: TOML file that says which column holds what.",
            show_default=False,
        ),
    ] = None,
    roster: Roster = None,
    start: Start = None,
    new_roster: NewRoster = None,
    study: CohortStudy = None,
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = TEMPLATE,
    start_calendar: StartCalendar = "gregorian",
    group_readable: GroupReadable = False,
    replace: Replace = False,
    add: Add = False,
    skip: Skip = None,
    date_order: DateOrder = None,
    min_seconds: MinSeconds = MIN_SESSION_SECONDS,
    min_minutes: MinMinutes = None,
    as_json: AsJson = False,
) -> None:
    """Count the sessions of each patient by month, from reports of attendance."""
    inputs = setting_of(
        study,
        (roster, start, out, new_roster),
        channel,
        count,
        (start_calendar, key, pseudonym),
        group_readable=group_readable,
        mode=mode_of(replace=replace, add=add),
    )
    ingested = rtx.ingest_attendance(
        tables,
        columns,
        inputs,
        preset=preset,
        order=date_order,
        least_seconds=least_seconds(min_seconds, min_minutes),
        skip=skip or (),
    )
    print_ingested(as_json, out, ingested)


@ingest.command(
    epilog="Example: rtxoutcomes ingest messages forum.csv --columns forum.toml --channel forum "
    "--roster roster.csv --start start.csv --out my_cohort/engagement.csv"
)
def messages(
    tables: Annotated[
        list[str],
        Argument(metavar="TABLE...", help="CSV files, a row a message.", show_default=False),
    ],
    *,
    columns: Annotated[
        str,
        Option("--columns", metavar="FILE", help="TOML file that says which column holds what."),
    ],
    out: Table,
    channel: ChannelName,
    roster: Roster = None,
    start: Start = None,
    new_roster: NewRoster = None,
    study: CohortStudy = None,
    count: Counted = None,
    key: Key = None,
    pseudonym: Template = TEMPLATE,
    start_calendar: StartCalendar = "gregorian",
    group_readable: GroupReadable = False,
    replace: Replace = False,
    add: Add = False,
    skip: Skip = None,
    as_json: AsJson = False,
) -> None:
    """Count the messages and questions of each patient by month, from tables of messages."""
    inputs = setting_of(
        study,
        (roster, start, out, new_roster),
        channel,
        count,
        (start_calendar, key, pseudonym),
        group_readable=group_readable,
        mode=mode_of(replace=replace, add=add),
    )
    ingested = rtx.ingest_messages(tables, columns, inputs, skip=skip or ())
    print_ingested(as_json, out, ingested)
