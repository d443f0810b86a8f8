"""Table Schema JSON."""

import json
from pathlib import Path

import pytest

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.validate.schema import one_table_fields, table_fields
from rtxoutcomes.validate.table_schema import table_schemas

FOLDER = Path(__file__).resolve().parents[2] / "data" / "schema"
NAMES = [*table_fields(BUNDLED), "one_table"]


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_schema_is_what_the_code_gives(name: str) -> None:
    file = f"{name}.schema.json"

    assert (FOLDER / file).read_text(encoding="utf-8") == table_schemas(BUNDLED)[file]


def test_every_column_is_there_with_its_constraints() -> None:
    told = json.loads(table_schemas(BUNDLED)["visits.schema.json"])
    fields = {field["name"]: field for field in told["fields"]}

    assert fields["edss"]["constraints"] == {
        "minimum": 0,
        "maximum": 10,
        "multipleOf": 0.5,
        "notOnScale": [0.5],
    }
    assert fields["month"]["constraints"]["required"] is True
    assert told["primaryKey"] == ["patient_id", "month"]
    assert told["foreignKeys"][0]["reference"]["resource"] == "patients"
    one = json.loads(table_schemas(BUNDLED)["one_table.schema.json"])
    assert len(one["fields"]) == len(one_table_fields(BUNDLED))


def test_categories_patterns_and_flags_are_told() -> None:
    patients = json.loads(table_schemas(BUNDLED)["patients.schema.json"])["fields"]
    relapses = json.loads(table_schemas(BUNDLED)["relapses.schema.json"])["fields"]

    assert patients[1]["constraints"]["enum"] == ["RRMS", "SPMS", "NMOSD"]
    assert "pattern" in patients[0]["constraints"]
    assert patients[2]["constraints"]["exclusiveMinimum"] == 0
    assert relapses[2]["trueValues"] == ["1", "true", "yes"]


def test_a_study_s_own_names_and_missing_words_are_told() -> None:
    told = json.loads(table_schemas(ASTHMA)["patients.schema.json"])

    assert told["fields"][0]["name"] == "Code"
    assert told["missingValues"] == ["", "NA"]
