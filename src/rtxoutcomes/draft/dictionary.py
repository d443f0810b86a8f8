"""A REDCap data dictionary: what each field of an export holds, and the labels of its codes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from rtxoutcomes.draft.columns import Sheet
from rtxoutcomes.vocabulary.headers import FIELD, SCORE, Meaning, meaning_of
from rtxoutcomes.vocabulary.words import vocabulary

_NAME, _LABEL = "Variable / Field Name", "Field Label"
_CHOICES, _ANNOTATION = "Choices, Calculations, OR Slider Labels", "Field Annotation"
_IDENTIFIER, _TYPE = "Identifier?", "Field Type"
_VALIDATION = "Text Validation Type OR Show Slider Number"
_CHOICE = re.compile(r"\s*([^,|]+?)\s*,\s*([^|]*?)\s*(?:\||$)")
_ANNOTATED = re.compile(r"rtxoutcomes=([a-z_]+)\.([a-z][a-z0-9_]*)")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,99}")
_RECORD = "record_id"
_YES_NO = {"1": "yes", "0": "no"}
# A column of the cohort -> what its raw column is called here; dates take the second.
_CONCEPTS = {
    "patients.diagnosis": ("diagnosis", "diagnosis"),
    "patients.sex": ("sex", "sex"),
    "patients.age_years": ("age", "birth"),
    "patients.disease_duration_years": ("duration", "onset"),
    "patients.relapses_prior_year": ("relapse_prior", "relapse_prior"),
    "patients.follow_up_months": ("follow_up", "follow_up"),
    "visits.month": ("month", "visit"),
    "relapses.month": ("relapse", "relapse"),
    "relapses.confirmed_by_examination": ("confirmed", "confirmed"),
    "infusions.month": ("infusion", "infusion"),
    "infusions.dose_mg": ("dose", "dose"),
    "adverse_events.month": ("event_date", "event_date"),
    "adverse_events.term": ("term", "term"),
    "adverse_events.grade": ("grade", "grade"),
    "mri.month": ("scan", "scan"),
    "mri.new_t2": ("new_t2", "new_t2"),
    "mri.gad": ("gad", "gad"),
}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Meaning and labels of the fields of a project, by the name of the field."""

    meanings: Mapping[str, Meaning | None]
    choices: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> Self:
        """The dictionary that these tables hold; an empty one of none."""
        rows = [row for sheet in sheets for row in _rows(sheet)]
        return cls(
            {row[_NAME]: _meaning(row) for row in rows},
            {row[_NAME]: _choices(row) for row in rows if row.get(_CHOICES) or _is_yes_no(row)},
        )


def is_dictionary(sheet: Sheet) -> bool:
    """Whether a table is a data dictionary of REDCap."""
    headers = {column.header for column in sheet.columns}
    return {_NAME, _LABEL, _CHOICES} <= headers


def apply(dictionary: Dictionary, sheet: Sheet) -> Sheet:
    """The table with the meanings that the dictionary gives to its columns."""
    columns = tuple(
        replace(c, meaning=dictionary.meanings[c.header]) if c.header in dictionary.meanings else c
        for c in sheet.columns
    )
    return replace(sheet, columns=columns)


def _rows(sheet: Sheet) -> Iterator[dict[str, str]]:
    headers = [column.header for column in sheet.columns]
    for cells in zip(*(column.cells for column in sheet.columns), strict=True):
        row = dict(zip(headers, cells, strict=True))
        if _FIELD.fullmatch(row[_NAME]):
            yield row


def _meaning(row: Mapping[str, str]) -> Meaning | None:
    """By the annotation, else by the words of name and label.

    Whoever designs a form names its fields, so that they are shown.
    """
    is_date = "date" in row.get(_VALIDATION, "")
    # A date identifies somebody and becomes a time; any other identifier is dropped.
    if row.get(_IDENTIFIER, "").casefold() == "y" and not is_date and row[_NAME] != _RECORD:
        return Meaning("identifying")
    annotated = _ANNOTATED.search(row.get(_ANNOTATION, ""))
    if annotated:
        return _annotated(annotated[1], annotated[2], is_date)
    found = meaning_of(row[_NAME]) or meaning_of(row[_LABEL])
    return None if found is None else replace(found, plain=True)


def _annotated(table: str, column: str, is_date: bool) -> Meaning:
    concepts = _CONCEPTS.get(f"{table}.{column}")
    if concepts is not None:
        return Meaning(concepts[is_date])
    known = vocabulary().known_scores.values()
    score = next((s.name for s in known if column in (s.study["column"], s.name)), "")
    if score and table == "visits":
        return Meaning(SCORE, score=score)
    return Meaning(FIELD, score=f"{table}.{column}")


def _is_yes_no(row: Mapping[str, str]) -> bool:
    return row.get(_TYPE, "") == "yesno"


def _choices(row: Mapping[str, str]) -> dict[str, str]:
    if _is_yes_no(row):
        return dict(_YES_NO)
    return {code.strip(): label for code, label in _CHOICE.findall(row[_CHOICES])}
