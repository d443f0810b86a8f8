"""The roster: the names of an export, their roles, and the day on which each patient started."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from rtxoutcomes.calendar import CALENDARS, Calendar
from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.characters import handle_key, name_key, plain
from rtxoutcomes.ingest.dates import Parts, calendar_day
from rtxoutcomes.ingest.members.small_table import Rows, read_small_table
from rtxoutcomes.ingest.refusal import refusal, refuse_all

Role = Literal["patient", "staff", "system"]
ROLES: dict[str, Role] = {"patient": "patient", "staff": "staff", "system": "system"}
ROSTER, START = "roster", "start dates"
ROSTER_COLUMNS = ("author", "patient_id", "role")
_START_COLUMNS = ("patient_id", "start_date")
_END = "end_date"


class Person(NamedTuple):
    """The role of a name, and the patient id as in the files of the clinic."""

    role: Role
    patient: str


@dataclass(frozen=True, slots=True)
class StudyPeriod:
    """First and last day of a patient in the study, as day numbers; `last` None: no end."""

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Roster:
    """`by_name`: name in the form of `name_key` -> person. `periods`: patient id -> study period.

    `start_lines`: patient id -> its line in the table of start dates.
    """

    by_name: Mapping[str, Person]
    periods: Mapping[str, StudyPeriod]
    start_lines: Mapping[str, int]


def read_roster(roster: str | Path, start: str | Path, calendar: Calendar = "gregorian") -> Roster:
    """Read the roster and the start dates; each patient of the roster needs a start date.

    `calendar` is the calendar of the start dates.

    Raises
    ------
    IngestError
        Every fault of both files, by line.
    UsageFault
        A file does not exist.
    """
    names = read_small_table(roster, ROSTER, ROSTER_COLUMNS)
    days = read_small_table(start, START, _START_COLUMNS, optional=(_END,))
    problems: list[IngestProblem] = []
    by_name, first_lines = _people(names, problems)
    periods = _periods(days, calendar, problems)
    must = f"is of a patient without a line in the {START}"
    remedy = "every patient of the roster needs a line there"
    # A start date that was refused is one problem, not a second one in the roster.
    lines = {row["patient_id"].strip(): line for line, row in days}
    missing = [line for patient, line in first_lines.items() if patient not in lines]
    problems += [IngestProblem(ROSTER, line, must, remedy) for line in missing]
    refuse_all(problems)
    return Roster(by_name, periods, lines)


def read_people(roster: str | Path) -> Roster:
    """The names of a roster alone, without start dates.

    Raises
    ------
    IngestError, UsageFault
        As for `read_roster`.
    """
    problems: list[IngestProblem] = []
    by_name, _ = _people(read_small_table(roster, ROSTER, ROSTER_COLUMNS), problems)
    refuse_all(problems)
    return Roster(by_name, {}, {})


def by_handle(roster: Roster) -> Roster:
    """The roster with Skype handles as names: `8:live:x` and `live:x` are the same.

    Raises
    ------
    IngestError
        The two belong to different people.
    """
    by_name: dict[str, Person] = {}
    for name, person in roster.by_name.items():
        if by_name.setdefault(handle_key(name), person) != person:
            must = "holds one handle for two people, with and without 8:"
            raise refusal(ROSTER, None, must)
    return replace(roster, by_name=by_name)


def _people(rows: Rows, problems: list[IngestProblem]) -> tuple[dict[str, Person], dict[str, int]]:
    """Name -> person, and patient id -> its first line in the roster."""
    by_name: dict[str, Person] = {}
    first_lines: dict[str, int] = {}
    for line, row in rows:
        name, patient = name_key(row["author"]), row["patient_id"].strip()
        role = ROLES.get(row["role"].strip())
        must = _person_fault(name, patient, role, by_name)
        if must or role is None:
            problems.append(IngestProblem(ROSTER, line, must))
        else:
            by_name[name] = Person(role, patient)
            if role == "patient":
                first_lines.setdefault(patient, line)
    problems += _colon_faults(by_name)
    return by_name, first_lines


def _person_fault(name: str, patient: str, role: Role | None, known: Mapping[str, Person]) -> str:
    if not name:
        return "the author must not be empty"
    if role is None:
        return f"the role must be {', '.join(ROLES)}"
    if (role == "patient") != bool(patient):
        return "a patient must have a patient_id, and staff and system none"
    if name in known:
        return "the author is already listed (marks and kinds of space do not count)"
    return ""


def _colon_faults(by_name: Mapping[str, Person]) -> list[IngestProblem]:
    """Refuse the names `A` and `A:B`: a message "B: ..." of A looks like a message of `A:B`."""
    must = "holds two authors of whom one is called like the other, a colon and more"
    remedy = "their messages cannot be distinguished; rename one on the phone and export again"
    likened = [name for name in by_name if any(n.startswith(f"{name}:") for n in by_name)]
    return [IngestProblem(ROSTER, None, must, remedy) for _ in likened]


def _periods(
    rows: Rows, calendar: Calendar, problems: list[IngestProblem]
) -> dict[str, StudyPeriod]:
    periods: dict[str, StudyPeriod] = {}
    for line, row in rows:
        patient = row["patient_id"].strip()
        first = _day(row["start_date"], calendar)
        end = row.get(_END, "").strip()
        last = _day(end, calendar) if end else None
        must = _period_fault(patient in periods, patient, first, last, bool(end))
        if must or first is None:
            other = next(c for c in CALENDARS if c != calendar)
            fits_other = first is None and _day(row["start_date"], other) is not None
            remedy = f"it is a date with --start-calendar {other}" if fits_other else ""
            problems.append(IngestProblem(START, line, must, remedy))
        else:
            periods[patient] = StudyPeriod(first, last)
    return periods


def _period_fault(
    known: bool, patient: str, first: int | None, last: int | None, ended: bool
) -> str:
    if not patient:
        return "the patient_id must not be empty"
    if known:
        return "the patient_id is already listed"
    if first is None or (ended and last is None):
        return "dates must be written year-month-day, as 2022-02-03, and exist"
    if last is not None and last < first:
        return "end_date must not lie before start_date"
    return ""


def _day(text: str, calendar: Calendar) -> int | None:
    """The day number of `yyyy-mm-dd`, in any digits."""
    numbers = plain(text).split("-")
    if [len(n) for n in numbers] != [4, 2, 2] or not all(n.isdecimal() for n in numbers):
        return None
    parts: Parts = (numbers[0], numbers[1], numbers[2])
    day = calendar_day(parts, "ymd", calendar)
    return day.toordinal() if day is not None and 1950 <= day.year <= 2099 else None
