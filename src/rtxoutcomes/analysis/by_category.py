"""Events by category: patients with at least one of it, and how many events they had."""

from collections.abc import Sequence

import pandas as pd

from rtxoutcomes.analysis.descriptive import event_count, share
from rtxoutcomes.analysis.diagnoses import groups, under_observation
from rtxoutcomes.analysis.question import Question, Statistic, of_group
from rtxoutcomes.results import Estimate, Quantity, Row
from rtxoutcomes.study import Study

# The level of events whose category was left empty.
NOT_STATED = "not stated"


def category_rows(
    question: Question,
    quantities: tuple[Quantity, Quantity],
    events: pd.DataFrame,
    patients: pd.DataFrame,
    study: Study,
    *,
    order: Sequence[str] = (),
) -> list[Row]:
    """Two rows for each category and group: patients with an event of it, and its events.

    Parameters
    ----------
    question
        The analysis and the endpoint.
    quantities
        Those of the number of patients and of the number of events.
    events
        A row an event: `patient_id, group, level`; a missing level is `not stated`.
    patients
        A row a patient of those whose events are known: `diagnosis, follow_up_months`.
    order
        Levels that come first, in that order; without it the most frequent come first.

    Notes
    -----
    Neither row has an interval or a test: one for each of many categories would find some by
    chance. A patient with events of two categories counts in both.
    """
    stated = events.assign(level=events["level"].fillna(NOT_STATED).astype(str))
    levels = _ordered(stated["level"], order)
    of_events = dict(groups(stated, study, overall=True))
    return [
        question.row(group, Statistic(quantity, of_group(value, members), level=level))
        for group, members in groups(patients, study, overall=True)
        for level in levels
        for quantity, value in zip(
            quantities,
            _counts(of_events[group], level, len(under_observation(members))),
            strict=True,
        )
    ]


def _counts(events: pd.DataFrame, level: str, n: int) -> tuple[Estimate, Estimate]:
    own = events[events["level"] == level]
    return share(own["patient_id"].nunique(), n), event_count(len(own), n)


def _ordered(levels: pd.Series, order: Sequence[str]) -> list[str]:
    """Those of `order`, then the others by falling frequency and by name, `not stated` last."""
    frequency = levels.value_counts().to_dict()
    place = {level: k for k, level in enumerate(order)}

    def key(level: str) -> tuple[bool, int, int, str]:
        return (level == NOT_STATED, place.get(level, len(place)), -frequency[level], level)

    return sorted(map(str, frequency), key=key)
