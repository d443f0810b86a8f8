"""The outcomes of a cohort, one function an endpoint: relapse and scores."""

import pandas as pd

from rtxoutcomes.analysis.asked import asked
from rtxoutcomes.analysis.change.scores import change_contrast_rows, change_rows
from rtxoutcomes.analysis.change.trajectory import trajectory_rows
from rtxoutcomes.analysis.change.transitions import transition_rows
from rtxoutcomes.analysis.covariates import change_difference_rows, hazard_rows
from rtxoutcomes.analysis.description.follow_up import competing_rows, follow_up_rows
from rtxoutcomes.analysis.pipeline import frame_of, in_families
from rtxoutcomes.analysis.relapse.before_after import before_after_rows
from rtxoutcomes.analysis.relapse.contrasts import proportion_contrast_rows, rate_contrast_rows
from rtxoutcomes.analysis.relapse.detection import detection_rows
from rtxoutcomes.analysis.relapse.occurrence import proportion_rows, rate_rows
from rtxoutcomes.analysis.relapse.recurrent import recurrent_rows
from rtxoutcomes.analysis.sufficient import TIME, time_contrast_rows, time_rows_of
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study


def relapse_proportions(
    cohort: Cohort, study: Study | str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Patients with a relapse by group and between groups, and the risk at the study's horizon.

    Where it was recorded, also how relapses became known.

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
    The risk is 1 minus the Kaplan-Meier estimate of `survfit` in R, its interval the beta product
    confidence procedure of `bpcp`.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.relapse_proportions(rtx.bundled_cohort(), "nabiuni2023")
    >>> crude = rows[(rows["quantity"] == "proportion") & (rows["role"] == "reported")]
    >>> print(crude[["group", "events", "n", "estimate"]].round(2).to_string(index=False))
    group  events  n  estimate
     RRMS       8 42      0.19
     SPMS      10 43      0.23
    NMOSD       1 14      0.07
      all      19 99      0.19
    """
    cohort, study = asked(cohort, study, group_by)
    analyses = (proportion_rows, detection_rows, proportion_contrast_rows)
    rows = [row for own in analyses for row in own(cohort, study)]
    return frame_of(in_families(rows, cohort, study), study)


def relapse_rates(
    cohort: Cohort, study: Study | str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Relapses per person-year by group, between groups and against the year before.

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
    Without overdispersion the intervals are those of `poisson.test` in R.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.relapse_rates(rtx.bundled_cohort(), "nabiuni2023")
    >>> rate = rows[(rows["quantity"] == "rate") & (rows["role"] == "reported")]
    >>> print(rate[["group", "events", "estimate"]].round(3).to_string(index=False))
    group  events  estimate
     RRMS      12     0.164
     SPMS      14     0.199
    NMOSD       1     0.040
      all      27     0.160
    """
    cohort, study = asked(cohort, study, group_by)
    analyses = (rate_rows, before_after_rows, recurrent_rows, rate_contrast_rows)
    return frame_of((row for rows in analyses for row in rows(cohort, study)), study)


def time_to_relapse(
    cohort: Cohort, study: Study | str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Kaplan-Meier summaries, follow-up, contrasts between groups, and competing ends.

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
    Curves are those of `survfit` in R and of `KaplanMeierFitter` in lifelines.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.time_to_relapse(rtx.bundled_cohort(), "nabiuni2023")
    >>> rows = rows[rows["role"] == "reported"]
    >>> at_12 = rows[(rows["quantity"] == "survival") & (rows["month"] == 12)]
    >>> print(at_12[["group", "n", "estimate"]].round(2).to_string(index=False))
    group  n  estimate
     RRMS 42      0.88
     SPMS 43      0.86
    NMOSD 14      0.93
    """
    cohort, study = asked(cohort, study, group_by)
    rows = [
        *time_rows_of(cohort, study),
        *time_contrast_rows(cohort, study),
        *hazard_rows(TIME, cohort, study),
        *follow_up_rows(cohort, study),
        *competing_rows(cohort, study),
    ]
    return frame_of(in_families(rows, cohort, study), study)


def score_change(
    cohort: Cohort, study: Study | str, score: str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Change of one score by group, at the last visit and at the fixed time.

    `p_adjusted` is taken over complete families of tests, whichever score is asked for.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        How: a study, or the name of a bundled one.
    score
        The name of a score of the study.
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
    KeyError
        The study has no such score; the message lists those it has.

    Notes
    -----
    The paired t test is that of `t.test(paired = TRUE)` in R; the signed-rank test is exact with
    Pratt's zeros, as `wilcoxsign_test` of coin gives it.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.score_change(rtx.bundled_cohort(), "nabiuni2023", "edss")
    >>> mean = rows[(rows["quantity"] == "mean_change") & (rows["role"] == "reported")]
    >>> last = mean[mean["month"].isna()]
    >>> print(last[["group", "n", "estimate", "p_value"]].round(3).to_string(index=False))
    group  n  estimate  p_value
     RRMS 42    -0.321    0.061
     SPMS 43     0.186    0.232
    NMOSD 14    -0.571    0.004
    """
    cohort, study = asked(cohort, study, group_by)
    wanted = study.score(score)
    rows = [
        *change_rows(cohort, study, wanted),
        *transition_rows(cohort, study, wanted),
        *change_contrast_rows(cohort, study, wanted),
        *change_difference_rows(cohort, study, wanted),
    ]
    return frame_of(in_families(rows, cohort, study), study)


def score_over_time(
    cohort: Cohort, study: Study | str, score: str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Mean of one score by group at visits half a year apart.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        How: a study, or the name of a bundled one.
    score
        The name of a score of the study.
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
    KeyError
        The study has no such score; the message lists those it has.

    Notes
    -----
    Each mean has the interval of `t.test` in R, of the patients seen near that month.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.score_over_time(rtx.bundled_cohort(), "nabiuni2023", "edss")
    >>> mean = rows[(rows["quantity"] == "mean") & (rows["group"] == "RRMS")]
    >>> print(mean[["month", "n", "estimate"]].round(2).head(3).to_string(index=False))
     month  n  estimate
       0.0 42      2.69
       6.0 42      2.63
      12.0 41      2.52
    """
    cohort, study = asked(cohort, study, group_by)
    name = study.score(score).name
    return frame_of((r for r in trajectory_rows(cohort, study) if r.endpoint == name), study)
