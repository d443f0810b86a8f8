"""Arguments and options that several commands share."""

from typing import Annotated

import typer

DEFAULT_STUDY = "nabiuni2023"

StudyName = Annotated[
    str, typer.Option("--study", help="A bundled study, or the path of a study file (TOML).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Result as JSON on standard output.")]
CohortPath = Annotated[
    str | None,
    typer.Argument(
        metavar="[COHORT]",
        help="Folder of tables, or one CSV with a row a patient. Without it: the bundled "
        "synthetic cohort.",
        show_default=False,
    ),
]
RequiredCohort = Annotated[
    str, typer.Argument(metavar="COHORT", help="Folder of tables, or one CSV.", show_default=False)
]
MaxMib = Annotated[
    int, typer.Option("--max-mib", min=1, help="The largest file that is read, in MiB.")
]
