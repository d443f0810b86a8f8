"""A study file, bundled or given by its path, as a checked Study."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from rtxoutcomes.errors import StudyError, StudyProblem, UsageFault
from rtxoutcomes.identity import text_mark
from rtxoutcomes.identity.marks import (
    AGE,
    BANK_ACCOUNT,
    EMAIL,
    NATIONAL_ID,
    PHONE,
    RECORD_NUMBER,
)
from rtxoutcomes.read.blocks import named_content, parse_block
from rtxoutcomes.study import Study

BUNDLED = Path(__file__).parents[1] / "studies"
FILE = "study.toml"
_OF_A_PERSON = (PHONE, EMAIL, NATIONAL_ID, BANK_ACCOUNT, RECORD_NUMBER, AGE)
# Numbers of publications and patterns of numbers are nobody's.
_BIBLIOGRAPHIC = ("reference", "source", "external_mean_source", "id_pattern")


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
    bundled = {name: BUNDLED / name / FILE for name in bundled_studies()}
    return parse_study(*named_content(source, bundled, "study"))


def parse_study(content: bytes, source: str) -> Study:
    """A study from the bytes of its file; raises StudyError with every fault."""
    study = parse_block(content, source, Study, StudyError)
    problems = [
        StudyProblem(path, f"must hold no {mark.kind}: reports print it")
        for path, text in _texts(study.model_dump(), "")
        if (mark := text_mark(text)) in _OF_A_PERSON
    ]
    if problems:
        raise StudyError(source, problems)
    return study


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Every text below a key, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _BIBLIOGRAPHIC:
                yield from _texts(inner, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _texts(inner, f"{path}[{place}]")
