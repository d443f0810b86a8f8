"""The tables as Table Schema JSON, which R, Stata and SAS users can read."""

import json

from rtxoutcomes.cohort import ONE_TABLE
from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import Field

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
    """`patient_id` is the header in the table of patients, to which other tables refer."""
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
    descriptor: dict[str, object] = {
        "name": field.header,
        "type": _TYPES[field.kind],
        "description": field.description,
    }
    if field.unit:
        descriptor["unit"] = field.unit
    if field.kind == "yes_no":
        descriptor["trueValues"] = ["1", "true", "yes"]
        descriptor["falseValues"] = ["0", "false", "no"]
    constraints = _constraints(field)
    if constraints:
        descriptor["constraints"] = constraints
    return descriptor


def _constraints(field: Field) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if field.required:
        constraints["required"] = True
    if field.pattern:
        constraints["pattern"] = field.pattern
    if field.allowed:
        constraints["enum"] = list(field.allowed)
    if field.score is not None and field.score.steps <= _MOST_LISTED:
        # Every reader of Table Schema knows enum; steps and gaps are extensions of ours.
        constraints["enum"] = list(field.score.lattice())
    if field.minimum is not None:
        constraints["exclusiveMinimum" if field.above else "minimum"] = field.minimum
    if field.maximum is not None:
        constraints["maximum"] = field.maximum
    if field.score is not None:
        constraints["multipleOf"] = float(field.score.lattice_step)
        if field.score.not_on_scale:
            constraints["notOnScale"] = list(field.score.not_on_scale)
    return constraints
