"""What a report says of itself: its manifest, its crate, and the library versions of the run."""

from collections.abc import Mapping

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.disclose import Released
from rtxoutcomes.grouping import grouped
from rtxoutcomes.owned.record import sha256
from rtxoutcomes.presentation.plan import plan_record
from rtxoutcomes.publish.crate import crate
from rtxoutcomes.publish.environment import environment, lock_text, system
from rtxoutcomes.publish.manifest import CRATE, ENVIRONMENT, NAME, manifest
from rtxoutcomes.publish.recorded import (
    LIBRARIES_KEY,
    TABLES_KEY,
    recorded_libraries,
    recorded_tables,
)
from rtxoutcomes.publish.version import VERSION


def records(
    files: Mapping[str, bytes],
    cohort: Cohort,
    results: Released,
    inputs: Mapping[str, str],
    identifier: str,
) -> dict[str, bytes]:
    """The records of a report, by name.

    Parameters
    ----------
    files
        Every other file of the report.
    cohort, results
        What was analysed, and what came of it.
    inputs
        The name of each file that was read, with its SHA-256.
    identifier
        The id of the report.
    """
    study = results.study
    listed = manifest(
        files,
        inputs=inputs,
        study={"id": study.id, "sha256": sha256(study.model_dump_json().encode())},
        origin=cohort.origin,
        package={
            "version": VERSION,
            "lock_sha256": sha256(lock_text().encode()),
            "system": system(),
        },
        allowed_numbers=cohort.allowed_numbers,
        exclusions=grouped(cohort, study).exclusions,
        subgroup_analyses=_subgroup_analyses(results),
        more={TABLES_KEY: recorded_tables(cohort), LIBRARIES_KEY: recorded_libraries()},
        plan=plan_record(study),
    )
    return {
        NAME: listed,
        ENVIRONMENT: environment(results.mark),
        CRATE: crate({**files, NAME: listed}, cohort, study, inputs, identifier),
    }


def _subgroup_analyses(results: Released) -> int:
    """How many outcomes were analysed by a subgroup: who runs many finds something in one."""
    rows = results.estimates[results.estimates["subgroup"] != ""]
    return len(rows[["subgroup", "endpoint"]].drop_duplicates())
