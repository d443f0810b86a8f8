"""The map: which column of the clinic's tables is which column of the cohort. TOML, checked."""

import re
import tomllib
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from rtxoutcomes.errors import MapError, StudyProblem
from rtxoutcomes.pseudonym import TEMPLATE
from rtxoutcomes.study.base import Part

Calendar = Literal["gregorian", "jalali"]
Order = Literal["ymd", "dmy", "mdy"]
Missing = tuple[str, ...]
DATED = ("months", "born", "years_before")
_SOURCES = ("column", "value", *DATED, "last_date", "number")
_FEWEST_DIGITS = 3
_WORDS = {"extra_forbidden": "is not a key of a map", "missing": "is missing"}


def _plain(told: object) -> object:
    """`edss = "EDSS"` means `edss = { column = "EDSS" }`."""
    return {"column": told} if isinstance(told, str) else told


class Source(Part):
    """Where the cells of one column of the cohort come from: exactly one of these.

    `column`: copied, or changed by `recode`. `value`: the same in every row. `months`: a date, as
    months since the first infusion. `born`: a date of birth, as whole years at the first infusion.
    `years_before`: a date, as years before the first infusion. `last_date`: the patient's last
    date in any mapped table. `number`: 1, 2, ... in the order of the patient's rows.
    """

    column: str = ""
    value: str = ""
    months: str = ""
    born: str = ""
    years_before: str = ""
    last_date: bool = False
    number: bool = False
    recode: dict[str, str] = Field(default_factory=dict)
    calendar: Calendar | None = None
    order: Order | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [name for name in _SOURCES if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(f"must have exactly one of {', '.join(_SOURCES)}")
        if self.recode and not self.column:
            raise ValueError("recode needs column")
        return self

    @property
    def date_column(self) -> str:
        """The raw column that holds a date; empty where the source is none."""
        return self.months or self.born or self.years_before

    @property
    def raw_column(self) -> str:
        """The one raw column it reads; empty where it reads none."""
        return self.column or self.date_column


class Block(Part):
    """A raw table, or one group of its columns, that feeds a table of the cohort."""

    table: str
    file: str = ""
    sheet: str = ""
    id: str
    one_per_patient: bool = False
    columns: dict[str, Annotated[Source, BeforeValidator(_plain)]] = Field(min_length=1)


class Start(Part):
    """The raw column whose earliest date of a patient is the first infusion."""

    file: str = ""
    sheet: str = ""
    id: str
    date: str
    calendar: Calendar | None = None
    order: Order | None = None


class LeaveOut(Part):
    """Patients who may be left out, and are counted; without these keys they stop the run."""

    without_first_infusion: bool = False
    without_follow_up: bool = False


class Plan(Part):
    """The whole map."""

    calendar: Calendar
    order: Order
    missing: Missing = ()
    pseudonym: str = TEMPLATE
    declared_by: str = ""
    declared_on: str = ""
    first_infusion: Start
    leave_out: LeaveOut = LeaveOut()
    tables: tuple[Block, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        faults = []
        if not re.fullmatch(r"[A-Za-z0-9@#-]{1,32}", self.pseudonym):
            faults.append("pseudonym: may hold letters, digits, -, @ and #, at most 32")
        if self.pseudonym.count("#") + self.pseudonym.count("@") < _FEWEST_DIGITS:
            faults.append("pseudonym: must hold at least 3 of # (a digit) and @ (a capital letter)")
        names = {block.table for block in self.tables}
        if not names & {"patients", "one_table"}:
            faults.append("tables: one of them must be patients, or one_table")
        if "one_table" in names and len(self.tables) > 1:
            faults.append("tables: one_table stands alone")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def sources(self) -> tuple[tuple[str, str], ...]:
        """Each (file, sheet) that is read, once."""
        told = [(b.file, b.sheet) for b in self.tables]
        return tuple(dict.fromkeys([*told, (self.first_infusion.file, self.first_infusion.sheet)]))

    def declared(self, file: str, sheet: str) -> tuple[str, ...]:
        """The raw columns of a file or sheet that the map names, ids first, each once."""
        found = [b.id for b in self.tables if (b.file, b.sheet) == (file, sheet)]
        start = self.first_infusion
        if (start.file, start.sheet) == (file, sheet):
            found += [start.id, start.date]
        for block in self.tables:
            if (block.file, block.sheet) == (file, sheet):
                found += [s.raw_column for s in block.columns.values() if s.raw_column]
        return tuple(dict.fromkeys(found))

    @property
    def jalali(self) -> bool:
        """Whether any date may be Jalali."""
        told = [source.calendar for block in self.tables for source in block.columns.values()]
        return "jalali" in (self.calendar, self.first_infusion.calendar, *told)


def parse_plan(content: bytes, source: str) -> Plan:
    """A map from the bytes of its file.

    Raises
    ------
    MapError
        Every fault at once, each with the path of its key.
    """
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MapError(source, [StudyProblem("file", "must be UTF-8 text")]) from None
    # Plain ValueError: a number too long for Python. RecursionError: brackets without end.
    except (ValueError, RecursionError) as fault:
        raise MapError(source, [StudyProblem("file", f"must be TOML: {fault}")]) from None
    try:
        return Plan.model_validate(told)
    except ValidationError as fault:
        problems = [
            StudyProblem(_dotted(each["loc"]), _WORDS.get(each["type"], _own(each["msg"])))
            for each in fault.errors()
            # A list whose only item is faulty counts as empty for pydantic.
            if each["type"] != "too_short" or fault.error_count() == 1
        ]
    # Raised outside the except block: within it the whole file would stay alive as context.
    raise MapError(source, problems)


def _own(message: str) -> str:
    return message.removeprefix("Value error, ")


def _dotted(place: tuple[str | int, ...]) -> str:
    """`("tables", 0, "id")` as `tables[0].id`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".") or "map"
