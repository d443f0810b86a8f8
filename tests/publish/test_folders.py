"""Small folders of generated text."""

from pathlib import Path

import pytest

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.errors import EnvironmentFault, OutputsDiffer, UsageFault
from rtxoutcomes.publish.folders import (
    check_schemas,
    write_schemas,
    write_synthetic,
    write_template,
)


def test_templates_go_into_a_folder(tmp_path: Path) -> None:
    result = write_template(BUNDLED, tmp_path / "new")

    assert "patients.csv" in result
    assert (tmp_path / "new" / "one_table" / "one_table.csv").is_file()


def test_a_template_writes_what_is_missing_and_leaves_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text("mine", encoding="utf-8")

    first = write_template(BUNDLED, tmp_path)
    with (tmp_path / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("P01,0,3.0\n")
    again = write_template(BUNDLED, tmp_path)

    assert "patients.csv" not in first and "study.toml" in first
    assert "visits.csv" in first and "visits.csv" not in again
    assert (tmp_path / "patients.csv").read_text(encoding="utf-8") == "mine"
    assert "P01" in (tmp_path / "visits.csv").read_text(encoding="utf-8")
    with pytest.raises(EnvironmentFault, match="is a file"):
        write_template(BUNDLED, tmp_path / "patients.csv")


def test_what_is_replaced_is_kept(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text("mine", encoding="utf-8")

    write_template(BUNDLED, tmp_path, replace=True)

    assert "mine" not in (tmp_path / "patients.csv").read_text(encoding="utf-8")
    assert (tmp_path / "kept/patients-1.csv").read_text(encoding="utf-8") == "mine"


def test_a_cohort_is_not_replaced_by_a_synthetic_one(tmp_path: Path) -> None:
    write_template(BUNDLED, tmp_path)
    with (tmp_path / "patients.csv").open("a", encoding="utf-8") as file:
        file.write("P01,RRMS,24\n")

    with pytest.raises(UsageFault, match=r"patients\.csv: was not written by this|was edited"):
        write_synthetic(BUNDLED, tmp_path, patients=12)

    assert "P01" in (tmp_path / "patients.csv").read_text(encoding="utf-8")


def test_a_dictionary_in_the_way_stops_the_schemas_too(tmp_path: Path) -> None:
    (tmp_path / "visits.schema.json").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageFault, match=r"visits\.schema\.json"):
        write_schemas(BUNDLED, tmp_path, tmp_path / "docs/words.md")

    assert not (tmp_path / "docs").exists()


def test_a_study_without_the_block_makes_no_cohort(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"no \[synthesis\] block"):
        write_synthetic(ASTHMA, tmp_path / "made")

    assert "cohort.toml" in write_synthetic(BUNDLED, tmp_path / "made", patients=12)


def test_schemas_that_drifted_are_named(tmp_path: Path) -> None:
    write_schemas(BUNDLED, tmp_path)
    check_schemas(BUNDLED, tmp_path)
    (tmp_path / "visits.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "patients.schema.json").unlink()

    with pytest.raises(OutputsDiffer) as caught:
        check_schemas(BUNDLED, tmp_path)

    assert set(caught.value.names) == {"visits.schema.json", "patients.schema.json"}


def test_a_folder_that_cannot_be_written_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(EnvironmentFault):
        write_schemas(BUNDLED, tmp_path / "file" / "below")
