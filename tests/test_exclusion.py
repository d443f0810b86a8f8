"""Which patients a condition keeps, and what a reason may say."""

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.exclusion import meets, reason_fault

PEOPLE = pd.DataFrame({"patient_id": ["P1", "P2", "P3"], "age_years": [40.0, 41.0, np.nan]})


def test_a_missing_value_does_not_meet_a_condition() -> None:
    unknown = pd.array([True, None, False], dtype="boolean")

    assert meets(PEOPLE, "age_years > 40").tolist() == [False, True, False]
    assert meets(PEOPLE, pd.Series(unknown)).tolist() == [True, False, False]
    assert meets(PEOPLE, [1, 0, 1]).tolist() == [True, False, True]


def test_a_fault_of_a_condition_shows_no_value_of_a_patient() -> None:
    with pytest.raises(UsageFault) as caught:
        meets(PEOPLE, "patient_id.nothing > 1")

    assert "P1" not in str(caught.value)
    assert "over the columns patient_id, age_years" in str(caught.value)


def test_a_series_is_aligned_by_patient() -> None:
    by_id = pd.Series([False, True, True, True], index=["P3", "P1", "P2", "P0"])

    assert meets(PEOPLE, by_id).tolist() == [True, True, False]
    assert meets(PEOPLE.iloc[1:].reset_index(drop=True), by_id).tolist() == [True, False]
    assert meets(PEOPLE, by_id.to_dict()).tolist() == [True, True, False]


@pytest.mark.parametrize("labels", [[2, 1, 0], ["a", "b", "c"], [1, 2, 3], ["P1", "P1", "P2"]])
def test_a_series_with_labels_in_another_order_or_of_nobody_is_refused(
    labels: list[object],
) -> None:
    with pytest.raises(UsageFault, match=r"labels of the condition are neither .* in their order"):
        meets(PEOPLE, pd.Series([True, False, True], index=labels))


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("age_years = 40", "the condition assigns a column; == compares"),
        (PEOPLE[["age_years"]] > 40, "must be True or False for each patient"),
        ([[True], [False], [True]], "must be True or False for each patient"),
        (["True", "False", "True"], "must be True or False for each patient"),
        (lambda people: people["age_years"] > 40, "the condition has 1 values"),
        ([True], "the condition has 1 values; there are 3 patients"),
    ],
)
def test_what_is_no_condition_is_refused_in_a_sentence(condition: object, message: str) -> None:
    with pytest.raises(UsageFault, match=message):
        meets(PEOPLE, condition)


@pytest.mark.parametrize("reason", ["protocol violation", "EDSS above 6.5", "نقض پروتکل"])
def test_a_reason_is_plain_text(reason: str) -> None:
    assert reason_fault(reason) == ""


@pytest.mark.parametrize(
    "reason", ["", "  ", "a\tb", "x" * 201, "on 2020-03-04", "a@b.org", "a {{ b }}", 3, None]
)
def test_a_reason_that_cannot_be_printed_or_may_identify_is_refused(reason: object) -> None:
    assert reason_fault(reason)
