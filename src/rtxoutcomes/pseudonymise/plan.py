"""The map: which column of the clinic's tables is which column of the cohort. TOML, checked."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from rtxoutcomes.calendar import Calendar
from rtxoutcomes.errors import MapError, StudyProblem
from rtxoutcomes.identity import fold
from rtxoutcomes.parts import Part
from rtxoutcomes.pseudonym import FEWEST_DRAWN, TEMPLATE, TEMPLATE_PATTERN
from rtxoutcomes.read.blocks import parse_block
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.wording import OptionalLabel

Order = Literal["ymd", "dmy", "mdy"]
# Columns that REDCap adds to an export of events and of forms that repeat.
_EVENT, _INSTRUMENT = "redcap_event_name", "redcap_repeat_instrument"
DATED = ("months", "born", "years_before")
_SOURCES = ("column", "value", *DATED, "last_date", "number")
_FEWEST_DIGITS = 3
# What a draft writes where only the clinic knows the answer.
OPEN = "?"

# What messages show of a right map.
_EXAMPLE = """\
calendar = "gregorian"
order = "ymd"
missing = ["NA"]
[first_infusion]
file = "patients.csv"
id = "Hospital No"
date = "First infusion"
[[tables]]
table = "patients"
file = "patients.csv"
id = "Hospital No"
columns = { diagnosis = "Diagnosis", sex = { column = "Sex", recode = { F = "female" } } }
"""


def same_label(text: str) -> str:
    """A label as it is compared: REDCap writes `Baseline visit` or `baseline_visit`."""
    return "_".join(fold(text).casefold().split())


def _plain(source: object) -> object:
    """`edss = "EDSS"` means `edss = { column = "EDSS" }`."""
    return {"column": source} if isinstance(source, str) else source


class Source(Part):
    """Where the cells of one column of the cohort come from: exactly one of these.

    `column`: copied, or changed by `recode`; numbers times `factor`. `value`: the same in every
    row. `months`: a date, as months since the first infusion. `born`: a date of birth, as whole
    years at the first infusion. `years_before`: a date, as years before the first infusion.
    `last_date`: the patient's last date in any mapped table. `number`: 1, 2, ... in the order of
    the patient's rows.
    """

    column: str = ""
    value: str = ""
    months: str = ""
    born: str = ""
    years_before: str = ""
    last_date: bool = False
    number: bool = False
    recode: dict[str, str] = Field(default_factory=dict)
    factor: Annotated[float, Field(gt=0, le=1e9)] | None = None
    calendar: Calendar | None = None
    order: Order | None = None

    def consistency_faults(self) -> list[str]:
        """More or less than one source, or labels without a column."""
        if sum(bool(getattr(self, name)) for name in _SOURCES) != 1:
            return [f"must have exactly one of {', '.join(_SOURCES)}"]
        changes = {"recode": bool(self.recode), "factor": self.factor is not None}
        return [
            f"{key} needs column"
            for key, is_given in changes.items()
            if is_given and not self.column
        ]

    @property
    def date_column(self) -> str:
        """The raw column that holds a date; empty if the source is not a date."""
        return self.months or self.born or self.years_before

    @property
    def raw_column(self) -> str:
        """The raw column that is read; empty if none is."""
        return self.column or self.date_column


class TableMap(Part):
    """A raw table, or one group of its columns, that feeds a table of the cohort.

    `only` are the values of raw columns in the rows that count. In an export of REDCap, `events`
    are those of `redcap_event_name`, and `instrument` that of `redcap_repeat_instrument`.
    `skip_rows` are rows of the file that belong to no patient, such as a title or a total.
    """

    table: str
    file: str = ""
    sheet: str = ""
    id: str
    skip_rows: tuple[Annotated[int, Field(ge=1)], ...] = ()
    one_per_patient: bool = False
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    events: tuple[str, ...] = ()
    instrument: str | None = None
    columns: dict[str, Annotated[Source, BeforeValidator(_plain)]] = Field(min_length=1)

    @property
    def place(self) -> Place:
        return self.file, self.sheet

    @property
    def filters(self) -> dict[str, frozenset[str]]:
        """Raw column -> the values of the rows that count, as `same_label` gives them."""
        chosen = dict(self.only)
        if self.events:
            chosen[_EVENT] = self.events
        if self.instrument is not None:
            chosen[_INSTRUMENT] = (self.instrument,)
        return {column: frozenset(map(same_label, v)) for column, v in chosen.items()}

    def counts(self, cells: Mapping[str, str]) -> bool:
        """Whether a row is among those that the block reads."""
        return all(same_label(cells[c]) in values for c, values in self.filters.items())

    @property
    def raw_columns(self) -> list[str]:
        """The raw columns that are read, the id first; a column may occur twice."""
        sources = (s.raw_column for s in self.columns.values() if s.raw_column)
        return [self.id, *sources, *self.filters]


class FirstInfusion(Part):
    """The raw column whose earliest date of a patient is the first infusion."""

    file: str = ""
    sheet: str = ""
    id: str
    date: str
    calendar: Calendar | None = None
    order: Order | None = None

    @property
    def place(self) -> Place:
        return self.file, self.sheet

    @property
    def date_column(self) -> str:
        return self.date


class LeaveOut(Part):
    """Patients who may be excluded and counted; without these keys they stop the run."""

    without_first_infusion: bool = False
    without_follow_up: bool = False


class Plan(Part):
    """The map of all raw tables.

    `decimal_comma`: numbers may have a comma as their decimal mark. `first_infusion` may be omitted
    only where no date is read.
    """

    calendar: Calendar
    order: Order
    missing: tuple[str, ...] = ()
    decimal_comma: bool = False
    pseudonym: str = TEMPLATE
    declared_by: OptionalLabel = ""
    declared_on: OptionalLabel = ""
    first_infusion: FirstInfusion | None = None
    leave_out: LeaveOut = LeaveOut()
    tables: tuple[TableMap, ...] = Field(min_length=1)

    def consistency_faults(self) -> list[str]:
        """Faults of the template of pseudonyms and of the tables as one."""
        faults = []
        if not TEMPLATE_PATTERN.fullmatch(self.pseudonym):
            faults.append("pseudonym: may hold letters, digits, -, @ and #, at most 32")
        if self.pseudonym.count("#") + self.pseudonym.count("@") < FEWEST_DRAWN:
            fewest = f"at least {FEWEST_DRAWN} of # (a digit) and @ (a capital letter)"
            faults.append(f"pseudonym: must hold {fewest}")
        sources = [source for block in self.tables for source in block.columns.values()]
        if self.first_infusion is None and any(s.date_column or s.last_date for s in sources):
            faults.append("first_infusion: is missing, and dates are counted from it")
        names = {block.table for block in self.tables}
        if not names & {"patients", "one_table"}:
            faults.append("tables: one of them must be patients, or one_table")
        if "one_table" in names and len(self.tables) > 1:
            faults.append("tables: one_table must be the only one")
        return faults

    def path(self, number: int) -> str:
        """What messages call a block: by its table, if no other block feeds that table."""
        names = [block.table for block in self.tables]
        name = names[number]
        return f"tables.{name}" if names.count(name) == 1 else f"tables[{number}]"

    def sources(self) -> tuple[Place, ...]:
        """Each (file, sheet) that is read, once."""
        places = [block.place for block in self.tables]
        start = self.first_infusion
        return tuple(dict.fromkeys([*places, *([] if start is None else [start.place])]))

    def skipped(self, file: str, sheet: str) -> frozenset[int]:
        """The rows of a file or sheet that belong to no patient."""
        blocks = [block for block in self.tables if block.place == (file, sheet)]
        return frozenset(row for block in blocks for row in block.skip_rows)

    def reading(self, source: Source | FirstInfusion) -> tuple[Calendar, Order]:
        """Calendar and order of a column of dates: its own, else those of the map."""
        return source.calendar or self.calendar, source.order or self.order

    def declared(self, file: str, sheet: str) -> tuple[str, ...]:
        """The raw columns of a file or sheet that the map names, ids first, each once."""
        blocks = [block for block in self.tables if block.place == (file, sheet)]
        start = self.first_infusion
        here = start is not None and start.place == (file, sheet)
        starts = [start.id, start.date] if start is not None and here else []
        columns = [column for block in blocks for column in block.raw_columns]
        return tuple(dict.fromkeys([*(block.id for block in blocks), *starts, *columns]))


def parse_plan(content: bytes, source: str) -> Plan:
    """A map from the bytes of its file.

    Raises
    ------
    MapError
        Every fault at once, each with the path of its key; or every open question of a draft.
    """
    if unanswered := [StudyProblem(path, _UNANSWERED) for path in _open_keys(content)]:
        raise MapError(source, unanswered)
    return parse_block(content, source, Plan, MapError, _EXAMPLE.encode)


_UNANSWERED = (
    'is an open question: write the answer in place of "?"; the map states it next to the key'
)


def _open_keys(content: bytes) -> list[str]:
    """The paths of the keys that a draft leaves open; none where the text is no TOML."""
    try:
        return list(_open_below(tomllib.loads(content.decode("utf-8-sig")), ""))
    except (ValueError, RecursionError):
        return []


def _open_below(value: object, path: str) -> Iterator[str]:
    if value == OPEN:
        yield path
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _open_below(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, Mapping):
                yield from _open_below(inner, f"{path}.{inner.get('table', number)}")
