"""Released results for tests of figures and publication: the small cohort, and the bundled one."""

from functools import cache

from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.results.collection import Results

PLAN = study(
    randomness={"permutations": 199}, multiplicity={"family": ["edss.A.t"], "p_values": "all"}
)


@cache
def small() -> Released:
    """Two diagnoses with something of everything."""
    return internal(analyse(full(start=1.0), PLAN))


@cache
def one_diagnosis_empty() -> Released:
    return internal(analyse(full("A"), PLAN))


@cache
def nothing() -> Released:
    """Patients and nothing else."""
    return internal(analyse(bare(), PLAN))


@cache
def bundled() -> Released:
    return internal(analyse(bundled_cohort(), read_study("nabiuni2023")))


def results_of(made: Released) -> Results:
    """The results of which these were made, as far as they are rounded alike."""
    return Results(
        estimates=made.estimates,
        curves=made.curves,
        distributions=made.distributions,
        origin=made.origin,
        study=made.study,
        trajectories=made.trajectories,
        participation=made.participation,
    )
