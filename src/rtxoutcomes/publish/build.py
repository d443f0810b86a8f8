"""The whole way once, in order: cohort to report folder, or a check of one that stands."""

from pathlib import Path

from rtxoutcomes.analysis import analyse
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.errors import OutputsDiffer
from rtxoutcomes.publish.compare import differences
from rtxoutcomes.publish.environment import differences_from_lock, environment, lock_text
from rtxoutcomes.publish.manifest import ENVIRONMENT, NAME, known_files, manifest, sha256
from rtxoutcomes.publish.outputs import Progress, outputs
from rtxoutcomes.publish.staging import staged, write
from rtxoutcomes.publish.version import VERSION
from rtxoutcomes.study import Study


def silent(stage: str) -> None:
    """Progress that nobody hears."""


def write_report(
    cohort: Cohort, study: Study, out: str | Path = "reports", tell: Progress = silent
) -> tuple[str, ...]:
    """Analyse the cohort and put the whole report into the folder `out`, in one step.

    The folder holds the earlier report unchanged, or the new one whole. Files of others in it are
    left alone. `tell` hears the name of each stage.

    Returns
    -------
    tuple of str
        The files written, as paths within the folder, sorted.

    Raises
    ------
    EnvironmentFault
        The folder cannot be written, the disk is full, or another run is writing it.
    """
    folder = Path(out)
    with staged(folder) as staging:
        files = render_report(cohort, study, tell)
        tell("writing")
        before = staging.target / NAME
        known = known_files(before.read_bytes() if before.is_file() else None)
        write(staging, files, known, folder)
    return tuple(sorted(files))


def check_report(
    cohort: Cohort, study: Study, out: str | Path = "reports", tell: Progress = silent
) -> list[str]:
    """Whether `out` holds exactly what this cohort gives. Writes nothing.

    Text, svg and pdf are compared by bytes, Word files by their parts, png by pixels. Where
    library versions differ from the lock only csv and json are compared.

    Returns
    -------
    list of str
        What differs from the lock, in words; empty where nothing does.

    Raises
    ------
    OutputsDiffer
        Names every file that is missing, differs, or should not be there.
    """
    folder = Path(out)
    if not folder.is_dir():
        raise OutputsDiffer(f"{folder}: there is no report to check", [str(folder)])
    other_versions = differences_from_lock()
    files = render_report(cohort, study, tell)
    found = differences(folder, files, numbers_only=bool(other_versions))
    if found:
        names = [line.split(":")[0] for line in found]
        count = f"{len(found)} file{'s' if len(found) != 1 else ''}"
        head = f"{folder}: {count} not as this input gives"
        raise OutputsDiffer("\n  ".join([head, *found]), names)
    return other_versions


def render_report(cohort: Cohort, study: Study, tell: Progress = silent) -> dict[str, bytes]:
    """Every file of the report, in memory."""
    tell("statistics")
    files = outputs(released(cohort, study), tell)
    listed = manifest(
        files,
        inputs=cohort.sources,
        study={"id": study.id, "sha256": sha256(study.model_dump_json().encode())},
        origin=cohort.origin,
        package={"version": VERSION, "lock_sha256": sha256(lock_text().encode())},
    )
    return files | {NAME: listed, ENVIRONMENT: environment()}


def released(cohort: Cohort, study: Study) -> Released:
    """The results of a cohort, for those who hold its data."""
    return internal(analyse(cohort, study))
