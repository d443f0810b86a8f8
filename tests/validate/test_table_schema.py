"""Table Schema JSON."""

import csv
import json
import re
from pathlib import Path

import pytest
from pandera.io.pandas_io import from_frictionless_schema

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.read.study_file import bundled_cohort_path
from rtxoutcomes.validate.schema import one_table_fields, table_fields
from rtxoutcomes.validate.table_schema import table_schemas

FOLDER = Path(__file__).resolve().parents[2] / "data" / "schema"
NAMES = [*table_fields(BUNDLED), "one_table"]


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_schema_is_what_the_code_gives(name: str) -> None:
    file = f"{name}.schema.json"

    assert (FOLDER / file).read_text(encoding="utf-8") == table_schemas(BUNDLED)[file]


def test_every_column_is_there_with_its_constraints() -> None:
    schema = json.loads(table_schemas(BUNDLED)["visits.schema.json"])
    fields = {field["name"]: field for field in schema["fields"]}

    assert fields["edss"]["constraints"] == {
        "enum": [0.0, *(half / 2 for half in range(2, 21))],
        "minimum": 0,
        "maximum": 10,
    }
    assert (fields["edss"]["rtx:multipleOf"], fields["edss"]["rtx:notOnScale"]) == (0.5, [0.5])
    assert schema["fieldsMatch"] == "superset"
    assert fields["month"]["constraints"]["required"] is True
    assert schema["primaryKey"] == ["patient_id", "month"]
    assert schema["foreignKeys"][0]["reference"]["resource"] == "patients"
    one = json.loads(table_schemas(BUNDLED)["one_table.schema.json"])
    assert len(one["fields"]) == len(one_table_fields(BUNDLED))


def test_categories_patterns_and_flags_are_reported() -> None:
    patients = json.loads(table_schemas(BUNDLED)["patients.schema.json"])["fields"]
    relapses = json.loads(table_schemas(BUNDLED)["relapses.schema.json"])["fields"]

    assert patients[1]["constraints"]["enum"] == ["RRMS", "SPMS", "NMOSD"]
    assert "pattern" in patients[0]["constraints"]
    assert patients[2]["constraints"]["minimum"] == 0
    assert relapses[1]["constraints"]["exclusiveMinimum"] == 0
    assert relapses[2]["trueValues"][:4] == ["1", "true", "yes", "True"]


def test_a_study_s_own_names_and_missing_words_are_reported() -> None:
    schema = json.loads(table_schemas(ASTHMA)["patients.schema.json"])

    assert schema["fields"][0]["name"] == "Code"
    assert schema["missingValues"] == ["", "NA"]


def read_back(name: str) -> dict[str, dict[str, object]]:
    """The columns of a committed schema, as a program in another language sees them."""
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return {field["name"]: field for field in schema["fields"]}


def passes(field: dict[str, object], cell: str) -> bool:
    """Table Schema's own meaning of type and constraints, written from its specification."""
    rules: dict[str, object] = field.get("constraints", {})  # type: ignore[assignment]
    if cell == "":
        return not rules.get("required", False)
    value: object = cell
    try:
        if field["type"] in ("number", "integer"):
            value = float(cell) if field["type"] == "number" else int(cell)
    except ValueError:
        return False
    if field["type"] == "boolean":
        return cell in (*field["trueValues"], *field["falseValues"])  # type: ignore[misc]
    kept = {
        "enum": lambda limit: value in limit,
        "minimum": lambda limit: value >= limit,
        "exclusiveMinimum": lambda limit: value > limit,
        "maximum": lambda limit: value <= limit,
        "pattern": lambda limit: re.fullmatch(limit, cell) is not None,
    }
    return all(rule(rules[name]) for name, rule in kept.items() if name in rules)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", NAMES)
def test_the_bundled_cohort_passes_the_schemas_that_others_read(name: str) -> None:
    fields = read_back(name)
    path = bundled_cohort_path("nabiuni2023") / f"{name}.csv"
    if not path.is_file():
        assert name in ("one_table", "mri")
        return

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows
    assert [(c, v) for row in rows for c, v in row.items() if not passes(fields[c], v)] == []


@pytest.mark.parametrize(
    ("table", "column", "bad", "good"),
    [
        ("visits", "edss", "0.5", "1.0"),
        ("visits", "edss", "3.25", "3.5"),
        ("visits", "igg_g_per_l", "1013", "10.13"),
        ("patients", "follow_up_months", "-0.1", "0"),
        ("relapses", "month", "0", "0.1"),
        ("patients", "patient_id", "0912 555 0143", "P01"),
        ("patients", "diagnosis", "MS", "RRMS"),
        ("patients", "age_years", "90", "89"),
        ("relapses", "confirmed_by_examination", "Yes", "yes"),
        ("adverse_events", "grade", "2.5", "2"),
        ("engagement", "count", "", "0"),
    ],
)
def test_what_the_rules_refuse_the_schemas_refuse(
    table: str, column: str, bad: str, good: str
) -> None:
    field = read_back(table)[column]

    assert not passes(field, bad)
    assert passes(field, good)


def test_pandera_reads_the_schemas() -> None:
    pytest.importorskip("frictionless")
    schema = from_frictionless_schema(
        json.loads((FOLDER / "visits.schema.json").read_text("utf-8"))
    )

    assert set(schema.columns) == set(read_back("visits"))
