"""How far diagnoses lie apart."""

import numpy as np
import pandas as pd
import pytest

from cohorts import STUDY, study
from rtxoutcomes.analysis.description.balance import difference_rows
from rtxoutcomes.analysis.question import Question
from rtxoutcomes.results import Row
from rtxoutcomes.study import Study

QUESTION = Question("baseline", "age_years")
THREE = study(diagnoses=[*STUDY["diagnoses"], {"code": "C", "label": "Third"}])


def rows(values: list[object], of: str, plan: Study = THREE) -> dict[str, Row]:
    series = pd.Series(values)
    made = difference_rows(QUESTION, series, pd.Series(list(of)), plan)
    return {row.term: row for row in made}


def test_each_pair_is_compared_and_the_largest_is_reported() -> None:
    made = rows([1.0, 3.0, 2.0, 4.0, 9.0, 11.0], "AABBCC")

    spread = np.sqrt(2.0)
    assert made["smd:A minus B"].value.estimate == pytest.approx(-1 / spread)
    assert made["smd:A minus C"].value.estimate == pytest.approx(-8 / spread)
    assert made["smd"].value.estimate == pytest.approx(8 / spread)
    assert [(r.role, r.group) for r in made.values()] == [
        *(("reported", "all"), ("beside", "all"), ("beside", "all"), ("beside", "all")),
    ]


def test_categories_are_compared_by_their_shares() -> None:
    made = rows(["x", "y", "x", "x", None, "y"], "AABBBB", study())

    # 1 of 2 against 2 of 3.
    expected = (1 / 6) / np.sqrt((1 / 4 + 2 / 9) / 2)
    assert made["smd"].value.estimate == pytest.approx(expected)
    assert made["smd:A minus B"].value.dropped == 1


def test_a_diagnosis_without_patients_says_so() -> None:
    made = rows([1.0, 3.0, 2.0, 4.0], "AABB")

    assert made["smd:A minus C"].value.note == "group_absent"
    assert made["smd"].value.status == "ok"


def test_one_diagnosis_is_compared_with_nothing() -> None:
    alone = study(diagnoses=[{"code": "A", "label": "First"}], multiplicity={})

    assert rows([1.0, 2.0], "AA", alone) == {}


def test_groups_without_a_level_in_common_have_no_finite_distance() -> None:
    made = rows(["x", "x", "y", "y"], "AABB", study())

    assert made["smd"].value.note == "separation"
