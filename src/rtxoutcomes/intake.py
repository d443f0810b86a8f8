"""A path, or the bundled study, as a Cohort: reading and validation in one step."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.read.content import MAX_BYTES
from rtxoutcomes.read.study_file import bundled_cohort_path, own_study_hash, read_study
from rtxoutcomes.read.tables import read_tables
from rtxoutcomes.study import Study
from rtxoutcomes.validate.cohort import validate_cohort


def read_cohort(
    path: str | Path,
    study: Study,
    *,
    max_bytes: int = MAX_BYTES,
    allow_numbers: Mapping[str, str] | None = None,
    tell: Progress = silent,
) -> Cohort:
    """Read a folder of tables, a workbook, or one file with a row a patient; check every rule.

    Parameters
    ----------
    path
        The folder, or the file.
    study
        What the tables are checked against; `study_of` finds the one of a cohort.
    max_bytes
        The largest file that is read.
    allow_numbers
        Columns of text, as `adverse_events.term`, in which ten-digit numbers are not national
        codes, each with the reason, of at least 20 characters; manifests print it.
    tell
        Hears the name of each stage.

    Raises
    ------
    TableError
        Every violation at once: table, column, line, patient, value, rule, remedy.
    UsageFault
        There is nothing at that path, or it is neither a folder nor a file of a kind that is read;
        or `allow_numbers` names a column that holds no text, or gives no reason.
    EnvironmentFault
        The extra that reads files of that kind is not installed.
    """
    tell("reading the tables")
    result = read_tables(path, max_bytes=max_bytes)
    raw = replace(result.raw, sources={**result.raw.sources, **own_study_hash(path, study)})
    tell("checking the tables")
    return validate_cohort(raw, study, result.violations, allow_numbers)


def bundled_cohort(name: str = "nabiuni2023") -> Cohort:
    """The synthetic cohort that comes with a bundled study.

    Raises
    ------
    UsageFault
        No bundled study of that name has a cohort.
    """
    return read_cohort(bundled_cohort_path(name), read_study(name))
