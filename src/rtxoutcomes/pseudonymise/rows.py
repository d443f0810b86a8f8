"""Rows of the cohort from rows of the raw tables, and a reason for each row that is excluded."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.pseudonym import same_id
from rtxoutcomes.pseudonymise.cells import CohortCell, cell_of
from rtxoutcomes.pseudonymise.people import Patient, PatientIndex
from rtxoutcomes.pseudonymise.plan import TableMap
from rtxoutcomes.pseudonymise.raw import Raw, RawRow
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.validate.schema import Field, Fields

PEOPLE = ("patients", "one_table")
BLANK = "blank row"
NOTHING = "nothing recorded"
OTHER = "row of another event or form"
NO_START = "patient without a first infusion"
NO_FOLLOW_UP = "patient without follow-up"
REPEATED = "further row of the same patient"
BEFORE_ONSET = "onset at or before the first infusion"
BEFORE = "before the earliest month that counts"
_NO_START = Rule(
    "start.missing",
    "must be a patient with a date of first infusion",
    "fill in the date; or set leave_out.without_first_infusion in the map",
)
_NO_ID = Rule("id.missing", "must not be empty", "fill in the id of the patient, or delete the row")
_DIFFERS = Rule(
    "patient.differs",
    "must be the same in every row of a patient",
    "correct it; a column that changes over time belongs in visits",
)


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A row of the cohort by column of the data model, and its origin in the raw tables."""

    cells: Mapping[str, str]
    block: int
    place: Place
    line: int


@dataclass(slots=True)
class Made:
    """The rows made, and the fate of every raw row."""

    rows: dict[str, list[CohortRow]] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, Counter[str]] = field(default_factory=dict)
    top_coded: int = 0
    findings: list[Violation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Work:
    """The state while one block of the map is read; `gone` maps excluded patients to the reason."""

    raw: Raw
    index: PatientIndex
    number: int
    block: TableMap
    made: Made
    gone: dict[str, str]
    known: Mapping[str, Field]

    def leave_out(self, reason: str) -> None:
        self.made.left_out[self.block.table][reason] += 1


def make_rows(raw: Raw, index: PatientIndex, fields: Fields) -> Made:
    """Every table of the cohort, with its rows ordered by pseudonym and month.

    The order of the raw rows is dropped, like all else that could link them to a patient.
    """
    made = Made(findings=list(index.findings))
    gone: dict[str, str] = {}
    # Patients come first: their rows decide who is excluded.
    order = sorted(enumerate(raw.plan.tables), key=lambda item: item[1].table not in PEOPLE)
    for number, block in order:
        known = {f.name: f for f in fields[block.table]}
        made.left_out.setdefault(block.table, Counter())
        work = _Work(raw, index, number, block, made, gone, known)
        kept = [row for row in (_row(work, each) for each in _rows(raw, block)) if row is not None]
        rows = made.rows.setdefault(block.table, [])
        rows.extend(_one_each(raw, block, kept, made) if block.one_per_patient else kept)
    for table, rows in made.rows.items():
        made.rows[table] = _numbered(sorted(rows, key=_order), _numbers(raw, table))
    return made


def listed(raw: Raw, index: PatientIndex) -> frozenset[str]:
    """The pseudonyms of all patients with a row in the raw table of patients."""
    blocks = [block for block in raw.plan.tables if block.table in PEOPLE]
    ids = [row.cells[block.id] for block in blocks for row in raw.rows_of(block, [block.id])]
    return frozenset(index.names[same_id(name)] for name in ids if same_id(name))


def _numbers(raw: Raw, table: str) -> list[str]:
    """The columns of a table that number a patient's rows."""
    blocks = [block for block in raw.plan.tables if block.table == table]
    return [name for block in blocks for name, source in block.columns.items() if source.number]


def _rows(raw: Raw, block: TableMap) -> Iterator[RawRow]:
    return raw.rows(block.place, block.raw_columns)


def _row(work: _Work, row: RawRow) -> CohortRow | None:
    """One row; None once its reason or violation is recorded."""
    work.made.read[work.block.table] += 1
    name = same_id(row.cells[work.block.id])
    reason = _no_patient(work, row, name) if work.block.counts(row.cells) else OTHER
    if isinstance(reason, Violation):
        work.made.findings.append(reason)
        return None
    cells = None if reason else _cells(work, row, work.index.known[name])
    if cells is not None:
        reason = _not_counted(work, cells)
        if reason == NO_FOLLOW_UP:
            work.gone[name] = reason
    if reason:
        work.leave_out(reason)
    if reason or cells is None:
        return None
    cells_with_id = {"patient_id": work.index.known[name].pseudonym, **cells}
    return CohortRow(cells_with_id, work.number, work.block.place, row.line)


def _no_patient(work: _Work, row: RawRow, name: str) -> str | Violation:
    """Why the row belongs to no patient of the cohort; empty if it does."""
    if not any(row.cells.values()):
        return BLANK
    if not name:
        return work.raw.finding(work.block.place, row.line, work.block.id, _NO_ID, "an empty cell")
    if name in work.gone:
        return work.gone[name]
    return "" if name in work.index.known else _no_start(work, row, name)


def _no_start(work: _Work, row: RawRow, name: str) -> str | Violation:
    """A patient without an infusion; reported once, and not if the date itself is faulty."""
    if work.raw.plan.leave_out.without_first_infusion:
        return NO_START
    work.gone[name] = NO_START
    if name in work.index.doubtful:
        return NO_START
    return work.raw.finding(work.block.place, row.line, work.block.id, _NO_START, "")


def _cells(work: _Work, row: RawRow, patient: Patient) -> dict[str, str] | None:
    """The cells of a row by column; None once their violations are recorded."""
    cells = {
        name: cell_of(work.raw, work.block, work.known[name], row, patient)
        for name in work.block.columns
    }
    faults = [cell for cell in cells.values() if isinstance(cell, Violation)]
    work.made.findings += faults
    valid = {name: cell for name, cell in cells.items() if isinstance(cell, CohortCell)}
    work.made.top_coded += sum(cell.top_coded for cell in valid.values())
    return None if faults else {name: cell.text for name, cell in valid.items()}


def _not_counted(work: _Work, cells: Mapping[str, str]) -> str:
    """Why a row of a patient is not counted; empty if it is."""
    columns = work.block.columns
    if work.block.table in PEOPLE:
        none = cells.get("follow_up_months", "?") in ("", "0")
        return NO_FOLLOW_UP if none and work.raw.plan.leave_out.without_follow_up else ""
    if not any(cell for name, cell in cells.items() if not columns[name].value):
        return NOTHING
    month, text = work.known["month"], cells.get("month", "")
    if not text or month.minimum is None or not columns["month"].months:
        return ""
    value = float(text)
    if value < month.minimum or (month.above and value == month.minimum):
        return BEFORE_ONSET if month.above else BEFORE
    return ""


def _one_each(raw: Raw, block: TableMap, rows: list[CohortRow], made: Made) -> list[CohortRow]:
    """One row a patient from rows that agree where they are filled in."""
    merged: dict[str, CohortRow] = {}
    for row in rows:
        name = row.cells["patient_id"]
        first = merged.setdefault(name, row)
        if first is row:
            continue
        made.left_out[block.table][REPEATED] += 1
        for column, text in row.cells.items():
            known = merged[name].cells[column]
            if known and text and known != text:
                raw_column = block.columns[column].raw_column
                made.findings.append(raw.finding(row.place, row.line, raw_column, _DIFFERS, ""))
        filled = {c: known or row.cells[c] for c, known in merged[name].cells.items()}
        merged[name] = replace(merged[name], cells=filled)
    return list(merged.values())


def _order(row: CohortRow) -> tuple[str, float, tuple[tuple[str, str], ...]]:
    month = row.cells.get("month", "")
    try:
        value = float(month)
    except ValueError:
        value = 0.0
    return row.cells["patient_id"], value, tuple(sorted(row.cells.items()))


def _numbered(rows: list[CohortRow], columns: list[str]) -> list[CohortRow]:
    """The rows with these columns numbered from 1 within each patient."""
    seen: Counter[str] = Counter()
    numbered = []
    for row in rows:
        name = row.cells["patient_id"]
        seen[name] += 1
        numbers = dict.fromkeys(columns, str(seen[name]))
        numbered.append(replace(row, cells={**row.cells, **numbers}) if columns else row)
    return numbered
