"""The results that count tables allow, and the names of those that need rows."""

from rtxoutcomes.analysis.change.scores import distributions
from rtxoutcomes.analysis.counted import relapse_history
from rtxoutcomes.analysis.family import adjusted
from rtxoutcomes.analysis.pipeline import frame_of
from rtxoutcomes.analysis.relapse.time import curves
from rtxoutcomes.analysis.sufficient import FURTHER, SUFFICIENT, TIME
from rtxoutcomes.count_tables import Counts, refuse_other
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.results.collection import Results
from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.results.row import Row
from rtxoutcomes.study import Study


def analyse_counts(counts: Counts, study: Study | str) -> Results:
    """The results that counts allow, equal to those of the cohort that was counted.

    Parameters
    ----------
    counts
        From `count` or `read_counts`.
    study
        The study by which the cohort was counted, or the name of a bundled one.

    Returns
    -------
    Results
        `needs_rows` names the endpoints of which nothing is there, and the parts that others lack,
        as `change.change_per_year`. Curves and distributions are those of the cohort.

    Raises
    ------
    TypeError
        Something else was given in place of the counts.
    UsageFault
        They were counted by another study.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> counts = rtx.count(rtx.bundled_cohort(), "nabiuni2023")
    >>> results = rtx.analyse_counts(counts, "nabiuni2023")
    >>> print(results.get("edss", "NMOSD", "mean_change"))
    −0.57 (95% CI −0.93 to −0.22; P = 0.004), n = 14, paired t
    >>> "baseline" in results.needs_rows
    True
    """
    if not isinstance(counts, Counts):
        raise TypeError(
            f"counts must be Counts, not a {type(counts).__name__}: rtx.count(cohort, study) makes "
            "them, rtx.read_counts(folder, study) reads them"
        )
    plan = read_study(study) if isinstance(study, str) else study
    refuse_other(counts.study_sha256, plan)
    rows: list[Row] = []
    for key in KEYS:
        if key in SUFFICIENT:
            rows += SUFFICIENT[key](counts, plan)
    return Results(
        estimates=frame_of(adjusted(rows, plan), plan),
        curves=curves(TIME, relapse_history(counts, plan), plan),
        distributions=distributions(counts, plan),
        origin=counts.origin,
        study=plan,
        needs_rows=(*(key for key in KEYS if key not in SUFFICIENT), *FURTHER),
    )
