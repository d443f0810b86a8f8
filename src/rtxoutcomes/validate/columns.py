"""Rules on one column at a time, run by pandera and worded by us."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.distinct import Distinct, distinct
from rtxoutcomes.validate.headers import header_violations
from rtxoutcomes.validate.judgement import Judgement, judged
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.typed import typed

# Times equal within this relative difference are one time.
SAME_TIME = 1e-8


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """A table after its columns were checked: typed values where they are sound, else missing.

    `frame` has the names of the data model and every declared column; `lines` the line of each row;
    `bad_ids` counts patient ids that were refused.
    """

    name: str
    frame: pd.DataFrame
    lines: Sequence[int]
    headers: dict[str, str]
    collected: frozenset[str]
    bad_ids: int
    violations: tuple[Violation, ...]

    def __repr__(self) -> str:
        # A traceback may print it: never a cell.
        return f"<Checked: {self.name}, {len(self.frame)} rows, {len(self.violations)} findings>"


def check_columns(
    raw: RawTable, fields: tuple[Field, ...], missing_tokens: Collection[str]
) -> Checked:
    """Check headers and every cell; each faulty cell is one finding."""
    present = [field for field in fields if field.header in raw.frame.columns]
    columns = {f.name: distinct(raw.frame[f.header], missing_tokens) for f in present}
    told = {f.name: judged(f, columns[f.name]) for f in present}
    violations = [
        *header_violations(raw, fields),
        *(v for f in present for v in _column_findings(raw, f, told[f.name])),
        *_cell_findings(raw, present, columns, told),
    ]
    empty = Distinct([""], np.zeros(len(raw.frame), dtype=np.intp))
    frame = {f.name: typed(f, columns.get(f.name, empty), told.get(f.name)) for f in fields}
    return Checked(
        name=raw.name,
        frame=pd.DataFrame(frame, index=pd.RangeIndex(len(raw.frame)), copy=False),
        lines=raw.lines,
        headers={f.name: f.header for f in fields},
        collected=frozenset(f.name for f in present),
        bad_ids=len(_refused_rows("patient_id", columns, told)),
        violations=tuple(violations),
    )


def _refused_rows(
    name: str, columns: Mapping[str, Distinct], told: Mapping[str, Judgement]
) -> list[int]:
    return columns[name].rows(told[name].refused).tolist() if name in columns else []


def _column_findings(raw: RawTable, field: Field, told: Judgement) -> list[Violation]:
    """What is wrong with a column as a whole."""
    whole = told.whole
    if whole is None:
        return []
    return [
        Violation(
            table=raw.name,
            column=field.header,
            line=None,
            patient="",
            rule=whole.rule,
            must=whole.must,
            value=whole.value,
            remedy=whole.remedy,
        )
    ]


def _cell_findings(
    raw: RawTable,
    fields: list[Field],
    columns: Mapping[str, Distinct],
    told: Mapping[str, Judgement],
) -> list[Violation]:
    found = []
    for field in fields:
        column, refusals = columns[field.name], told[field.name].refusals
        for row in column.rows(refusals).tolist():
            why = refusals[column.codes[row]]
            found.append(
                Violation(
                    table=raw.name,
                    column=field.header,
                    line=raw.lines[row],
                    patient="" if field.kind == "id" else _patient(row, fields, columns, told),
                    rule=why.rule,
                    must=why.must,
                    value=why.value,
                    remedy=why.remedy,
                )
            )
    return found


def _patient(
    row: int, fields: list[Field], columns: Mapping[str, Distinct], told: Mapping[str, Judgement]
) -> str:
    """What may be shown of the patient of a row."""
    name = next((f.name for f in fields if f.kind == "id"), None)
    if name is None:
        return ""
    code = int(columns[name].codes[row])
    refusal = told[name].refusals.get(code)
    if refusal is None:
        return columns[name].texts[code]
    return refusal.value if columns[name].texts[code] else ""
