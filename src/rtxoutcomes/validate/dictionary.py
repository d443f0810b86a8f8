"""A description of every column: as a table for the empty tables, and as a page."""

from rtxoutcomes.cohort import TABLES
from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import Field, Fields

COLUMNS = ("table", "column", "required", "what", "kind", "unit", "allowed")
_KINDS = {
    "id": "pseudonym",
    "text": "text",
    "label": "number or code",
    "category": "one of the allowed values",
    "number": "number with a decimal point",
    "whole": "whole number",
    "yes_no": "1/0, true/false or yes/no",
    "hash": "64 digits 0 to 9 and a to f",
}
_ROWS = {
    "patients": "a patient",
    "visits": "an assessment",
    "relapses": "an attack after month 0",
    "infusions": "a dose",
    "engagement": "what a patient did in one channel in one month",
    "adverse_events": "an adverse event",
    "mri": "an MRI scan",
    "engagement.log": "an activity of a patient in one export that `rtxoutcomes ingest` read",
    "one_table": "a patient, for a clinic that keeps one sheet",
}
_HEAD = """\
# Data dictionary

<!-- Made from the code: `rtxoutcomes schema --dictionary docs/data-dictionary.md`. -->

What each column holds in study `{study}`. The same for programs, as Table Schema:
[data/schema](../data/schema). `rtxoutcomes template` writes the empty tables. Times are months
since the first infusion, never dates; a cell of a column that is not required may be empty. Either
the seven tables or the one table are filled in; `rtxoutcomes ingest` writes `engagement.log`.
"""


def entries(tables: Fields) -> list[list[str]]:
    """A row for each column of each table: what `COLUMNS` names."""
    return [_entry(name, field) for name, fields in tables.items() for field in fields]


def _entry(table: str, field: Field) -> list[str]:
    required = "yes" if field.required else "no"
    kind = _KINDS[field.kind]
    return [table, field.header, required, field.description, kind, field.unit, _allowed(field)]


def dictionary_page(study: Study) -> str:
    """The dictionary as Markdown: a section a table.

    Raises
    ------
    StudyError
        The study's own names of columns cannot be used.
    """
    tables = named_fields(study)
    sections = [
        _section(name, tables) for name in (*TABLES, *(n for n in tables if n not in TABLES))
    ]
    return "\n".join([_HEAD.format(study=study.id), *sections])


def _section(name: str, tables: Fields) -> str:
    lines = [f"## {name}", "", f"One row is {_ROWS[name]}.", ""]
    lines += ["| column | required | what | kind | unit | allowed |", "| --- " * 6 + "|"]
    for _, column, *rest in entries({name: tables[name]}):
        cells = [f"`{column}`", *(cell.replace("|", "\\|") for cell in rest)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _allowed(field: Field) -> str:
    if field.allowed:
        return ", ".join(field.allowed)
    if field.pattern:
        return f"like {field.pattern}"
    if field.minimum is None or field.maximum is None:
        return ""
    text = f"{'above ' if field.above else ''}{field.minimum:.15g} to {field.maximum:.15g}"
    if field.score is None:
        return text
    but = ", ".join(f"{value:g}" for value in field.score.not_on_scale)
    steps = f" in steps of {field.score.lattice_step.normalize():f}"
    return f"{text}{steps}{f', but not {but}' if but else ''}"
