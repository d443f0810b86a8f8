"""The forms of results.json, results.csv and of answers, as JSON Schema and Table Schema."""

import json
from collections.abc import Mapping, Sequence
from typing import get_args

from rtxoutcomes.cohort import MARKS, origin_cell
from rtxoutcomes.publish.answers_schema import NAME as ANSWERS_SCHEMA
from rtxoutcomes.publish.answers_schema import answers_schema
from rtxoutcomes.publish.results_file import SCHEMA
from rtxoutcomes.results.columns import CLOSED_LISTS, DESCRIPTIONS, NEVER_EMPTY
from rtxoutcomes.results.estimate import COUNT_COLUMNS
from rtxoutcomes.results.frame import COLUMNS, KEY, NUMBER_COLUMNS, ROW_KEY
from rtxoutcomes.study.recorded import State

JSON_SCHEMA, TABLE_SCHEMA = "results.schema.json", "results_table.schema.json"


def results_schemas() -> dict[str, str]:
    """File name -> schema, as JSON text."""
    schemas = {
        ANSWERS_SCHEMA: answers_schema(),
        JSON_SCHEMA: json_schema(),
        TABLE_SCHEMA: table_schema(),
    }
    return {
        name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }


def json_schema() -> dict[str, object]:
    """JSON Schema of results.json."""
    parts = {
        "schema": {"const": SCHEMA},
        "origin": {"enum": list(MARKS)},
        "mark": {"type": "string", "description": "Words that every table and figure carries"},
        "study": _study(),
        "plan": _plan(),
        "estimates": _records({name: _property(name) for name in COLUMNS}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": "Results of a cohort: one record is one number, with all that makes it "
        "readable. Missing numbers are null, words that do not apply are empty.",
        **_record(parts),
    }


def table_schema() -> dict[str, object]:
    """Table Schema of results.csv."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": "results",
        "title": f"results.csv of {SCHEMA}",
        "fields": [*map(_field, COLUMNS), _origin()],
        "missingValues": [""],
        "uniqueKeys": [list(KEY), [ROW_KEY]],
    }


def _study() -> dict[str, object]:
    """The words of the study."""
    named = _texts("name", "label")
    higher_is = {"enum": ["worse", "better", "neither"]}
    score = _texts("unit") | {"scale": {"enum": ["linear", "log"]}, "higher_is": higher_is}
    levels = _records(_texts("code", "label", "abbreviation"))
    lists = {
        "diagnoses": levels,
        "groups": levels,
        "scores": _records(named | score),
        "channels": _records(named | {"activities": _records(named)}),
    }
    return _record(
        _texts("id", "title", "drug", "design", "reference", "event", "grouping") | lists
    )


def _plan() -> dict[str, object]:
    """The recorded plan and what differs from it; null where no plan was recorded."""
    value = {"type": ["string", "null"], "description": "The value as JSON"}
    change = {
        "key": {"type": "string"},
        "state": {"enum": list(get_args(State))},
        "recorded": value,
        "now": value,
    }
    stated = _texts("sha256", "package", "registry", "number", "date", "cohort_sha256")
    differs = {"matches": {"type": "boolean"}, "not_part_of_plan": _records(change)}
    return _record(stated | differs) | {"type": ["object", "null"]}


def _texts(*names: str) -> dict[str, object]:
    return {name: {"type": "string"} for name in names}


def _records(properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "array", "items": _record(properties)}


def _record(properties: Mapping[str, object]) -> dict[str, object]:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _property(name: str) -> dict[str, object]:
    described: dict[str, object] = {"description": DESCRIPTIONS[name]}
    if name in CLOSED_LISTS:
        return described | {"enum": list(CLOSED_LISTS[name])}
    if name in NUMBER_COLUMNS:
        return described | {"type": ["number", "null"]}
    if name in COUNT_COLUMNS:
        return described | {"type": ["integer", "null"], "minimum": 0}
    return described | {"type": "string"}


def _field(name: str) -> dict[str, object]:
    kind = "number" if name in NUMBER_COLUMNS else "integer" if name in COUNT_COLUMNS else "string"
    field: dict[str, object] = {"name": name, "type": kind, "description": DESCRIPTIONS[name]}
    if name in CLOSED_LISTS:
        return field | {"constraints": _one_of(CLOSED_LISTS[name])}
    return field | ({"constraints": {"required": True}} if name in NEVER_EMPTY else {})


def _origin() -> dict[str, object]:
    """The last column of every CSV file."""
    words = "Whose data the results come from"
    constraints = _one_of([origin_cell(origin) for origin in MARKS])
    return {"name": "origin", "type": "string", "description": words, "constraints": constraints}


def _one_of(values: Sequence[str]) -> dict[str, object]:
    """An empty cell is a missing value, which an enumeration does not hold."""
    return {"enum": [value for value in values if value], "required": "" not in values}
