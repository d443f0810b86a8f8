"""The command that tests an installation against results of R."""

from typing import Annotated

from typer import Exit, Option

import rtxoutcomes as rtx
from rtxoutcomes.cli.options import AsJson, place
from rtxoutcomes.cli.output import Progress, print_result
from rtxoutcomes.errors import OutputsDiffer


def selftest(
    out: Annotated[
        str | None,
        Option(
            "--out",
            metavar="FILE",
            callback=place,
            help="Save the certificate, as text (.txt) or JSON (.json).",
            show_default=False,
        ),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Compare the estimators of this installation with results of R; exit code 5 if one differs."""
    with Progress() as tell:
        certificate = rtx.selftest(tell)
    if out:
        rtx.write_certificate(certificate, out)
    print_result(as_json, certificate.to_dict(), str(certificate))
    if not certificate.passed:
        raise Exit(OutputsDiffer.exit_code)
