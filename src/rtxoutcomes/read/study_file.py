"""A study file, bundled, given by its path or found with its cohort, as a checked Study."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from rtxoutcomes.errors import StudyError, StudyProblem, UsageFault, Violation
from rtxoutcomes.identity import shown_path, text_mark
from rtxoutcomes.identity.marks import (
    AGE,
    BANK_ACCOUNT,
    EMAIL,
    NATIONAL_ID,
    PHONE,
    RECORD_NUMBER,
)
from rtxoutcomes.read.block_faults import Place, path_of
from rtxoutcomes.read.blocks import named_content, parse_block
from rtxoutcomes.read.content import MAX_TOML, MEBIBYTE, content_of, given_bytes
from rtxoutcomes.study import Study
from rtxoutcomes.study.recorded import RecordedPlan
from rtxoutcomes.study.template import document_text
from rtxoutcomes.study_place import FILE, plan_path, study_path

BUNDLED = Path(__file__).parents[1] / "studies"
_EXAMPLE = "nabiuni2023"
# The largest fonts, of Chinese, Japanese and Korean, have about 20.
MAX_FONT = 64 * MEBIBYTE
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


def read_study(source: str | Path) -> Study:
    """Read a study by its bundled name or from a TOML file.

    Raises
    ------
    StudyError
        Every fault of the file at once, each with the path of its key.
    UsageFault
        There is no such name or file.
    """
    bundled = {name: BUNDLED / name / FILE for name in bundled_studies()}
    folder = bundled.get(str(source), Path(source)).parent
    study = parse_study(*named_content(source, bundled, "study"), folder)
    return study if str(source) in bundled else study.with_plan(read_plan(Path(source)))


def study_of(cohort: str | Path) -> Study:
    """Read the study of a cohort: `study.toml` in its folder, `NAME.study.toml` next to a file.

    The bundled study belongs to the bundled cohort; for any other data it has to be named.

    Parameters
    ----------
    cohort
        The folder of tables, or the file with a row a patient.

    Raises
    ------
    StudyError
        Every fault of the study file at once, each with the path of its key.
    UsageFault
        There is nothing at that path, or it has no study file.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> files = rtx.write_template(rtx.read_study("nabiuni2023"), "my_cohort")
    >>> rtx.study_of("my_cohort").id
    'my_study'
    """
    place = Path(cohort)
    try:
        place.stat()
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "cannot be read"
        raise UsageFault(f"{shown_path(place)}: {why}") from None
    for name in bundled_studies():
        if place.resolve() == (BUNDLED / name / "cohort").resolve():
            return read_study(name)
    path = study_path(place)
    if not path.exists() and not path.is_symlink():
        raise UsageFault(_no_study(place))
    content = content_of(path, shown_path(path), path.parent, MAX_TOML)
    if isinstance(content, Violation):
        raise UsageFault(f"{content.table}: {content.must}")
    study = parse_study(content, shown_path(Path(path.name)), path.parent)
    return study.with_plan(read_plan(path))


def read_plan(study: Path) -> RecordedPlan | None:
    """The plan that was recorded next to a study file; None where there is none.

    Raises
    ------
    StudyError
        It is not as it was recorded.
    UsageFault
        It cannot be read.
    """
    path = plan_path(study)
    if not path.exists() and not path.is_symlink():
        return None
    return parse_plan(given_bytes(path, path.name, MAX_TOML), path.name)


def parse_plan(content: bytes, source: str) -> RecordedPlan:
    """A recorded plan from the bytes of its file; raises StudyError where it was edited."""
    return parse_block(content, source, RecordedPlan, StudyError)


def own_study_hash(cohort: str | Path, study: Study) -> dict[str, str]:
    """File name and SHA-256 of the cohort's study file, if that file holds this study."""
    path = study_path(Path(cohort))
    content = content_of(path, path.name, path.parent, MAX_TOML)
    # The bundled study comes with the package, whose version manifests hold.
    if isinstance(content, Violation) or BUNDLED.resolve() in path.resolve().parents:
        return {}
    try:
        is_used = parse_study(content, path.name, path.parent) == study.with_plan(None)
    except StudyError:
        return {}
    return {path.name: hashlib.sha256(content).hexdigest()} if is_used else {}


def parse_study(content: bytes, source: str, folder: Path | None = None) -> Study:
    """A study from the bytes of its file, which is in `folder`; raises StudyError with every fault.

    Without a folder the font that the file may name is not looked for.
    """
    study = parse_block(content, source, Study, StudyError, _example)
    document = study.model_dump()
    problems = [
        StudyProblem(path_of(place, document), f"must hold no {mark.kind}: reports print it")
        for place, text in texts_of(document)
        if (mark := text_mark(text)) in _OF_A_PERSON
    ]
    if problems:
        raise StudyError(source, problems)
    found = study if folder is None else _with_font(study, source, folder)
    return found.read_from(content)


def _with_font(study: Study, source: str, folder: Path) -> Study:
    """The study with the file of its font found, if it names one."""
    font = study.report.font
    if font is None:
        return study
    path = folder / font.path
    try:
        content, fault = given_bytes(path, shown_path(Path(font.path)), MAX_FONT), ""
    except UsageFault as wrong:
        content, fault = b"", str(wrong)
    if fault:
        raise StudyError(source, [StudyProblem("report.font", fault)])
    found = {"sha256": hashlib.sha256(content).hexdigest(), "place": str(path.resolve())}
    report = study.report.model_copy(update={"font": replace(font, **found)})
    return study.model_copy(update={"report": report})


def study_text(study: Study) -> bytes:
    """The file of a study as it was read; one of its keys where it was changed in memory.

    Comments are not checked as the keys are, so that a file with one that may identify somebody is
    written anew, without them.
    """
    content = study.file_content
    lines = content.decode("utf-8", "replace").splitlines()
    commented = (line.partition("#")[2] for line in lines)
    if content and not any(text_mark(comment) in _OF_A_PERSON for comment in commented):
        return content
    document = study.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    form = document.pop("schema_version", None)
    head = "" if form is None else f'schema_version = "{form}"\n'
    return document_text(document, {}, head).lstrip().encode()


def _example() -> bytes:
    """A right study file, to explain the faults of another."""
    return (BUNDLED / _EXAMPLE / FILE).read_bytes()


def texts_of(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text below a key that is no number of a publication, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _BIBLIOGRAPHIC:
                yield from texts_of(inner, (*place, key))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from texts_of(inner, (*place, number))


def _no_study(cohort: Path) -> str:
    place = f"{FILE} in that folder" if cohort.is_dir() else f"NAME.{FILE} next to that file"
    return (
        f"{shown_path(cohort)}: has no study file. Its title, groups, scores and windows are read "
        f"from {place}; `rtxoutcomes template DIR` writes one to fill in. Or name a study with "
        f"--study: a file, or {', '.join(bundled_studies())}"
    )
