"""Findings as files, and the line that says where they are."""

from collections.abc import Sequence

from typer import echo

import rtxoutcomes as rtx
from rtxoutcomes.cli.output import warn


def write_findings(
    found: "Sequence[rtx.Violation]", out: str | None, cohort: str, group_readable: bool
) -> None:
    """Write the list for the clinic, and say where it is, or how it would be written."""
    if out is None:
        if found:
            echo("rtxoutcomes: --out FOLDER writes this list as findings.html", err=True)
        return
    try:
        paths = rtx.write_findings(found, out, cohort, group_readable=group_readable)
    except rtx.RtxError as fault:
        if not found:
            raise
        # The findings themselves must not be lost.
        warn(str(fault))
    else:
        echo(f"rtxoutcomes: findings written to {', '.join(paths)}", err=True)
