"""Rules on one column at a time, run by pandera and worded by us."""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.cells import (
    NUMBER,
    PLAIN_TEXT,
    WHOLE,
    YES_NO,
    category_remedy,
    number_fault,
    shown,
    yes_no_remedy,
)
from rtxoutcomes.validate.headers import header_violations
from rtxoutcomes.validate.schema import Field

_REQUIRED, _SHAPE, _RANGE = "value.missing", "shape", "number.range"
_LATTICE = "score.on_scale"
_ORDER = (_REQUIRED, _SHAPE, _RANGE, _LATTICE)
# Times equal within this relative difference are one time.
SAME_TIME = 1e-8


@dataclass(frozen=True, slots=True)
class Checked:
    """A table after its columns were checked: typed values where they are sound, else missing.

    `frame` has the names of the data model and every declared column; `lines` the line of each row;
    `bad_ids` counts patient ids that were refused.
    """

    name: str
    frame: pd.DataFrame
    lines: tuple[int, ...]
    headers: dict[str, str]
    collected: frozenset[str]
    bad_ids: int
    violations: tuple[Violation, ...]


def check_columns(
    raw: RawTable, fields: tuple[Field, ...], missing_tokens: Collection[str]
) -> Checked:
    """Check headers and every cell; each faulty cell is one finding."""
    text = raw.frame.mask(raw.frame.isin(list(missing_tokens)), "") if missing_tokens else raw.frame
    present = [field for field in fields if field.header in text.columns]
    violations = header_violations(raw, fields)
    cells = {field.name: text[field.header].astype(str) for field in present}
    frame = pd.DataFrame(cells, index=text.index, dtype=object)
    failed = _failed_cells(frame, present)
    ids = _shown_ids(frame, present, failed)
    for (name, row), rule in failed.items():
        field = next(f for f in present if f.name == name)
        violations.append(_violation(raw, field, row, rule, ids.get(row, "")))
    typed = pd.DataFrame({f.name: _typed(frame, f, failed) for f in fields}, index=frame.index)
    return Checked(
        name=raw.name,
        frame=typed,
        lines=raw.lines,
        headers={f.name: f.header for f in fields},
        collected=frozenset(f.name for f in present),
        bad_ids=sum(name == "patient_id" for name, _ in failed),
        violations=tuple(violations),
    )


def _failed_cells(frame: pd.DataFrame, fields: list[Field]) -> dict[tuple[str, int], str]:
    """(column, row) -> the first rule that the cell breaks, in the order of rows and columns."""
    schema = pa.DataFrameSchema({field.name: _column(field) for field in fields})
    cases = _failures(schema, frame)
    failed: dict[tuple[str, int], str] = {}
    for rule in _ORDER:
        for column, row in cases.get(rule, []):
            failed.setdefault((column, row), rule)
    place = {field.name: k for k, field in enumerate(fields)}
    return dict(sorted(failed.items(), key=lambda item: (item[0][1], place[item[0][0]])))


def _failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> dict[str, list[tuple[str, int]]]:
    cases: dict[str, list[tuple[str, int]]] = {}
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        told = errors.failure_cases[["column", "check", "index"]]
        for column, check, row in told.itertuples(index=False, name=None):
            cases.setdefault(str(check), []).append((str(column), int(row)))
    return cases


def _column(field: Field) -> pa.Column:
    checks = [_check(_shape(field), _SHAPE)]
    if field.required:
        checks.append(_check(lambda cell: cell != "", _REQUIRED))
    if field.kind in ("number", "whole"):
        checks.append(_check(_in_range(field), _RANGE))
    if field.score is not None:
        checks.append(_check(_on_lattice(field), _LATTICE))
    return pa.Column(object, checks)


def _check(sound: Callable[[str], bool], rule: str) -> pa.Check:
    return pa.Check(lambda cells: cells.map(sound).astype(bool), error=rule, name=rule)


def _shape(field: Field) -> Callable[[str], bool]:
    if field.kind == "number":
        return lambda cell: not cell or NUMBER.fullmatch(cell) is not None
    if field.kind == "whole":
        return lambda cell: not cell or WHOLE.fullmatch(cell) is not None
    if field.kind == "yes_no":
        return lambda cell: not cell or cell in YES_NO
    if field.kind == "category":
        return lambda cell: not cell or cell in field.allowed
    if field.kind == "id":
        pattern = re.compile(field.pattern)
        return lambda cell: not cell or pattern.fullmatch(cell) is not None
    return lambda cell: PLAIN_TEXT.fullmatch(cell) is not None and cell == cell.strip()


def _in_range(field: Field) -> Callable[[str], bool]:
    slack = SAME_TIME if field.unit == "months" else 0.0
    low = -math.inf if field.minimum is None else field.minimum - slack * abs(field.minimum)
    high = math.inf if field.maximum is None else field.maximum * (1 + slack)

    def inside(cell: str) -> bool:
        if not cell or NUMBER.fullmatch(cell) is None:
            return True
        value = float(cell)
        return (value > low if field.above else value >= low) and value <= high

    return inside


def _on_lattice(field: Field) -> Callable[[str], bool]:
    score = field.score

    def on_it(cell: str) -> bool:
        if score is None or not cell or NUMBER.fullmatch(cell) is None:
            return True
        return score.on_lattice(float(cell))

    return on_it


def _shown_ids(
    frame: pd.DataFrame, fields: list[Field], failed: dict[tuple[str, int], str]
) -> dict[int, str]:
    """What may be shown of the patient of each row that has a finding."""
    field = next((f for f in fields if f.kind == "id"), None)
    if field is None:
        return {}
    rows = {row for _, row in failed}
    texts = {row: str(frame.loc[row, field.name]) for row in rows}
    return {row: shown(text, field) if text else "" for row, text in texts.items()}


def _violation(raw: RawTable, field: Field, row: int, rule: str, patient: str) -> Violation:
    text = str(raw.frame.loc[row, field.header])
    word, must, remedy = _words(field, rule, text)
    return Violation(
        table=raw.name,
        column=field.header,
        line=raw.lines[row],
        patient="" if field.kind == "id" else patient,
        rule=word,
        must=must,
        value=shown(text, field) if text else "an empty cell",
        remedy=remedy,
    )


def _words(field: Field, rule: str, text: str) -> tuple[str, str, str]:
    """The rule's word, the rule as a sentence without its subject, and the remedy."""
    if rule == _REQUIRED:
        return rule, "must not be empty", f"fill it in: {field.description}"
    if rule == _SHAPE:
        return _shape_words(field, text)
    if rule == _RANGE:
        return rule, _range_words(field), _range_remedy(field, text)
    return rule, _lattice_words(field), "look the value up and type it again"


def _shape_words(field: Field, text: str) -> tuple[str, str, str]:
    if text != text.strip():
        return "text.spaces", "must have no spaces around it", "delete the spaces"
    if field.kind in ("number", "whole"):
        return _number_words(field, text)
    if field.kind == "yes_no":
        return "value.yes_no", "must be yes or no", yes_no_remedy(text)
    if field.kind == "category":
        return "value.allowed", "must be one of the study's values", category_remedy(text, field)
    if field.kind == "id":
        must = f"must look like {field.pattern}"
        return "id.pattern", must, "use the pseudonym of the study, not a number of the hospital"
    must = "must be plain text without control characters"
    return "text.control", must, "type it again"


def _number_words(field: Field, text: str) -> tuple[str, str, str]:
    if field.kind == "whole" and NUMBER.fullmatch(text):
        return "number.whole", "must be a whole number", "count again, without decimals"
    word, must, remedy = number_fault(text)
    return word, f"must be {must}", remedy


def _range_words(field: Field) -> str:
    unit = f" {field.unit}" if field.unit else ""
    if field.above:
        return f"must be above {field.minimum:g} and not above {field.maximum:g}{unit}"
    return f"must be between {field.minimum:g} and {field.maximum:g}{unit}"


def _range_remedy(field: Field, text: str) -> str:
    value, high = float(text), field.maximum
    low = field.minimum or 0.0
    if field.score is not None and high is not None and low <= value / 100 <= high < value:
        return f"is the unit {field.unit}? a hundredth of it would be in range"
    if field.name == "age_years" and high is not None and value > high:
        return f"ages above {high:g} identify people; write {high:g}"
    return "look the value up and type it again"


def _lattice_words(field: Field) -> str:
    score = field.score
    if score is None:
        return "must lie on the scale"
    but = ", but not " + ", ".join(f"{v:g}" for v in score.not_on_scale)
    steps = f"must be between {score.minimum:g} and {score.maximum:g} in steps of "
    return f"{steps}{score.lattice_step.normalize():f}{but if score.not_on_scale else ''}"


def _typed(frame: pd.DataFrame, field: Field, failed: dict[tuple[str, int], str]) -> pd.Series:
    """The column with its type: sound cells as values, refused and empty ones missing."""
    if field.name not in frame:
        texts = pd.Series([""] * len(frame), index=frame.index, dtype=object)
    else:
        bad = [row for name, row in failed if name == field.name]
        texts = frame[field.name].copy()
        texts.loc[bad] = ""
    empty = texts == ""
    if field.kind == "number":
        # Adding 0 makes a typed -0 the same zero as any other.
        return pd.Series([float(t) + 0.0 if t else math.nan for t in texts], index=frame.index)
    if field.kind == "whole":
        values = pd.array([int(t) if t else None for t in texts], dtype="Int64")
        return pd.Series(values, index=frame.index)
    if field.kind == "yes_no":
        flags = pd.array([YES_NO[t] if t else None for t in texts], dtype="boolean")
        return pd.Series(flags, index=frame.index)
    cells = [None if missing else text for text, missing in zip(texts, empty, strict=True)]
    # The text type is pandas' own choice: it differs between pandas 2 and 3.
    return pd.Series(cells, index=frame.index)
