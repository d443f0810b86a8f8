"""What describes a cohort: baseline, engagement and adverse events."""

import pandas as pd

from rtxoutcomes.analysis.asked import asked
from rtxoutcomes.analysis.description.baseline import baseline_rows
from rtxoutcomes.analysis.engagement.models import RELAPSE, engagement_rows
from rtxoutcomes.analysis.engagement.participation import participation_rows
from rtxoutcomes.analysis.pipeline import frame_of
from rtxoutcomes.analysis.safety import safety_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study


def baseline_characteristics(
    cohort: Cohort, study: Study | str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Description of the patients by group, with standardised differences between groups.

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
    Quartiles are of type 7, as `quantile` in R gives them.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.baseline_characteristics(rtx.bundled_cohort(), "nabiuni2023", group_by="sex")
    >>> age = rows[(rows["endpoint"] == "age_years") & (rows["quantity"] == "mean")]
    >>> print(age[["group", "n", "estimate"]].round(1).to_string(index=False))
     group  n  estimate
    female 67      39.3
      male 32      39.9
       all 99      39.5
    """
    cohort, study = asked(cohort, study, group_by)
    return frame_of(baseline_rows(cohort, study), study)


def engagement_description(
    cohort: Cohort, study: Study | str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Participation in each channel and activity, and how unequal it was.

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
    Intervals of proportions are Wilson's.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.engagement_description(rtx.bundled_cohort(), "nabiuni2023")
    >>> took_part = rows[(rows["quantity"] == "took_part") & (rows["group"] == "all")]
    >>> print(took_part[["channel", "activity", "events", "n"]].to_string(index=False))
     channel activity  events  n
       skype  session      94 99
    whatsapp  message      90 99
    whatsapp question      77 99
    """
    cohort, study = asked(cohort, study, group_by)
    return frame_of(participation_rows(cohort, study), study)


def engagement_effects(
    cohort: Cohort,
    study: Study | str,
    outcome: str = RELAPSE,
    exposure: str = "dated",
    *,
    group_by: str | None = None,
) -> pd.DataFrame:
    """Engagement against later relapse, or against a score's later change.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        How: a study, or the name of a bundled one.
    outcome
        "relapse", or the name of a score of the study.
    exposure
        "landmark": what was done before a fixed month, and outcomes after it. "cumulative" or
        "recent": what was done up to each moment, less a lag. "dated": all of these.
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
        There is no such outcome; the message lists those that there are.
    ImmortalTimeError
        `exposure` is "total", "rate" or "whole_follow_up". Counted up to the outcome, or over all
        of follow-up, engagement depends on the time to the outcome (immortal time bias).
    ValueError
        `exposure` is something else.

    Notes
    -----
    In one stratum the Cox model is that of `coxphf` in R.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.engagement_effects(rtx.bundled_cohort(), "nabiuni2023", exposure="landmark")
    >>> ratio = rows[(rows["quantity"] == "hazard_ratio") & (rows["role"] == "reported")]
    >>> columns = ["channel", "activity", "events", "estimate"]
    >>> print(ratio[columns].round(2).to_string(index=False))
     channel activity  events  estimate
       skype  session      16      0.88
    whatsapp  message      16      0.90
    whatsapp question      16      1.04
    """
    cohort, study = asked(cohort, study, group_by)
    return frame_of(engagement_rows(cohort, study, outcome, exposure), study)


def adverse_events(
    cohort: Cohort, study: Study | str, *, group_by: str | None = None
) -> pd.DataFrame:
    """Patients with adverse events, and events per person-year, by group.

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
    The interval of a proportion is that of `binom.test` in R.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rows = rtx.adverse_events(rtx.bundled_cohort(), "nabiuni2023")
    >>> any_event = rows[(rows["quantity"] == "proportion") & (rows["role"] == "reported")]
    >>> print(any_event[["group", "events", "n"]].to_string(index=False))
    group  events  n
     RRMS       1 42
     SPMS       1 43
    NMOSD       0 14
      all       2 99
    """
    cohort, study = asked(cohort, study, group_by)
    return frame_of(safety_rows(cohort, study), study)
