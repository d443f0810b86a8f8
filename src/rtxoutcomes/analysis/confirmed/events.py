"""Confirmed changes of the patients by one definition of the study, a row an event."""

import pandas as pd

from rtxoutcomes.analysis.asked import plan_of
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.confirmed.cohort import confirmed_of
from rtxoutcomes.study import Study


def confirmed_events(cohort: Cohort, study: Study | str, name: str) -> pd.DataFrame:
    """Confirmed changes of the patients by one definition of the study, a row an event.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        How: a study, or the name of a bundled one.
    name
        The `name` of a block of `[[confirmed]]`.

    Returns
    -------
    pandas.DataFrame
        `patient_id`, `diagnosis`; `kind`; `reference_month`, `reference` (value);
        `last_before_month`, after which the change began, and `onset_month`, by which it had;
        `value` at onset; `confirmed_month`; for a worsening its `association` with relapses (RAW,
        PIRA, unclassified, undetermined) and `pira_confirmed_month`. No row where the score was
        not collected.

    Raises
    ------
    TypeError, UsageFault
        As for `analyse`.
    KeyError
        The study has no definition of that name.

    Notes
    -----
    Days are whole. Müller and others 2023 for RAW and PIRA, Kappos and others 2018 for a roving
    reference; docs/methods/confirmed-change.md has an example by hand.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> cohort = rtx.bundled_cohort()
    >>> events = rtx.confirmed_events(cohort, "nabiuni2023", "worsening_12_weeks")
    >>> columns = ["diagnosis", "reference", "value", "onset_month", "association"]
    >>> print(events[columns].head(3).to_string(index=False))
    diagnosis  reference  value  onset_month association
         RRMS        4.0    5.0          6.0        PIRA
         RRMS        1.5    2.5          6.0        PIRA
         RRMS        4.0    5.0         18.0        PIRA
    """
    plan = plan_of(cohort, study)
    changes = confirmed_of(cohort, plan, plan.definition(name))
    if changes is None:
        return pd.DataFrame()
    events = changes.events.drop(columns="group")
    diagnosis = cohort.patients.set_index("patient_id")["diagnosis"]
    events.insert(1, "diagnosis", events["patient_id"].map(diagnosis).to_numpy())
    return events
