"""The cells of count tables: whole counts of known groups, scores and visits."""

import re
from collections.abc import Iterator

import pandas as pd

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.count_tables import COLUMNS, FIXED, LAST, ORIGIN, PAIRS
from rtxoutcomes.errors import Violation
from rtxoutcomes.identity import plain_kind
from rtxoutcomes.study import Score, Study

ANSWERS = {"yes": True, "no": False}
NUMBERS = ("patients", "relapses", "follow_up", "time", "relapsed", "censored")
VALUES = ("before", "after")
_WHOLE = re.compile(r"[0-9]{1,12}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
AGAIN = "count the cohort again, or correct the cell"
# What must hold of a cell that is no count of patients.
_RANGE = "number.range", "must be 0 or more"
_WHOLE_RULE = "number.whole", "must be a whole number"


def column_faults(table: RawTable) -> Iterator[Violation]:
    """Columns that are missing, and those that no count table has."""
    known, there = COLUMNS[table.name], set(table.frame.columns)
    for column in known:
        if column not in there:
            must, remedy = f"must have a column {column}", "count the cohort again"
            yield Violation.of(table.name, "column.missing", must, remedy, column=column)
    if there - {*known, ORIGIN}:
        must = f"must have no columns but {', '.join((*known, ORIGIN))}"
        yield Violation.of(table.name, "column.unknown", must, "delete the others")


def cell_faults(table: RawTable, study: Study) -> Iterator[Violation]:
    """Cells that are no whole counts, and names that the study does not have."""
    scores = {score.name: score for score in study.scores}
    allowed = {
        "group": study.codes,
        "score": tuple(scores),
        "visit": (LAST, FIXED),
        "number_known": tuple(ANSWERS),
    }
    for column in COLUMNS[table.name]:
        for line, text in zip(table.lines, table.frame[column], strict=True):
            fault = None
            if column in NUMBERS and not _WHOLE.fullmatch(text):
                fault = _RANGE if _NUMBER.fullmatch(text) and text[0] == "-" else _WHOLE_RULE
            elif column in allowed and text not in allowed[column]:
                fault = "value.allowed", f"must be one of {', '.join(allowed[column])}"
            if fault is not None:
                yield _of_cell((table.name, column, line), text, *fault)
    if table.name == PAIRS:
        yield from _value_faults(table, scores)


def _value_faults(table: RawTable, scores: dict[str, Score]) -> Iterator[Violation]:
    """Values of scores that are not on their scale; a pair has both values, or neither."""
    columns = (table.frame[name] for name in ("score", *VALUES))
    for line, name, *both in zip(table.lines, *columns, strict=True):
        score = scores.get(name)
        if score is None or not any(both):
            continue
        for column, text in zip(VALUES, both, strict=True):
            if not (_NUMBER.fullmatch(text) and _is_on_scale(float(text), score)):
                must = f"must be on the scale of {name}; a pair has both values, or neither"
                yield _of_cell((table.name, column, line), text, "score.on_scale", must)


def _is_on_scale(value: float, score: Score) -> bool:
    limit = score.quantification_limit
    if limit is not None and 0 <= value < limit:
        return True
    return score.minimum <= value <= score.maximum and score.on_lattice(value)


def _of_cell(place: tuple[str, str, int], text: str, rule: str, must: str) -> Violation:
    """A fault of the cell at a place: table, column and line."""
    table, column, line = place
    value = text if _NUMBER.fullmatch(text) else plain_kind(text)
    return Violation.of(table, rule, must, AGAIN, column=column, line=line, value=value)


def typed(table: RawTable) -> pd.DataFrame:
    """The table with whole numbers, answers and values; its cells have no faults."""
    frame = table.frame[list(COLUMNS[table.name])]
    for column in frame.columns:
        if column in NUMBERS:
            frame = frame.assign(**{column: frame[column].astype("int64")})
        elif column in VALUES:
            frame = frame.assign(**{column: pd.to_numeric(frame[column]).astype("float64")})
    if "number_known" in frame:
        frame = frame.assign(number_known=frame["number_known"].map(ANSWERS).astype(bool))
    return frame
