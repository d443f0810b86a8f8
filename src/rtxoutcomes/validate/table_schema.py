"""The tables as Table Schema JSON, which R, Stata and SAS users can read."""

import json
from collections.abc import Mapping

from rtxoutcomes.cohort import LOG, ONE_TABLE
from rtxoutcomes.study import Study
from rtxoutcomes.validate.engagement_log import LOG_KEY
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.rows import UNIQUE_KEYS
from rtxoutcomes.validate.schema import Field

# The other kinds are strings.
_TYPES = {"number": "number", "whole": "integer", "yes_no": "boolean"}
_MOST_LISTED = 50
_KEYS: Mapping[str, tuple[str, ...]] = {
    "patients": (),
    ONE_TABLE: (),
    LOG: LOG_KEY,
    **UNIQUE_KEYS,
}


def table_schemas(study: Study) -> dict[str, str]:
    """File name -> Table Schema JSON, one a table.

    Raises
    ------
    StudyError
        The study's own names of columns cannot be used.
    """
    return {
        f"{name}.schema.json": f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n"
        for name, schema in schemas(study).items()
    }


def schemas(study: Study) -> dict[str, dict[str, object]]:
    """Table -> its Table Schema.

    Raises
    ------
    StudyError
        The study's own names of columns cannot be used.
    """
    tables = named_fields(study)
    patient_id = next(f.header for f in tables["patients"] if f.name == "patient_id")
    return {name: _schema(name, fields, study, patient_id) for name, fields in tables.items()}


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
        # A file may lack columns that are not required.
        "fieldsMatch": "superset",
        "missingValues": ["", *study.reading.missing_tokens],
    }
    if name in _KEYS:
        schema["primaryKey"] = [headers[key] for key in ("patient_id", *_KEYS[name])]
    if name not in ("patients", ONE_TABLE):
        reference = {"resource": "patients", "fields": [patient_id]}
        schema["foreignKeys"] = [{"fields": [headers["patient_id"]], "reference": reference}]
    return schema


def _field(field: Field) -> dict[str, object]:
    descriptor: dict[str, object] = {
        "name": field.header,
        "type": _TYPES.get(field.kind, "string"),
        "description": field.description,
    }
    if field.unit:
        descriptor["unit"] = field.unit
    if field.kind == "yes_no":
        descriptor["trueValues"] = ["1", "true", "yes", "True", "TRUE", "1.0"]
        descriptor["falseValues"] = ["0", "false", "no", "False", "FALSE", "0.0"]
    constraints = _constraints(field)
    if constraints:
        descriptor["constraints"] = constraints
    if field.score:
        # Table Schema has no steps: readers that do not know these keys have `enum`.
        descriptor["rtx:multipleOf"] = float(field.score.lattice_step)
        if field.score.not_on_scale:
            descriptor["rtx:notOnScale"] = list(field.score.not_on_scale)
    return descriptor


def _constraints(field: Field) -> dict[str, object]:
    score, allowed = field.score, field.allowed
    constraints = {
        "required": field.required or None,
        "pattern": field.pattern or None,
        "enum": list(score.lattice() if score and score.steps <= _MOST_LISTED else allowed) or None,
        "exclusiveMinimum" if field.above else "minimum": field.minimum,
        "maximum": field.maximum,
    }
    return {key: value for key, value in constraints.items() if value is not None}
