"""Data dictionaries for a REDCap project, and the map that makes a cohort of its export.

One dictionary asks for dates, as clinics enter them; `rtxoutcomes deidentify` turns them into
months by the map. The other asks for months, in the columns of the cohort.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rtxoutcomes.cohort import TABLES
from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.template import csv_text

# The columns of a data dictionary, in the order in which REDCap imports them.
COLUMNS = (
    *("Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"),
    *("Choices, Calculations, OR Slider Labels", "Field Note"),
    *("Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max"),
    *("Identifier?", "Branching Logic (Show field only if...)", "Required Field?"),
    *("Custom Alignment", "Question Number (surveys only)", "Matrix Group Name"),
    *("Matrix Ranking?", "Field Annotation"),
)
RECORD = "record_id"
LONGEST_NAME = 26
_MOST_CHOICES = 50
# Tables that are forms of their own where dates are entered; engagement comes from chats.
_DATED = ("patients", "visits", "relapses", "infusions", "adverse_events", "mri")
# What the clinic enters in place of a column that is counted from dates.
_START = Field(
    "first_infusion", "first_infusion", "label", "Date of the first infusion", required=True
)
_DATES = {
    "age_years": Field("birth_date", "birth_date", "label", "Date of birth"),
    "disease_duration_years": Field("first_symptom", "first_symptom", "label", "First symptom"),
    "follow_up_months": Field("last_contact", "last_contact", "label", "Date of the last contact"),
    "month": Field("date", "date", "label", "Date"),
}
# The column of the cohort that each date gives; the first infusion is none.
_COUNTED = {date.name: column for column, date in _DATES.items()} | {_START.name: ""}
_SOURCES = {
    "age_years": "born",
    "disease_duration_years": "years_before",
    "follow_up_months": "months",
    "month": "months",
}
_NOT_ENTERED = ("patient_id", "event_id", "engagement_start_month", "engagement_group")


def redcap_files(study: Study) -> dict[str, str]:
    """File name -> content: the two dictionaries, and the map for the one with dates.

    Raises
    ------
    StudyError
        The study's own names of columns cannot be used.
    """
    return {
        "redcap/data_dictionary_dates.csv": _dictionary(_dated_forms(study), study),
        "redcap/map.toml": _map(study),
        "redcap/data_dictionary_months.csv": _dictionary(_month_forms(study), study),
    }


# A form: its table, and the fields with their names in the project.
Form = tuple[str, list[tuple[str, Field]]]


def _month_forms(study: Study) -> list[Form]:
    tables = named_fields(study)
    return _named((t, [f for f in tables[t] if f.name != "patient_id"]) for t in TABLES)


def _dated_forms(study: Study) -> list[Form]:
    tables = named_fields(study)
    forms = []
    for table in _DATED:
        fields = [_entered(f) for f in tables[table] if f.name not in _NOT_ENTERED]
        forms.append((table, [_START, *fields] if table == "patients" else fields))
    return _named(forms)


def _entered(field: Field) -> Field:
    """The date that is entered in place of a time, as required as that time."""
    date = _DATES.get(field.name)
    return field if date is None else replace(date, required=field.required)


def _named(forms: Iterable[tuple[str, Sequence[Field]]]) -> list[Form]:
    """Each field with a name that no other field of the project has."""
    taken = {RECORD}
    named = []
    for table, fields in forms:
        names = []
        for field in fields:
            name = _plain(field.name)
            name = _plain(f"{table}_{field.name}") if name in taken or _is_time(field) else name
            taken.add(name)
            names.append((name, field))
        named.append((table, names))
    return named


def _is_time(field: Field) -> bool:
    return field.name in ("month", "date")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9_]", "_", name.casefold())[:LONGEST_NAME].strip("_")


def _dictionary(forms: Sequence[Form], study: Study) -> str:
    rows = [_row(RECORD, forms[0][0], "Study number; not a hospital number, not a name")]
    rows += [_field_row(name, table, f, study) for table, names in forms for name, f in names]
    return csv_text([COLUMNS, *rows])


def _field_row(name: str, table: str, field: Field, study: Study) -> list[str]:
    choices, kind, validation = "", "text", ""
    listed = field.score.lattice() if field.score and field.score.steps <= _MOST_CHOICES else ()
    if field.kind == "category":
        kind, choices = "dropdown", _choices(_labels(field, study))
    elif listed:
        kind, choices = "dropdown", _choices((f"{v:.15g}", f"{v:.15g}") for v in listed)
    elif field.kind == "yes_no":
        kind = "yesno"
    elif field.kind in ("number", "whole"):
        validation = "integer" if field.kind == "whole" else "number"
    elif _is_date(field):
        validation = "date_ymd"
    limits = [_limit(field.minimum), _limit(field.maximum)] if validation else ["", ""]
    note = f"in {field.unit}" if field.unit and validation else ""
    row = _row(name, table, field.description.partition(";")[0], kind)
    row[5:10] = [choices, note, validation, *limits]
    row[10], row[12] = "y" if _is_date(field) else "", "y" if field.required else ""
    column = _COUNTED.get(field.name, field.name)
    row[17] = f"rtxoutcomes={table}.{column}" if column else ""
    return row


def _row(name: str, form: str, label: str, kind: str = "text") -> list[str]:
    return [name, form, "", kind, label, *[""] * 13]


def _is_date(field: Field) -> bool:
    return field.name in {_START.name, *(date.name for date in _DATES.values())}


def _limit(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _labels(field: Field, study: Study) -> Iterator[tuple[str, str]]:
    """The values of a category in the words of the study."""
    words = {d.code: d.label for d in study.diagnoses} if field.name == "diagnosis" else {}
    yield from ((code, words.get(code) or code.replace("_", " ")) for code in field.allowed)


def _choices(labels: Iterable[tuple[str, str]]) -> str:
    """Code and label of each choice; commas and bars separate them."""
    plain = ((code, re.sub(r"[,|]", " ", label)) for code, label in labels)
    return " | ".join(f"{code}, {label}" for code, label in plain)


def _map(study: Study) -> str:
    """The map of an export in which all tables but that of patients repeat."""
    blocks = [
        "# For rtxoutcomes deidentify: an export (CSV, raw values) of a project with the fields\n"
        "# of data_dictionary_dates.csv, in which all forms but the first repeat.\n"
        'calendar = "gregorian"\norder = "ymd"\n\n'
        f'[first_infusion]\nid = "{RECORD}"\ndate = "{_START.name}"\n'
    ]
    fields = {table: {f.name: f for f in listed} for table, listed in named_fields(study).items()}
    for table, names in _dated_forms(study):
        raw = {field.name: name for name, field in names}
        chosen = "one_per_patient = true" if table == "patients" else f'instrument = "{table}"'
        lines = [
            f"{column} = {_source(column, raw)}"
            for column in fields[table]
            if column in raw or (column in _DATES and _DATES[column].name in raw)
        ]
        if table == "adverse_events":
            lines.append("event_id = { number = true }")
        head = f'\n[[tables]]\ntable = "{table}"\nid = "{RECORD}"\n{chosen}\n[tables.columns]\n'
        blocks.append(head + "\n".join(lines) + "\n")
    return "".join(blocks)


def _source(column: str, raw: dict[str, str]) -> str:
    if column in _SOURCES:
        return f"{{ {_SOURCES[column]} = {json.dumps(raw[_DATES[column].name])} }}"
    return json.dumps(raw[column])
