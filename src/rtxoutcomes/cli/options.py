"""Arguments and options that several commands share."""

from typing import Annotated

from typer import Option

from rtxoutcomes.errors import UsageFault

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
