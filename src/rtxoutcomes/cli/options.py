"""Arguments and options that several commands share."""

from typing import Annotated

from typer import Option

DEFAULT_STUDY = "nabiuni2023"

StudyName = Annotated[
    str, Option("--study", help="A bundled study, or the path of a study file (TOML).")
]
AsJson = Annotated[bool, Option("--json", help="Result as JSON on standard output.")]
MaxMib = Annotated[int, Option("--max-mib", min=1, help="The largest file that is read, in MiB.")]
GroupReadable = Annotated[
    bool,
    Option("--group-readable", help="Let your group read files about individual patients."),
]
Replace = Annotated[
    bool,
    Option("--replace", help="Replace files of these names that were edited or written by others."),
]
