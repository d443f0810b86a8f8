"""A path, frames, or the bundled study, as a Cohort: reading and validation in one step."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from rtxoutcomes.cohort import Cohort, Origin
from rtxoutcomes.count_tables import Counts
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.read.content import MAX_BYTES
from rtxoutcomes.read.count_folder import read_count_folder
from rtxoutcomes.read.frames import Factors, Names, raw_cohort
from rtxoutcomes.read.study_file import bundled_cohort_path, own_study_hash, read_study
from rtxoutcomes.read.tables import read_tables
from rtxoutcomes.study import Study
from rtxoutcomes.validate.cohort import validate_cohort
from rtxoutcomes.validate.count_tables import validate_counts
from rtxoutcomes.validate.naming import named_fields


def read_cohort(
    path: str | Path,
    study: Study | str,
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
        What the tables are checked against, or the name of a bundled study; `study_of` finds the
        one of a cohort.
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
    if isinstance(path, pd.DataFrame):
        raise TypeError(
            "a DataFrame is not a path: rtx.cohort_from_frames(study, patients=..., visits=...)"
        )
    swapped = isinstance(path, Study)
    plan = read_study(study) if isinstance(study, str) and not swapped else study
    if swapped or not isinstance(plan, Study):
        raise TypeError("first the path, then the study: rtx.read_cohort(path, study)")
    tell("reading the tables")
    headers = {table: [f.header for f in fields] for table, fields in named_fields(plan).items()}
    result = read_tables(path, max_bytes=max_bytes, headers=headers)
    raw = replace(result.raw, sources={**result.raw.sources, **own_study_hash(path, plan)})
    tell("checking the tables")
    return validate_cohort(raw, plan, result.violations, allow_numbers)


def cohort_from_frames(
    study: Study | str,
    *,
    patients: pd.DataFrame | None = None,
    visits: pd.DataFrame | None = None,
    relapses: pd.DataFrame | None = None,
    infusions: pd.DataFrame | None = None,
    engagement: pd.DataFrame | None = None,
    adverse_events: pd.DataFrame | None = None,
    mri: pd.DataFrame | None = None,
    one_table: pd.DataFrame | None = None,
    origin: Origin = "patient",
    declared_by: str = "",
    declared_on: str = "",
    columns: Names | None = None,
    factors: Factors | None = None,
    allow_numbers: Mapping[str, str] | None = None,
) -> Cohort:
    """Make a cohort of DataFrames; the rules and the messages are those of files.

    Parameters
    ----------
    study
        What the tables are checked against, or the name of a bundled study.
    patients, visits, relapses, infusions, engagement, adverse_events, mri
        The tables, with the columns of docs/data-dictionary.md and those that the study declares.
        One that is not given was not collected; of one without rows, nothing occurred.
    one_table
        In place of all of these, the form with a row a patient.
    origin, declared_by, declared_on
        Where the data come from: "patient", "public" or "synthetic", where every `patient_id`
        starts with SYN-; who says so, and when.
    columns
        Own names of columns by table: `{"patients": {"id": "patient_id"}}`.
    factors
        Factors by table and own name of a column: `{"visits": {"igg_mg_dl": 0.01}}` turns mg/dL
        into g/L.
    allow_numbers
        As for `read_cohort`.

    Returns
    -------
    Cohort
        The frames that were given are not changed, and later changes of theirs do not reach it.

    Raises
    ------
    TableError
        Every violation at once; a place is the label of a row where labels are whole numbers, else
        its position from 0.
    UsageFault
        No such study; no table of patients; a name of `columns` or `factors` that is not there.

    Examples
    --------
    >>> import pandas as pd
    >>> import rtxoutcomes as rtx
    >>> study = rtx.read_study("nabiuni2023")
    >>> patients = pd.DataFrame(
    ...     {"id": ["SYN-1", "SYN-2"], "diagnosis": ["RRMS", "SPMS"], "months": [14.0, 20.5]}
    ... )
    >>> names = {"patients": {"id": "patient_id", "months": "follow_up_months"}}
    >>> rtx.cohort_from_frames(study, patients=patients, origin="synthetic", columns=names)
    <Cohort: 2 patients, origin synthetic>
    """
    plan = read_study(study) if isinstance(study, str) else study
    if not isinstance(plan, Study):
        raise TypeError("first the study, then the tables by name: patients=..., visits=...")
    given = {
        "patients": patients,
        "visits": visits,
        "relapses": relapses,
        "infusions": infusions,
        "engagement": engagement,
        "adverse_events": adverse_events,
        "mri": mri,
        "one_table": one_table,
    }
    frames = {name: frame for name, frame in given.items() if frame is not None}
    declared = {"origin": origin, "declared_by": declared_by, "declared_on": declared_on}
    raw = raw_cohort(frames, plan, declared, columns or {}, factors or {})
    return validate_cohort(raw, plan, (), allow_numbers)


def read_counts(folder: str | Path, study: Study | str) -> Counts:
    """Read a folder of count tables that `Counts.write` wrote; check every rule.

    Parameters
    ----------
    folder
        The folder.
    study
        The study by which the cohort was counted, or the name of a bundled one.

    Returns
    -------
    Counts
        For `analyse_counts`.

    Raises
    ------
    TableError
        Every fault at once: table, column, line, rule and remedy.
    UsageFault
        The folder holds no count tables, or they were counted by another study.
    """
    plan = read_study(study) if isinstance(study, str) else study
    raw = read_count_folder(Path(folder))
    return validate_counts(raw.header, raw.tables, plan, raw.faults)


def bundled_cohort(name: str = "nabiuni2023") -> Cohort:
    """The synthetic cohort that comes with a bundled study.

    Raises
    ------
    UsageFault
        No bundled study of that name has a cohort.
    """
    return read_cohort(bundled_cohort_path(name), read_study(name))
