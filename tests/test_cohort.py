"""What a cohort shows of itself."""

import copy
import doctest
import pickle
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import rtxoutcomes as rtx
from clinic import folder, one_table, sound
from cohorts import cohort, patients, table
from rtxoutcomes import cohort as subject
from rtxoutcomes.cohort import Cohort


def test_a_cohort_shows_counts_and_never_a_row() -> None:
    made = cohort(
        patients([("P1", "A", 12.0)]),
        relapses=table("patient_id month", ("P1", 3.0), ("P1", 7.0)),
    )

    rows = dict(made.summary().itertuples(index=False, name=None))

    assert rows["patients"] == 1
    assert rows["relapses"] == 2
    assert rows["visits"] == "not collected"
    assert repr(made) == "<Cohort: 1 patients, origin synthetic>"
    assert "Cohort: 1 patients, origin synthetic" in made._repr_html_()
    assert "P1" not in made._repr_html_() + repr(made)
    assert "text-align:left" in made._repr_html_()


@pytest.mark.parametrize("make", [folder, one_table])
def test_a_cohort_that_was_just_read_is_not_edited(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    assert sound(make(tmp_path)).edited() == ()


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, replace, lambda made: pickle.loads(pickle.dumps(made))]
)
def test_a_copy_of_a_cohort_is_not_edited(
    again: Callable[[Cohort], Cohort], tmp_path: Path
) -> None:
    copied = again(sound(folder(tmp_path)))

    assert copied.edited() == ()
    copied.patients.loc[0, "age_years"] = 42.0
    assert copied.edited() == ("patients",)


def test_tables_that_were_changed_in_memory_are_named(tmp_path: Path) -> None:
    made = sound(folder(tmp_path))
    assert made.visits is not None
    made.patients.loc[0, "sex"] = "male"
    other = replace(made, visits=made.visits.iloc[1:], relapses=None)

    assert made.edited() == ("patients",)
    assert other.edited() == ("patients", "visits", "relapses")


def test_another_origin_or_other_sources_are_a_change_too(tmp_path: Path) -> None:
    made = sound(folder(tmp_path))

    assert replace(made, origin="synthetic").edited() == ("declaration",)
    assert replace(made, sources={}).edited() == ("declaration",)
    assert replace(made, declared_by="somebody").edited() == ("declaration",)


def test_a_cohort_without_fingerprints_counts_as_edited(tmp_path: Path) -> None:
    assert "patients" in replace(sound(folder(tmp_path)), fingerprints={}).edited()


def test_the_example_is_true() -> None:
    assert doctest.testmod(subject) == (0, 10)


def test_excluded_patients_leave_every_table_and_keep_their_rows_with_the_reason() -> None:
    made = rtx.bundled_cohort()
    gone = made.patients["patient_id"].iloc[0:4:3]

    rest = made.exclude(gone, reason="protocol violation")

    assert len(rest.patients) == 97
    for name in subject.TABLES:
        frame = getattr(rest, name)
        if frame is None:
            assert getattr(made, name) is None
            continue
        assert not frame["patient_id"].isin(gone).any()
    assert rest.excluded is not None
    assert rest.excluded["patient_id"].tolist() == gone.tolist()
    assert set(rest.excluded["reason"]) == {"protocol violation"}
    assert (len(made.patients), made.excluded) == (99, None)
    assert rest.edited() == ()


def test_exclusions_add_up_and_none_is_made_of_nobody() -> None:
    made = rtx.bundled_cohort()
    first, second = made.patients["patient_id"].iloc[:2]

    twice = made.exclude(first, reason="one").exclude([second], reason="two")

    assert twice.excluded is not None
    assert twice.excluded["reason"].tolist() == ["one", "two"]
    assert made.exclude([], reason="nobody").excluded is None


def test_a_subset_is_what_files_cut_by_hand_give() -> None:
    made = rtx.bundled_cohort()
    older = made.patients["age_years"] > 40
    cut: dict[str, Any] = {
        name: frame[frame["patient_id"].isin(made.patients["patient_id"][older])]
        for name in subject.TABLES
        if getattr(made, name) is not None
        for frame in [
            getattr(made, name).drop(columns=["group", "phase", "end_month"], errors="ignore")
        ]
    }

    by_query = made.subset("age_years > 40", reason="age 40 years or less")
    by_hand = rtx.cohort_from_frames("nabiuni2023", **cut, origin="synthetic")

    study = rtx.read_study("nabiuni2023").model_copy(update={"randomness": {"permutations": 199}})
    left, right = (rtx.analyse(one, study).estimates for one in (by_query, by_hand))
    extra = left["quantity"].isin(["before_exclusion", "excluded"])
    assert left[extra].query("group == 'all'")["estimate"].tolist() == [99.0, 99.0 - older.sum()]
    pd.testing.assert_frame_equal(left[~extra].reset_index(drop=True), right)


@pytest.mark.parametrize(
    "condition",
    [
        "age_years > 40",
        lambda patients: patients["age_years"] > 40,
        lambda patients: (patients["age_years"] > 40).tolist(),
    ],
)
def test_a_condition_may_be_words_or_values(condition: object) -> None:
    made = rtx.bundled_cohort()
    given = condition(made.patients) if callable(condition) else condition

    kept = made.subset(given, reason="age")  # type: ignore[arg-type]

    assert kept.patients["age_years"].min() > 40


@pytest.mark.parametrize(
    ("condition", "reason", "words"),
    [
        ("age_years >", "age", "cannot be evaluated (SyntaxError)"),
        ("height > 1", "age", "cannot be evaluated (UndefinedVariableError)"),
        ("age_years + 1", "age", "must be True or False for each patient"),
        ([True], "age", "has 1 values; there are 99 patients"),
        ("age_years > 200", "age", "no patient would be left"),
        ("age_years > 40", "", "a reason is plain text"),
        ("age_years > 40", "a\nb", "a reason is plain text"),
        ("age_years > 40", "call 0912 345 6789", "must hold no"),
    ],
)
def test_a_wrong_subset_is_refused(condition: object, reason: str, words: str) -> None:
    with pytest.raises(rtx.UsageFault, match=re.escape(words)):
        rtx.bundled_cohort().subset(condition, reason=reason)  # type: ignore[arg-type]


def test_a_stranger_cannot_be_excluded() -> None:
    with pytest.raises(rtx.UsageFault, match="1 of 2 ids are of no patient of this cohort: X1"):
        rtx.bundled_cohort().exclude(["SYN-0001", "X1"], reason="no consent")
