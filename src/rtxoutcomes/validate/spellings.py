"""Other spellings of the same value, as pandas, R and SPSS write them: nothing is lost.

A column with an empty cell becomes one of decimals there, so that 1 is written as 1.0; R writes
TRUE, Python True. Words that people type, as Yes, are not among them.
"""

import re
from collections.abc import Collection

from rtxoutcomes.validate.cells import fits_pattern
from rtxoutcomes.validate.distinct import Distinct
from rtxoutcomes.validate.schema import Field

_AS_DECIMAL = re.compile(r"([+-]?[0-9]{1,15})\.0{1,20}")
_LOGICAL = {"TRUE": "true", "True": "true", "FALSE": "false", "False": "false"}


def respelled(field: Field, column: Distinct, refused: Collection[int]) -> Distinct | None:
    """The column with each refused text in the plain spelling of its value; None if none has one.

    Cells of blanks alone are empty cells.
    """
    spelled = {k: text for k in refused if (text := _plain(field, column.texts[k])) is not None}
    if not spelled:
        return None
    return Distinct([spelled.get(k, t) for k, t in enumerate(column.texts)], column.codes)


def _plain(field: Field, text: str) -> str | None:
    if text and text.isspace():
        return ""
    if field.kind == "yes_no" and text in _LOGICAL:
        return _LOGICAL[text]
    decimal = _AS_DECIMAL.fullmatch(text)
    whole = decimal[1] if decimal else None
    if field.kind == "yes_no":
        return whole if whole in ("0", "1") else None
    if field.kind == "category":
        return whole if whole in field.allowed else None
    if field.kind == "id":
        return whole if whole and fits_pattern(whole, field) else None
    return whole if field.kind == "whole" else None
