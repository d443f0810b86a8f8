"""What a cohort shows of itself."""

import copy
import doctest
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

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
    assert doctest.testmod(subject) == (0, 4)
