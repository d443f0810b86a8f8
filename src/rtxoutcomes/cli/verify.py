"""The command that compares a report with its record and with a rerun."""

from typing import Annotated

from typer import Argument, Exit, Option, echo

import rtxoutcomes as rtx
from rtxoutcomes.cli.options import AsJson, MaxMib, place
from rtxoutcomes.cli.output import Progress, print_result
from rtxoutcomes.errors import OutputsDiffer
from rtxoutcomes.read.content import MAX_BYTES, MEBIBYTE


def verify(
    report: Annotated[
        str,
        Argument(
            metavar="REPORT", callback=place, help="Folder of the report.", show_default=False
        ),
    ],
    cohort: Annotated[
        str | None,
        Argument(
            metavar="[COHORT]",
            help="Folder of tables, or one file with a row a patient. Without it: the bundled "
            "synthetic cohort, if the report was made from it.",
            show_default=False,
        ),
    ] = None,
    *,
    before: Annotated[
        str | None,
        Option(
            "--before",
            metavar="COHORT",
            help="The cohort that the report was made from, to list the rows that differ.",
            show_default=False,
        ),
    ] = None,
    study: Annotated[
        str | None,
        Option(
            "--study",
            help="A bundled study, or the path of a study file (TOML). Without it: study.toml in "
            "the folder of the tables, else that of the report.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str | None,
        Option(
            "--out",
            metavar="FOLDER",
            callback=place,
            help="Folder for a page (verification.html); not that of the report.",
            show_default=False,
        ),
    ] = None,
    max_mib: MaxMib = MAX_BYTES // MEBIBYTE,
    as_json: AsJson = False,
) -> None:
    """Rerun a report and list every number that differs, what it changes, and the cause."""
    with Progress() as tell:
        result = rtx.verify_report(
            report, cohort, study=study, before=before, max_bytes=max_mib * MEBIBYTE, tell=tell
        )
    page = rtx.write_verification(result, out) if out else ""
    print_result(as_json, {**result.to_dict(), "page": page}, str(result))
    if page and not as_json:
        echo(f"rtxoutcomes: page written to {page}", err=True)
    if result.differs:
        raise Exit(OutputsDiffer.exit_code)
