"""The contents of a column that is not declared: they may identify somebody."""

import numpy as np

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.identity import masked
from rtxoutcomes.identity.marks import FREE_TEXT, NATIONAL_ID, Mark
from rtxoutcomes.validate.cells import Refusal, is_free_text, words_mark
from rtxoutcomes.validate.distinct import Distinct, distinct
from rtxoutcomes.validate.national import national_texts

LEAVE_OUT = "delete the column; rtxoutcomes deidentify makes a cohort of tables that have such ones"
MOST_WORDS = 3.0
_MOST_CHARACTERS = 40.0


def identifying(raw: RawTable, column: str) -> tuple[Refusal, int] | None:
    """The first rule of identity that a cell of the column meets, and the line of that cell.

    One refusal for the column, since all of it is to be deleted.
    """
    cells = distinct(raw.frame[column], ())
    marks = {k: mark for k, text in enumerate(cells.texts) if (mark := words_mark(text))}
    if not marks:
        marks = dict.fromkeys(national_texts(cells), NATIONAL_ID)
    if not marks and _holds_sentences(cells):
        marks = {k: FREE_TEXT for k, text in enumerate(cells.texts) if text}
    return _refusal(raw, cells, marks) if marks else None


def _refusal(raw: RawTable, cells: Distinct, marks: dict[int, Mark]) -> tuple[Refusal, int]:
    rows = cells.rows(marks)
    first = int(cells.codes[rows[0]])
    mark = marks[first]
    value = masked(mark, cells.texts[first])
    if len(rows) > 1:
        value += f", and {len(rows) - 1} more of its cells"
    must = f"must not be present: it is not declared and holds a {mark.kind}"
    return Refusal(mark.rule, must, LEAVE_OUT, value), raw.lines[int(rows[0])]


def _holds_sentences(cells: Distinct) -> bool:
    """On average more than three words or forty characters a cell, or any sentence."""
    counts = cells.counts() * [bool(text.strip()) for text in cells.texts]
    if not counts.any():
        return False
    words = np.average([len(text.split()) for text in cells.texts], weights=counts)
    characters = np.average([len(text) for text in cells.texts], weights=counts)
    sentences = any(map(is_free_text, cells.texts))
    return sentences or bool(words > MOST_WORDS) or bool(characters > _MOST_CHARACTERS)
