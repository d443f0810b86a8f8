"""Results without an interval, and results that could not be computed."""

import math

from rtxoutcomes.analysis.descriptive import (
    counted,
    described,
    not_attempted,
    not_collected,
    number,
    share,
)
from rtxoutcomes.results import Measure, MethodKey


def test_what_was_not_collected_drops_every_patient() -> None:
    value = not_collected("relapses were not collected", 9, Measure.RATE)

    assert (value.n, value.dropped, value.status, value.note) == (
        0,
        9,
        "not_attempted",
        "not_collected",
    )
    assert value.measure is Measure.RATE


def test_a_proportion_of_no_patient_is_not_estimable() -> None:
    assert share(3, 12, dropped=1).estimate == 0.25
    assert (share(0, 0).status, share(0, 0).note) == ("not_estimable", "n_zero")


def test_a_description_names_its_statistic_and_counts_missing_values() -> None:
    value = described(3.5, 7, MethodKey.MEDIAN, 2)

    assert (value.estimate, value.n, value.dropped, value.method) == (3.5, 7, 2, "median")
    assert value.measure is Measure.DESCRIPTION
    assert described(math.nan, 1, MethodKey.SD).note == "n_one"
    assert described(math.nan, 0, MethodKey.SD).note == "n_zero"


def test_a_model_that_was_not_attempted_has_the_reason() -> None:
    key = MethodKey.FIRTH_COX

    value = not_attempted(Measure.HAZARD_RATIO, key, "m", 7, "group_absent", dropped=2)

    assert (value.n, value.dropped, value.status, value.note) == (
        7,
        2,
        "not_attempted",
        "group_absent",
    )


def test_a_number_that_is_nan_is_not_estimable_with_the_reason() -> None:
    given = number(Measure.COUNT, MethodKey.COUNT, 3.0, 7, events=3, missing="no_events")
    missing = number(Measure.COUNT, MethodKey.COUNT, math.nan, 7, missing="no_events")

    assert (given.estimate, given.events, given.status, given.note) == (3.0, 3, "ok", "")
    assert (missing.status, missing.note) == ("not_estimable", "no_events")


def test_a_count_is_its_events() -> None:
    value = counted(3, 7, dropped=1)

    assert (value.estimate, value.events, value.n, value.dropped) == (3.0, 3, 7, 1)
    assert value.method == "count of patients"
