"""The command that checks the arithmetic of the numbers that a paper prints."""

from typing import Annotated

from typer import Exit, Option, echo

import rtxoutcomes as rtx
from rtxoutcomes.cli.options import DEFAULT_STUDY, AsJson, place
from rtxoutcomes.cli.output import Progress, answer_text
from rtxoutcomes.errors import OutputsDiffer, UsageFault


def audit(
    study: Annotated[
        str | None,
        Option(
            "--study",
            help="A bundled study, or the path of a study file (TOML) with [[claims]].",
            show_default=DEFAULT_STUDY,
        ),
    ] = None,
    *,
    claims: Annotated[
        str | None,
        Option(
            "--claims",
            metavar="FILE",
            help="The claims of a paper without a study file (TOML).",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        str | None,
        Option(
            "--against",
            metavar="REPORT",
            callback=place,
            help="Folder of a report, to compare each claim with its number; exit code 5 if one "
            "differs.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str | None,
        Option(
            "--out",
            metavar="FILE",
            callback=place,
            help="A page (.html) with the verdicts and figures.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check which printed numbers of a paper are attainable, and which tests give its P values."""
    if study and claims:
        raise UsageFault("name --study or --claims, not both")
    source = rtx.read_claims(claims) if claims else rtx.read_study(study or DEFAULT_STUDY)
    with Progress() as tell:
        result = rtx.audit(source, against, tell=tell)
    if out:
        rtx.write_audit(result, out)
    # Not as other commands begin: what comes first is the notice.
    data = result.to_dict()
    answer = {"notice": data.pop("notice"), "ok": True, **data}
    echo(answer_text(answer) if as_json else str(result))
    if result.differing:
        raise Exit(OutputsDiffer.exit_code)
