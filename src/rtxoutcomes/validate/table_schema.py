"""The tables as Table Schema JSON, which R, Stata and SAS users can read."""

import json

from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import ONE_TABLE, Field

_TYPES = {
    "id": "string",
    "text": "string",
    "label": "string",
    "category": "string",
    "number": "number",
    "whole": "integer",
    "yes_no": "boolean",
}
_MOST_LISTED = 50
_KEYS = {
    "patients": ["patient_id"],
    ONE_TABLE: ["patient_id"],
    "visits": ["patient_id", "month"],
    "relapses": ["patient_id", "month"],
    "engagement": ["patient_id", "month", "channel", "activity"],
    "adverse_events": ["patient_id", "event_id"],
}


def table_schemas(study: Study) -> dict[str, str]:
    """File name -> Table Schema JSON, one a table.

    Raises
    ------
    StudyError
        The study's own names of columns cannot be used.
    """
    tables = named_fields(study)
    patient_id = next(f.header for f in tables["patients"] if f.name == "patient_id")
    return {
        f"{name}.schema.json": json.dumps(
            _schema(name, fields, study, patient_id), indent=2, ensure_ascii=False
        )
        + "\n"
        for name, fields in tables.items()
    }


def _schema(
    name: str, fields: tuple[Field, ...], study: Study, patient_id: str
) -> dict[str, object]:
    """`patient_id` is what the table of patients calls it, which other tables refer to."""
    headers = {field.name: field.header for field in fields}
    schema: dict[str, object] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": name,
        "title": f"{name} of study {study.id}",
        "fields": [_field(field) for field in fields],
        "missingValues": ["", *study.reading.missing_tokens],
    }
    if name in _KEYS:
        schema["primaryKey"] = [headers[key] for key in _KEYS[name]]
    if name not in ("patients", ONE_TABLE):
        reference = {"resource": "patients", "fields": [patient_id]}
        schema["foreignKeys"] = [{"fields": [headers["patient_id"]], "reference": reference}]
    return schema


def _field(field: Field) -> dict[str, object]:
    told: dict[str, object] = {
        "name": field.header,
        "type": _TYPES[field.kind],
        "description": field.description,
    }
    if field.unit:
        told["unit"] = field.unit
    if field.kind == "yes_no":
        told["trueValues"] = ["1", "true", "yes"]
        told["falseValues"] = ["0", "false", "no"]
    constraints = _constraints(field)
    if constraints:
        told["constraints"] = constraints
    return told


def _constraints(field: Field) -> dict[str, object]:
    told: dict[str, object] = {}
    if field.required:
        told["required"] = True
    if field.pattern:
        told["pattern"] = field.pattern
    if field.allowed:
        told["enum"] = list(field.allowed)
    if field.score is not None and field.score.steps <= _MOST_LISTED:
        # Every reader of Table Schema knows enum; steps and gaps are words of our own.
        told["enum"] = list(field.score.lattice())
    if field.minimum is not None:
        told["exclusiveMinimum" if field.above else "minimum"] = field.minimum
    if field.maximum is not None:
        told["maximum"] = field.maximum
    if field.score is not None:
        told["multipleOf"] = float(field.score.lattice_step)
        if field.score.not_on_scale:
            told["notOnScale"] = list(field.score.not_on_scale)
    return told
