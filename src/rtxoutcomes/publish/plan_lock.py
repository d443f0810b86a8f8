"""Recording the analysis plan of a study file, before its cohort is reported."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from rtxoutcomes.errors import RtxError, UsageFault
from rtxoutcomes.identity import shown_path
from rtxoutcomes.owned.lock import write_named
from rtxoutcomes.owned.record import is_regular
from rtxoutcomes.parts import fault_sentence
from rtxoutcomes.publish.manifest import NAME
from rtxoutcomes.publish.version import VERSION
from rtxoutcomes.read.study_file import bundled_studies, read_study
from rtxoutcomes.read.tables import read_tables
from rtxoutcomes.study import Study
from rtxoutcomes.study.recorded import FORM, RecordedPlan, seal_of
from rtxoutcomes.study.resolved import plan_hash, resolved
from rtxoutcomes.study_place import plan_path, study_path
from rtxoutcomes.text.plan_document import plan_document as document_of

REPORTS = "reports"
_HEAD = """\
# The analysis plan of a study, recorded by `rtxoutcomes plan lock`. Keep it next to the study file:
# reports state whether the analysis matches it. registry, number and date are those of a deposited
# plan, as the authors state them, and may be filled in later; nothing else may be edited.
"""


def plan_document(study: Study | str) -> str:
    """The statistical analysis plan of a study as a Markdown document, its tables empty.

    Parameters
    ----------
    study
        A study, or the name of a bundled one.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rtx.plan_document("nabiuni2023").splitlines()[0][:29]
    '# Statistical analysis plan: '
    """
    plan = read_study(study) if isinstance(study, str) else study
    return document_of(plan, VERSION)


def lock_plan(
    study: str | Path, *, registry: str = "", number: str = "", date: str = ""
) -> tuple[Path, RecordedPlan]:
    """Record the plan of a study file in `plan.lock.toml` next to it.

    The plan is every key of the study file with its defaults, but for its title, its reference,
    its claims and its synthetic cohort; comments are no part of it.

    Parameters
    ----------
    study
        The study file.
    registry, number, date
        Where the plan was deposited, under which number and when, as the authors state it.

    Returns
    -------
    Path, RecordedPlan
        The file, and what it holds.

    Raises
    ------
    StudyError
        The study file has faults.
    UsageFault
        It is a bundled study, its plan was recorded before, or a report of its cohort was written
        already; nothing is written.
    EnvironmentFault
        The folder cannot be written.
    """
    if str(study) in bundled_studies():
        raise UsageFault(
            f"{study}: is a bundled study; write its file with `rtxoutcomes template DIR`, and "
            "record the plan of that file"
        )
    path = Path(study)
    target = plan_path(path)
    if target.exists() or target.is_symlink():
        raise UsageFault(
            f"{shown_path(target)}: exists already, and a recorded plan is never replaced"
        )
    plan = read_study(path)
    tables = cohort_tables(path)
    if report := _report_of(path, plan, tables):
        raise UsageFault(
            f"{shown_path(report)}: is a report of this cohort, so that its results may be known; "
            "a plan is recorded before them"
        )
    values = {key: own.value for key, own in resolved(plan).items()}
    known = (plan.id, plan_hash(values), VERSION, tables_hash(tables))
    try:
        lock = RecordedPlan(
            study=plan.id,
            sha256=known[1],
            package=VERSION,
            registry=registry,
            number=number,
            date=date,
            cohort_sha256=known[3],
            seal=seal_of(*known),
            plan=values,
        )
    except ValidationError as wrong:
        faults = wrong.errors(include_url=False, include_context=False, include_input=False)
        raise UsageFault("; ".join(map(fault_sentence, faults))) from None
    write_named(path.parent, {target.name: lock_text(lock)}, "plan lock")
    return target, lock


def lock_text(lock: RecordedPlan) -> str:
    """The lock as TOML."""
    head = {
        "form": FORM,
        "study": lock.study,
        "sha256": lock.sha256,
        "package": lock.package,
        "registry": lock.registry,
        "number": lock.number,
        "date": lock.date,
        "cohort_sha256": lock.cohort_sha256,
        "seal": lock.seal,
    }
    lines = [f"{key} = {_quoted(value)}\n" for key, value in head.items()]
    plan = [f"{_quoted(key)} = {_quoted(value)}\n" for key, value in lock.plan.items()]
    return "".join([_HEAD, "\n", *lines, "\n[plan]\n", *plan])


def _quoted(text: str) -> str:
    """A literal string of TOML where that is easier to read, else a basic one."""
    is_literal = '"' in text and "'" not in text and text.isprintable()
    # A basic string escapes what JSON escapes.
    return f"'{text}'" if is_literal else json.dumps(text, ensure_ascii=False)


def tables_hash(tables: Mapping[str, str]) -> str:
    """SHA-256 of the names and hashes of the tables of a cohort; empty where there are none."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(tables.items()))
    return hashlib.sha256(lines.encode()).hexdigest() if lines else ""


def cohort_tables(study: Path) -> dict[str, str]:
    """The SHA-256 of each table of the cohort that a study file belongs to, if it has patients."""
    for cohort in _cohorts(study):
        try:
            raw = read_tables(cohort).raw
        except RtxError:
            continue
        if any(len(table.frame) for table in raw.tables.values()):
            return table_sources(raw.sources)
    return {}


def table_sources(sources: Mapping[str, str]) -> dict[str, str]:
    """The inputs that are tables: not the study file, nor a declaration."""
    return {name: digest for name, digest in sources.items() if not name.endswith(".toml")}


def _cohorts(study: Path) -> Iterator[Path]:
    """The folder of the study file, the folders in it, and files of its name, that use it."""
    folder = study.parent
    places = [folder, *_folders(folder)]
    stem = study.name.removesuffix(".study.toml")
    if stem != study.name:
        places = [p for p in sorted(folder.glob(f"{stem}.*")) if p.suffix != ".toml"]
    for place in places:
        if study_path(place).resolve() == study.resolve():
            yield place


def _report_of(study: Path, plan: Study, tables: Mapping[str, str]) -> Path | None:
    """The report of this study or cohort in the folder of the study file, or where it would be."""
    folder = study.parent
    places = [folder, *_folders(folder), folder.resolve().parent / REPORTS, Path(REPORTS)]
    for place in places:
        listed = _manifest(place / NAME)
        inputs, about = listed.get("inputs"), listed.get("study")
        same = isinstance(about, dict) and about.get("id") == plan.id
        shared = isinstance(inputs, dict) and set(inputs.values()) & set(tables.values())
        if same or shared:
            return place
    return None


def _folders(folder: Path) -> list[Path]:
    return sorted(place for place in folder.iterdir() if place.is_dir())


def _manifest(path: Path) -> dict[str, object]:
    try:
        listed = json.loads(path.read_bytes()) if is_regular(path) else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return listed if isinstance(listed, dict) else {}
