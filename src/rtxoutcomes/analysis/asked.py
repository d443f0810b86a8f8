"""What an endpoint function was given: a cohort and a study, in this order, and a grouping."""

from typing import TypeGuard

import pandas as pd

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.grouping import grouped
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.results.collection import Results
from rtxoutcomes.study import Study

FROM_FRAMES = "rtx.cohort_from_frames(study, patients=..., visits=...)"


def asked(cohort: Cohort, study: Study | str, group_by: str | None) -> tuple[Cohort, Study]:
    """The cohort by groups, and the study with that grouping.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        The study, or the name of a bundled one.
    group_by
        The variable by which results are given; None for that of the study.

    Raises
    ------
    TypeError
        Something else was given; the message names the right call.
    KeyError
        No variable of that name divides the patients.
    UsageFault
        No such study; the cohort lacks the variable, or it is recorded for nobody.
    """
    plan = plan_of(cohort, study)
    if not (group_by is None or isinstance(group_by, str)):
        raise TypeError(f"group_by is the name of one variable, not {_a(group_by)}")
    plan = plan if group_by is None else plan.grouped_by(group_by)
    return grouped(cohort, plan), plan


def plan_of(cohort: Cohort, study: Study | str) -> Study:
    """The study that was given, or that of a bundled name; raises as `asked` does."""
    if isinstance(study, Cohort):
        raise TypeError("first the cohort, then the study: the two are swapped")
    if not _is_cohort(cohort):
        raise TypeError(_no_cohort(cohort))
    plan = read_study(study) if isinstance(study, str) else study
    if not isinstance(plan, Study):
        raise TypeError(
            f"study must be a Study or the name of a bundled one, not {_a(plan)}: "
            'rtx.read_study("study.toml") reads one'
        )
    return plan


def _is_cohort(given: object) -> TypeGuard[Cohort]:
    return isinstance(given, Cohort)


def _no_cohort(given: object) -> str:
    """Why what was given is no cohort, with the call that makes one."""
    if isinstance(given, pd.DataFrame):
        return f"a DataFrame is not a cohort: {FROM_FRAMES} checks frames and makes one of them"
    if isinstance(given, Results):
        return "Results were computed already: this function takes the cohort they came from"
    return (
        f"cohort must be a Cohort, not {_a(given)}: rtx.read_cohort(path, study) reads one, "
        f"{FROM_FRAMES} makes one"
    )


def _a(given: object) -> str:
    return "None" if given is None else f"a {type(given).__name__}"
