"""Where a cohort has its study file."""

from pathlib import Path

import pytest

from rtxoutcomes.study_place import plan_path, study_path


def test_a_folder_holds_it_and_a_file_has_it_beside(tmp_path: Path) -> None:
    assert study_path(tmp_path) == tmp_path / "study.toml"


@pytest.mark.parametrize("name", ["clinic.csv", "clinic.xlsx", "clinic.parquet", "clinic.sav"])
def test_it_has_the_name_of_the_file(name: str, tmp_path: Path) -> None:
    assert study_path(tmp_path / name) == tmp_path / "clinic.study.toml"


def test_points_within_a_name_are_part_of_it(tmp_path: Path) -> None:
    assert study_path(tmp_path / "clinic.v2.csv").name == "clinic.v2.study.toml"


def test_a_folder_with_a_single_file_has_that_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "clinic.study.toml").touch()
    assert study_path(tmp_path) == tmp_path / "clinic.study.toml"

    (tmp_path / "study.toml").touch()
    assert study_path(tmp_path) == tmp_path / "study.toml"


def test_of_two_files_neither_is_chosen(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.study.toml").touch()

    assert study_path(tmp_path) == tmp_path / "study.toml"


@pytest.mark.parametrize(
    ("study", "plan"),
    [
        ("study.toml", "plan.lock.toml"),
        ("NAME.study.toml", "NAME.plan.lock.toml"),
        ("mine.toml", "mine.plan.lock.toml"),
    ],
)
def test_a_plan_is_recorded_beside_its_study_file(study: str, plan: str) -> None:
    assert plan_path(Path("a") / study) == Path("a") / plan
