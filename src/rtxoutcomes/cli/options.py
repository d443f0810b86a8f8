"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Option, echo

import rtxoutcomes as rtx
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.study_place import study_path

DEFAULT_STUDY = "nabiuni2023"

CohortPath = Annotated[
    str | None,
    Argument(
        metavar="[COHORT]",
        help="Folder of tables, or one file with a row a patient. Without it: the bundled "
        "synthetic cohort.",
        show_default=False,
    ),
]
RequiredCohort = Annotated[
    str, Argument(metavar="COHORT", help="Folder of tables, or one CSV.", show_default=False)
]
Check = Annotated[bool, Option("--check", help="Write nothing; fail if the folder differs.")]
Pdf = Annotated[bool, Option("--pdf", help="Set manuscript.pdf as well; needs the extra `pdf`.")]
MapPath = Annotated[str, Option("--map", help="Which column is what (TOML).", show_default=False)]
StudyName = Annotated[
    str, Option("--study", help="A bundled study, or the path of a study file (TOML).")
]
CohortStudy = Annotated[
    str | None,
    Option(
        "--study",
        help="A bundled study, or the path of a study file (TOML). Without it: study.toml in the "
        "folder of the tables, or NAME.study.toml next to NAME.csv.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, Option("--json", help="Result as JSON on standard output.")]
MaxMib = Annotated[int, Option("--max-mib", min=1, help="The largest file that is read, in MiB.")]
GroupReadable = Annotated[
    bool,
    Option("--group-readable", help="Allow your group to read files about individual patients."),
]
Replace = Annotated[
    bool,
    Option("--replace", help="Move files of these names to kept/ and write new ones."),
]


def place(path: str | None) -> str | None:
    """A path as the user means it: `~` is the home folder, also after `=`, and none is empty."""
    if path is not None and not path.strip():
        raise BadParameter("a place must be named; the path is empty")
    return None if path is None else str(Path(path).expanduser())


AllowNumber = Annotated[
    list[str] | None,
    Option(
        "--allow-number",
        metavar="TABLE.COLUMN=REASON",
        help="Ten-digit numbers in this column of text are not national codes; the reason (at "
        "least 20 characters) is printed in the manifest.",
        show_default=False,
    ),
]


def allowed_numbers(words: list[str] | None) -> dict[str, str]:
    """Column to reason, from the words of `--allow-number`."""
    pairs = [word.partition("=") for word in words or ()]
    if not all(reason for _, _, reason in pairs):
        raise UsageFault("--allow-number is TABLE.COLUMN=REASON, once for each column")
    return {column.strip(): reason.strip() for column, _, reason in pairs}


def cohort_study(cohort: str, named: str | None) -> "rtx.Study":
    """The study that was named, else the one of the cohort.

    A line on standard error says so where the cohort's own study file is not used.
    """
    if named is None:
        return rtx.study_of(cohort)
    study, own = rtx.read_study(named), study_path(Path(cohort))
    if own.is_file() and not (Path(named).is_file() and own.samefile(named)):
        echo(f"rtxoutcomes: note: --study {named} is used, not the cohort's own file", err=True)
    return study
