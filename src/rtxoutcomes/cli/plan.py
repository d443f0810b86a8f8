"""The commands on the analysis plan: print it as a document, and record it."""

from typing import Annotated

from typer import Option, Typer

import rtxoutcomes as rtx
from rtxoutcomes.cli.options import DEFAULT_STUDY, AsJson, StudyName, place
from rtxoutcomes.cli.output import print_result

plan = Typer(
    name="plan",
    no_args_is_help=True,
    help="Print the statistical analysis plan of a study file, or record it before the results.",
    epilog="Example: rtxoutcomes plan lock --study my_cohort/study.toml",
)
StudyFile = Annotated[
    str, Option("--study", callback=place, help="The study file (TOML).", show_default=False)
]


@plan.command(epilog="Example: rtxoutcomes plan show --study my_study.toml > plan.md")
def show(study: StudyName = DEFAULT_STUDY, *, as_json: AsJson = False) -> None:
    """Print the plan as a Markdown document, its tables as empty shells."""
    document = rtx.plan_document(rtx.read_study(study))
    print_result(as_json, {"study": study, "markdown": document}, document.rstrip())


@plan.command(
    epilog="Example: rtxoutcomes plan lock --study my_cohort/study.toml --registry OSF "
    "--number abc12 --date 2026-03-01"
)
def lock(
    study: StudyFile,
    *,
    registry: Annotated[
        str, Option("--registry", help="Where the plan was deposited, as you state it.")
    ] = "",
    number: Annotated[str, Option("--number", help="Under which number.")] = "",
    date: Annotated[str, Option("--date", help="And when.")] = "",
    as_json: AsJson = False,
) -> None:
    """Record the plan in plan.lock.toml next to the study file; refused once a report exists."""
    path, recorded = rtx.lock_plan(study, registry=registry, number=number, date=date)
    result = {
        "out": str(path),
        "sha256": recorded.sha256,
        "cohort_sha256": recorded.cohort_sha256,
    }
    at_hand = "; data of the cohort were at hand" if recorded.cohort_sha256 else ""
    print_result(as_json, result, f"{path}: plan recorded, SHA-256 {recorded.sha256}{at_hand}")
