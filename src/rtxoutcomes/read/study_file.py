"""A study file, bundled or given by its path, as a checked Study."""

import tomllib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rtxoutcomes.errors import StudyError, StudyProblem, UsageFault
from rtxoutcomes.study import Study

BUNDLED = Path(__file__).parents[1] / "studies"
FILE = "study.toml"
_OWN = "Value error, "
_WORDS = {"extra_forbidden": "is not a key of a study file", "missing": "is missing"}


def bundled_studies() -> tuple[str, ...]:
    """Names of the studies that come with the package."""
    return tuple(sorted(folder.name for folder in BUNDLED.iterdir() if (folder / FILE).is_file()))


def bundled_cohort_path(name: str) -> Path:
    """The folder of a bundled study's cohort.

    Raises
    ------
    UsageFault
        No such study, or it comes without a cohort.
    """
    folder = BUNDLED / name / "cohort"
    if name not in bundled_studies() or not folder.is_dir():
        raise UsageFault(f"no bundled cohort {name!r}; there is {', '.join(bundled_studies())}")
    return folder


def read_study(source: str | Path = "nabiuni2023") -> Study:
    """Read a study by its bundled name or from a TOML file.

    Raises
    ------
    StudyError
        Every fault of the file at once, each with the path of its key.
    UsageFault
        There is no such name or file.
    """
    name = str(source)
    path = BUNDLED / name / FILE if name in bundled_studies() else Path(source)
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        raise UsageFault(f"{name}: is a folder; a study file is a .toml file") from None
    except (OSError, ValueError) as fault:
        known = ", ".join(bundled_studies())
        why = getattr(fault, "strerror", None) or "cannot be read"
        raise UsageFault(
            f"{name}: {why}; a study is a bundled name ({known}) or the path of a TOML file"
        ) from None
    return parse_study(content, path.name)


def parse_study(content: bytes, source: str) -> Study:
    """A study from the bytes of its file; raises StudyError with every fault."""
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise StudyError(source, [StudyProblem("file", "must be UTF-8 text")]) from None
    # Plain ValueError: a number too long for Python. RecursionError: brackets without end.
    except (ValueError, RecursionError) as fault:
        raise StudyError(source, [StudyProblem("file", f"must be TOML: {fault}")]) from None
    try:
        return Study.model_validate(told)
    except ValidationError as fault:
        problems = [problem for each in fault.errors() for problem in _problems(each)]
    # Raised outside the except block: within it the whole file would stay alive as context.
    raise StudyError(source, problems)


def _problems(error: ErrorDetails) -> list[StudyProblem]:
    """One fault of pydantic as ours; faults that a block tells together are taken apart."""
    path = _dotted(error["loc"]) or "study file"
    message = error["msg"]
    if message.startswith(_OWN):
        return [StudyProblem(path, part) for part in message.removeprefix(_OWN).split("; ")]
    return [StudyProblem(path, _WORDS.get(error["type"], message))]


def _dotted(place: tuple[str | int, ...]) -> str:
    """`("scores", 0, "step")` as `scores[0].step`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
