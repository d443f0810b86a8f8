"""Standardised differences between diagnoses."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.selection import one, select
from analysis.small import against_b
from cohorts import STUDY, study
from rtxoutcomes.analysis.description.balance import difference_rows
from rtxoutcomes.analysis.question import Question
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study

QUESTION = Question("baseline", "age_years")
THREE = study(diagnoses=[*STUDY["diagnoses"], {"code": "C", "label": "Third"}])


def rows(values: list[object], of: str, plan: Study = THREE) -> pd.DataFrame:
    return estimates_frame(difference_rows(QUESTION, pd.Series(values), pd.Series(list(of)), plan))


def largest(frame: pd.DataFrame) -> Any:
    return one(frame, quantity="largest_standardised_difference", group="all")


def test_each_pair_is_compared_and_the_largest_difference_is_reported() -> None:
    frame = rows([1.0, 3.0, 2.0, 4.0, 9.0, 11.0], "AABBCC")

    spread = np.sqrt(2.0)
    assert one(frame, group="B", against="A")["estimate"] == pytest.approx(1 / spread)
    assert one(frame, group="C", against="A")["estimate"] == pytest.approx(8 / spread)
    assert largest(frame)["estimate"] == pytest.approx(8 / spread)
    pairs = select(frame, role="alternative")
    assert list(zip(pairs["group"], pairs["against"], strict=True)) == [
        *(("B", "A"), ("C", "A"), ("C", "B"))
    ]
    assert largest(frame)["role"] == "reported"


def test_others_are_compared_with_the_reference_group() -> None:
    frame = rows([1.0, 3.0, 2.0, 4.0], "AABB", against_b())

    assert one(frame, group="A", against="B")["estimate"] == pytest.approx(-1 / np.sqrt(2.0))
    assert largest(frame)["estimate"] == pytest.approx(1 / np.sqrt(2.0))


def test_categories_are_compared_by_their_proportions() -> None:
    frame = rows(["x", "y", "x", "x", None, "y"], "AABBBB", study())

    # 1 of 2 against 2 of 3.
    expected = (1 / 6) / np.sqrt((1 / 4 + 2 / 9) / 2)
    assert largest(frame)["estimate"] == pytest.approx(expected)
    assert one(frame, group="B", against="A")["dropped"] == 1


def test_a_pair_with_an_empty_diagnosis_has_the_note() -> None:
    frame = rows([1.0, 3.0, 2.0, 4.0], "AABB")

    assert one(frame, group="C", against="A")["note"] == "group_absent"
    assert largest(frame)["status"] == "ok"


def test_a_single_diagnosis_has_no_rows() -> None:
    alone = study(diagnoses=[{"code": "A", "label": "First"}], multiplicity={})

    assert rows([1.0, 2.0], "AA", alone).empty


def test_groups_without_a_level_in_common_have_no_finite_difference() -> None:
    frame = rows(["x", "x", "y", "y"], "AABB", study())

    assert largest(frame)["note"] == "separation"
