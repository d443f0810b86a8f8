"""The forms of results.json and results.csv."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from released import bundled, nothing, small
from rtxoutcomes.publish.results_file import results_json
from rtxoutcomes.publish.results_schema import (
    JSON_SCHEMA,
    TABLE_SCHEMA,
    json_schema,
    results_schemas,
    table_schema,
)
from rtxoutcomes.results.frame import COLUMNS
from rtxoutcomes.tables.write import frame_csv

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads(results_schemas()[JSON_SCHEMA])
TABLE: dict[str, Any] = json.loads(results_schemas()[TABLE_SCHEMA])
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
KEYWORDS = {
    *("$schema", "title", "description", "type", "enum", "const", "minimum", "properties"),
    *("required", "additionalProperties", "items"),
}


def faults(value: Any, schema: dict[str, Any], where: str = "") -> list[str]:
    """What a value breaks, by those keywords of JSON Schema that the schema uses."""
    assert set(schema) <= KEYWORDS
    types = schema.get("type", [])
    allowed = [types] if isinstance(types, str) else types
    if allowed and not any(isinstance(value, TYPES[name]) for name in allowed):
        return [f"{where}: {value!r} is no {allowed}"]
    broken = []
    if "enum" in schema and value not in schema["enum"]:
        broken.append(f"{where}: {value!r} is not listed")
    if "const" in schema and value != schema["const"]:
        broken.append(f"{where}: {value!r} is not {schema['const']!r}")
    if "minimum" in schema and value is not None and value < schema["minimum"]:
        broken.append(f"{where}: {value!r} is below the minimum")
    if isinstance(value, dict):
        properties = schema["properties"]
        broken += [f"{where}: lacks {name}" for name in schema["required"] if name not in value]
        broken += [f"{where}: has {name}" for name in value if name not in properties]
        for name in value.keys() & properties.keys():
            broken += faults(value[name], properties[name], f"{where}.{name}")
    if isinstance(value, list):
        for item in value:
            broken += faults(item, schema["items"], f"{where}[]")
    return broken


def cell_faults(cell: str, field: dict[str, Any]) -> list[str]:
    """What a cell of a CSV breaks, by its field in a Table Schema."""
    constraints = field.get("constraints", {})
    if cell in TABLE["missingValues"]:
        return [f"{field['name']}: is empty"] if constraints.get("required") else []
    if field["type"] != "string":
        {"number": float, "integer": int}[field["type"]](cell)
    if "enum" in constraints and cell not in constraints["enum"]:
        return [f"{field['name']}: {cell} is not listed"]
    return []


def table_faults(rows: list[list[str]]) -> list[str]:
    cells = (pair for row in rows for pair in zip(row, TABLE["fields"], strict=True))
    return [fault for cell, field in cells for fault in cell_faults(cell, field)]


@pytest.mark.parametrize("made", [bundled, small, nothing])
def test_results_json_is_of_its_schema(made: Any) -> None:
    assert faults(json.loads(results_json(made())), SCHEMA) == []


@pytest.mark.parametrize("made", [bundled, small, nothing])
def test_results_csv_is_of_its_schema(made: Any) -> None:
    header, *rows = csv.reader(io.StringIO(frame_csv(made().estimates, made().origin)))

    assert header == [field["name"] for field in TABLE["fields"]]
    assert table_faults(rows) == []


def test_the_committed_results_csv_is_of_its_schema() -> None:
    with (ROOT / "reports" / "results.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)

    assert header == [field["name"] for field in TABLE["fields"]]
    assert table_faults(rows) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"schema": "rtxoutcomes-results/1"}, "is not 'rtxoutcomes-results/2'"),
        ({"origin": "elsewhere"}, "is not listed"),
        ({"more": 1}, "has more"),
        ({"estimates": {}}, "is no"),
    ],
)
def test_another_form_is_not_of_the_schema(change: dict[str, object], fault: str) -> None:
    content = json.loads(results_json(nothing())) | change

    assert any(fault in line for line in faults(content, SCHEMA))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("quantity", "risks"),
        ("month", "12"),
        ("n", 1.5),
        ("n", -1),
        ("model", "other"),
        ("unit", 1),
    ],
)
def test_a_cell_that_does_not_belong_is_seen(column: str, value: object) -> None:
    content = json.loads(results_json(nothing()))
    content["estimates"][0][column] = value

    assert faults(content, SCHEMA)


def test_both_name_every_column_with_what_it_holds() -> None:
    record = SCHEMA["properties"]["estimates"]["items"]

    assert record["required"] == list(COLUMNS)
    assert all(own["description"] for own in record["properties"].values())
    assert all(field["description"] for field in TABLE["fields"])
    assert json_schema() == SCHEMA
    assert table_schema() == TABLE
