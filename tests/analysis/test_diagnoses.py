"""Patients by diagnosis."""

import numpy as np
import pandas as pd

from analysis.small import against_b
from cohorts import STUDY, study
from rtxoutcomes.analysis.diagnoses import (
    contrasts,
    group_numbers,
    groups,
    present_codes,
    times,
)

FRAME = pd.DataFrame({"group": ["B", "B"]})


def test_every_diagnosis_has_its_patients_and_all_of_them_on_request() -> None:
    sizes = [(group, len(part)) for group, part in groups(FRAME, study(), overall=True)]

    assert sizes == [("A", 0), ("B", 2), ("all", 2)]
    assert [group for group, _ in groups(FRAME, study(), overall=False)] == ["A", "B"]


def test_contrasts_are_pairs_of_a_later_and_an_earlier_group() -> None:
    three = study(diagnoses=[*STUDY["diagnoses"], {"code": "C", "label": "Third"}])

    assert list(contrasts(three.ordered_codes)) == [("B", "A"), ("C", "A"), ("C", "B")]
    assert list(contrasts(against_b().ordered_codes)) == [("A", "B")]


def test_diagnoses_are_numbered_by_the_study_and_listed_where_present() -> None:
    assert group_numbers(FRAME, study()).tolist() == [1, 1]
    assert present_codes(FRAME, study().codes) == ["B"]


def test_times_are_months_and_whether_they_end_with_an_event() -> None:
    months, event = times(pd.DataFrame({"months": [3, 5], "event": [1, 0]}))

    assert months.dtype == np.float64
    assert months.tolist() == [3.0, 5.0]
    assert event.tolist() == [True, False]
