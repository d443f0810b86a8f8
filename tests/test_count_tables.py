"""Count tables as values and as files."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.small import full
from cohorts import study
from rtxoutcomes.analysis.counted import count
from rtxoutcomes.count_tables import Counts, refuse_other, study_hash
from rtxoutcomes.errors import UsageFault

PLAN = study()


def counts() -> Counts:
    return count(full(), PLAN)


def test_they_are_shown_without_a_count_of_a_cell() -> None:
    assert repr(counts()) == "<Counts: 16 patients, origin synthetic>"


def test_they_are_written_as_plain_csv_with_the_origin(tmp_path: Path) -> None:
    files = counts().write(tmp_path / "out")

    assert files == ("counts.toml", "groups.csv", "pairs.csv", "relapses.csv", "times.csv")
    assert (tmp_path / "out" / "groups.csv").read_text() == (
        "group,patients,origin\nA,12,synthetic\nB,4,synthetic\n"
    )
    assert "A,0,yes,100,1,synthetic\n" in (tmp_path / "out" / "relapses.csv").read_text()


def test_those_of_patients_are_marked_in_every_file(tmp_path: Path) -> None:
    replace(counts(), origin="patient").write(tmp_path)

    for file in [*tmp_path.glob("*.csv"), tmp_path / "counts.toml"]:
        assert "internal, not checked for release" in file.read_text().lower()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_those_of_patients_are_for_their_owner_alone(tmp_path: Path) -> None:
    made = count(replace(full(), origin="patient"), PLAN)

    for name in made.write(tmp_path):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_the_same_counts_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        counts().write(tmp_path / name)

    for file in (tmp_path / "one").glob("*.csv"):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_a_file_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("mine\n")

    with pytest.raises(UsageFault, match=r"pairs\.csv"):
        counts().write(tmp_path)

    assert (tmp_path / "pairs.csv").read_text() == "mine\n"
    assert not (tmp_path / "groups.csv").exists()


def test_a_table_that_is_no_more_collected_goes(tmp_path: Path) -> None:
    counts().write(tmp_path)
    replace(counts(), relapses=None, times=None).write(tmp_path)

    assert not (tmp_path / "times.csv").exists()


def test_the_hash_is_that_of_what_results_depend_on() -> None:
    assert study_hash(PLAN) == study_hash(study())
    refuse_other(study_hash(PLAN), PLAN)
    with pytest.raises(UsageFault, match="count the cohort again"):
        refuse_other(study_hash(study(relapse={"merge_days": 90})), PLAN)
