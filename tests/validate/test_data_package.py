"""`datapackage.json` of a cohort; the job `interop` reads it with Frictionless itself."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.publish.folders import write_synthetic, write_template
from rtxoutcomes.read.study_file import bundled_cohort_path
from rtxoutcomes.validate.data_package import data_package
from rtxoutcomes.validate.table_schema import schemas

# The constraints that Table Schema 2.0 has for each type (datapackage.org/standard/table-schema).
CONSTRAINTS = {
    "number": {"required", "enum", "minimum", "maximum", "exclusiveMinimum"},
    "integer": {"required", "enum", "minimum", "maximum", "exclusiveMinimum"},
    "string": {"required", "enum", "pattern"},
    "boolean": {"required", "enum"},
}


def package(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_each_table_is_a_resource_with_its_size_hash_and_schema() -> None:
    made = json.loads(data_package(BUNDLED, {"visits.csv": b"a,b\n", "cohort.toml": b""}))

    (resource,) = made["resources"]
    assert made["name"] == "nabiuni2023"
    assert (resource["name"], resource["path"], resource["bytes"]) == ("visits", "visits.csv", 4)
    assert resource["hash"] == f"sha256:{hashlib.sha256(b'a,b' + bytes([10])).hexdigest()}"
    assert resource["schema"] == schemas(BUNDLED)["visits"]
    assert resource["type"] == "table"
    versions = {made["$schema"], resource["$schema"], resource["schema"]["$schema"]}
    assert all(url.startswith("https://datapackage.org/profiles/2.0/") for url in versions)
    assert len(versions) == 3


def test_a_table_of_another_name_has_a_row_a_patient() -> None:
    files = {"clinic.csv": b"", "data_dictionary.csv": b"", "x/visits.csv": b""}
    made = json.loads(data_package(ASTHMA, files))

    assert [(r["name"], r["path"]) for r in made["resources"]] == [("one_table", "clinic.csv")]


@pytest.mark.parametrize("table", ["patients", "visits", "relapses", "one_table", "adverse_events"])
def test_every_constraint_is_one_of_its_type(table: str) -> None:
    for study in (BUNDLED, ASTHMA):
        for field in schemas(study)[table]["fields"]:  # type: ignore[attr-defined]
            assert set(field.get("constraints", {})) <= CONSTRAINTS[field["type"]]


def test_the_bundled_cohort_states_what_its_files_are() -> None:
    folder = bundled_cohort_path("nabiuni2023")

    resources = package(folder)["resources"]

    assert len(resources) == 6
    for resource in resources:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_empty_tables_have_no_size_since_they_are_to_be_filled_in(tmp_path: Path) -> None:
    written = write_template(BUNDLED, tmp_path)

    assert {"datapackage.json", "one_table/datapackage.json"} <= set(written)
    assert [r["name"] for r in package(tmp_path / "one_table")["resources"]] == ["one_table"]
    assert len(package(tmp_path)["resources"]) == 7
    assert not any("hash" in r or "bytes" in r for r in package(tmp_path)["resources"])


def test_a_synthetic_cohort_has_one(tmp_path: Path) -> None:
    write_synthetic(BUNDLED, tmp_path, patients=12)

    assert all("hash" in resource for resource in package(tmp_path)["resources"])
