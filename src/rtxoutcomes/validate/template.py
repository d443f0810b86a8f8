"""Empty tables and a data dictionary to fill in."""

import csv
import io

from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import ONE_TABLE, Field

DICTIONARY = "data_dictionary.csv"
_DECLARATION = """\
# Where the data come from: "patient" for patients of a clinic, "public", or "synthetic" for made-up
# patients, whose ids start with SYN-. Without this file: "patient".
origin = "patient"
declared_by = ""
declared_on = ""
"""
_KINDS = {
    "id": "pseudonym",
    "text": "text",
    "label": "number or code",
    "category": "one of the allowed values",
    "number": "number with a decimal point",
    "whole": "whole number",
    "yes_no": "1/0, true/false or yes/no",
}


def template(study: Study) -> dict[str, str]:
    """File name -> content: the six tables, the one-table form, origin and dictionary.

    A table that is not filled in is to be deleted: a header without rows says that none occurred.

    Raises
    ------
    StudyError
        The study's own names of columns cannot be used.
    """
    tables = named_fields(study)
    one_table = tables.pop(ONE_TABLE)
    files = {f"{name}.csv": _lines([_headers(fields)]) for name, fields in tables.items()}
    files[f"{ONE_TABLE}/{ONE_TABLE}.csv"] = _lines([_headers(one_table)])
    files[f"{ONE_TABLE}/{ONE_TABLE}.cohort.toml"] = _DECLARATION
    files["cohort.toml"] = _DECLARATION
    files[f"{ONE_TABLE}/{DICTIONARY}"] = _dictionary({ONE_TABLE: one_table})
    files[DICTIONARY] = _dictionary(tables)
    return files


def _headers(fields: tuple[Field, ...]) -> list[str]:
    return [field.header for field in fields]


def _dictionary(tables: dict[str, tuple[Field, ...]]) -> str:
    head = ["table", "column", "required", "what", "kind", "unit", "allowed"]
    rows = [
        [
            name,
            field.header,
            "yes" if field.required else "no",
            field.description,
            _KINDS[field.kind],
            field.unit,
            _allowed(field),
        ]
        for name, fields in tables.items()
        for field in fields
    ]
    return _lines([head, *rows])


def _allowed(field: Field) -> str:
    if field.allowed:
        return ", ".join(field.allowed)
    if field.pattern:
        return f"like {field.pattern}"
    if field.minimum is None or field.maximum is None:
        return ""
    text = f"{'above ' if field.above else ''}{field.minimum:g} to {field.maximum:g}"
    if field.score is None:
        return text
    but = ", ".join(f"{value:g}" for value in field.score.not_on_scale)
    steps = f" in steps of {field.score.lattice_step.normalize():f}"
    return f"{text}{steps}{f', but not {but}' if but else ''}"


def _lines(rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
