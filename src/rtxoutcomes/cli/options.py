"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

from typer import Option, echo

import rtxoutcomes as rtx
from rtxoutcomes.study_place import study_path

DEFAULT_STUDY = "nabiuni2023"

StudyName = Annotated[
    str, Option("--study", help="A bundled study, or the path of a study file (TOML).")
]
CohortStudy = Annotated[
    str | None,
    Option(
        "--study",
        help="A bundled study, or the path of a study file (TOML). Without it: study.toml in the "
        "folder of the tables, or NAME.study.toml beside NAME.csv.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, Option("--json", help="Result as JSON on standard output.")]
MaxMib = Annotated[int, Option("--max-mib", min=1, help="The largest file that is read, in MiB.")]
Replace = Annotated[
    bool,
    Option("--replace", help="Replace files of these names that were edited or written by others."),
]


def cohort_study(cohort: str, named: str | None) -> "rtx.Study":
    """The study that was named, else the one of the cohort.

    A line on standard error says so where the cohort's own study file is not used.
    """
    if named is None:
        return rtx.study_of(cohort)
    study, own = rtx.read_study(named), study_path(Path(cohort))
    if own.is_file() and not (Path(named).is_file() and own.samefile(named)):
        echo(f"rtxoutcomes: --study {named} is used, not the cohort's own study file", err=True)
    return study
