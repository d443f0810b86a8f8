"""What examines the results: missing data, other choices, subgroups."""

import pandas as pd

from rtxoutcomes.analysis.asked import asked
from rtxoutcomes.analysis.engagement.models import all_engagement_rows
from rtxoutcomes.analysis.pipeline import frame_of, missing_data_rows
from rtxoutcomes.analysis.robustness.sensitivity import grid_rows
from rtxoutcomes.analysis.subgroups import subgroup_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study


def missing_data(
    cohort: Cohort, study: Study | str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Missing outcomes by reason, and results under assumptions about them.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        How: a study, or the name of a bundled one.
    group_by
        The variable by which results are given, by default that of the study; see `analyse`.

    Returns
    -------
    pandas.DataFrame
        A row a number, with the columns that docs/results-frame.md explains.

    Raises
    ------
    TypeError, KeyError, UsageFault
        As for `analyse`.

    Notes
    -----
    Imputations are pooled by Rubin's rules, as `pool` of mice in R does.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.missing_data(rtx.bundled_cohort(), "nabiuni2023")
    >>> missing = rows[(rows["endpoint"] == "edss") & (rows["quantity"] == "missing")]
    >>> print(missing[["group", "estimate"]].head(3).to_string(index=False))
    group  estimate
     RRMS       0.0
     SPMS       0.0
    NMOSD       0.0
    """
    cohort, study = asked(cohort, study, group_by)
    return frame_of(missing_data_rows(cohort, study), study)


def sensitivity_grid(
    cohort: Cohort, study: Study | str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Every endpoint under each declared choice of the study, and its range over them.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        How: a study, or the name of a bundled one.
    group_by
        The variable by which results are given, by default that of the study; see `analyse`.

    Returns
    -------
    pandas.DataFrame
        A row a number, with the columns that docs/results-frame.md explains.

    Raises
    ------
    TypeError, KeyError, UsageFault
        As for `analyse`.

    Notes
    -----
    The choices are those of the blocks `sensitivity` and `engagement` of the study file.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.sensitivity_grid(rtx.bundled_cohort(), "nabiuni2023")
    >>> sorted(set(rows["choice"]) - {""})
    ['definition', 'largest', 'smallest', 'visit_window', 'visit_window_and_steps', 'washout']
    """
    cohort, study = asked(cohort, study, group_by)
    return frame_of(grid_rows(cohort, study, all_engagement_rows(cohort, study)), study)


def subgroups(cohort: Cohort, study: Study | str, *, group_by: str | None = None) -> pd.DataFrame:
    """Outcomes in each level of the declared subgroups, and interactions with the group.

    Descriptive: no P value is computed. A level of fewer than 10 patients, or of relapses 5 events,
    has its counts alone, and an interaction needs such levels in both groups.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        How: a study, or the name of a bundled one.
    group_by
        The variable by which results are given, by default that of the study; see `analyse`.

    Returns
    -------
    pandas.DataFrame
        A row a number, with the columns that docs/results-frame.md explains.

    Raises
    ------
    TypeError, KeyError, UsageFault
        As for `analyse`.

    Notes
    -----
    An interaction is the product term of group and level: of relapses in the Cox model of
    `coxphf` in R, of a change in `lm` with `vcovHC(type = "HC3")` of sandwich.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> study = rtx.read_study("nabiuni2023")
    >>> sex = rtx.study.Variable(name="sex", label="Sex", kind="category", role="subgroup")
    >>> plan = study.model_copy(update={"variables": (sex,)})
    >>> rows = rtx.subgroups(rtx.bundled_cohort(), plan)
    >>> change = rows[(rows["endpoint"] == "edss") & (rows["quantity"] == "mean_change")]
    >>> print(change[["group", "level", "n", "estimate"]].round(2).to_string(index=False))
    group  level  n  estimate
     RRMS female 30     -0.42
     SPMS female 27      0.11
    NMOSD female 10     -0.50
     RRMS   male 12     -0.08
     SPMS   male 16      0.31
    NMOSD   male  4       NaN
    """
    cohort, study = asked(cohort, study, group_by)
    return frame_of(subgroup_rows(cohort, study), study)
