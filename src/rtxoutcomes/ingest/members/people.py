"""Who is who: names of an export, their role, and the day on which each patient started."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.characters import handle_key, name_key, plain
from rtxoutcomes.ingest.dates import CALENDARS, Calendar, Parts, calendar_day
from rtxoutcomes.ingest.members.small_table import SmallTable, read_small_table
from rtxoutcomes.ingest.refusal import refusal, refuse_all

Role = Literal["patient", "staff", "system"]
ROLES: dict[str, Role] = {"patient": "patient", "staff": "staff", "system": "system"}
ROSTER, START = "roster", "start dates"
_ROSTER_COLUMNS = ("author", "patient_id", "role")
_START_COLUMNS = ("patient_id", "start_date")
_END = "end_date"


@dataclass(frozen=True, slots=True)
class Person:
    """A name of the roster: its role, and the patient's id as the clinic's files have it."""

    role: Role
    patient: str


@dataclass(frozen=True, slots=True)
class Course:
    """First and last day of a patient in the study; `last` None: still in it. Day numbers."""

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class People:
    """`by_name`: plain name -> person. `courses`: the patient's id -> first and last day.

    `lines`: the patient's id -> its line in the table of start dates.
    """

    by_name: Mapping[str, Person]
    courses: Mapping[str, Course]
    lines: Mapping[str, int]


def read_people(roster: str | Path, start: str | Path, calendar: Calendar = "gregorian") -> People:
    """Read the roster and the table of start dates; each patient of the one must be in the other.

    `calendar` is that of the start dates.

    Raises
    ------
    IngestError
        Every fault of both files, by line.
    UsageFault
        A file is not there.
    """
    names = read_small_table(roster, ROSTER, _ROSTER_COLUMNS)
    days = read_small_table(start, START, _START_COLUMNS, optional=(_END,))
    problems: list[IngestProblem] = []
    by_name, first_lines = _roster(names, problems)
    courses = _courses(days, calendar, problems)
    remedy = "every patient of the roster needs a line there"
    problems += [
        IngestProblem(ROSTER, line, f"is of a patient without a line in the {START}", remedy)
        for patient, line in first_lines.items()
        if patient not in courses
    ]
    refuse_all(problems)
    lines = {row["patient_id"].strip(): line for line, row in days.rows}
    return People(by_name, courses, lines)


def by_handle(people: People) -> People:
    """The same with names as Skype writes handles: `8:live:x` and `live:x` are one.

    Raises
    ------
    IngestError
        The two stand for different people.
    """
    told: dict[str, Person] = {}
    for name, person in people.by_name.items():
        key = handle_key(name)
        if told.setdefault(key, person) != person:
            must = "holds one handle for two people, with and without 8:"
            raise refusal(ROSTER, None, must)
    return replace(people, by_name=told)


def _roster(
    table: SmallTable, problems: list[IngestProblem]
) -> tuple[dict[str, Person], dict[str, int]]:
    by_name: dict[str, Person] = {}
    first_lines: dict[str, int] = {}
    for line, row in table.rows:
        name, patient = name_key(row["author"]), row["patient_id"].strip()
        role = ROLES.get(row["role"].strip())
        must = _roster_fault(name, patient, role, by_name)
        if must or role is None:
            problems.append(IngestProblem(ROSTER, line, must))
            continue
        by_name[name] = Person(role, patient)
        if role == "patient":
            first_lines.setdefault(patient, line)
    problems += _colon_faults(by_name)
    return by_name, first_lines


def _roster_fault(name: str, patient: str, role: Role | None, known: Mapping[str, Person]) -> str:
    if not name:
        return "the author must not be empty"
    if role is None:
        return f"the role must be {', '.join(ROLES)}"
    if (role == "patient") != bool(patient):
        return "a patient must have a patient_id, and staff and system none"
    if name in known:
        return "the author stands there already (marks and kinds of space do not count)"
    return ""


def _colon_faults(by_name: Mapping[str, Person]) -> list[IngestProblem]:
    """`A` and `A: B` as two names: nobody can tell a message "B: ..." of A from one of A: B."""
    must = "holds two authors of whom one is called like the other, a colon and more"
    remedy = "their messages cannot be told apart; rename one on the phone and export again"
    return [
        IngestProblem(ROSTER, None, must, remedy)
        for name in by_name
        if any(other.startswith(f"{name}: ") for other in by_name)
    ]


def _courses(
    table: SmallTable, calendar: Calendar, problems: list[IngestProblem]
) -> dict[str, Course]:
    courses: dict[str, Course] = {}
    for line, row in table.rows:
        patient = row["patient_id"].strip()
        first = _day(row["start_date"], calendar)
        end = row.get(_END, "").strip()
        last = _day(end, calendar) if end else None
        must = _course_fault(patient in courses, patient, first, last, bool(end))
        if must or first is None:
            other = next(c for c in CALENDARS if c != calendar)
            meant = _day(row["start_date"], other) is not None
            remedy = f"it is a date with --start-calendar {other}" if meant else ""
            problems.append(IngestProblem(START, line, must, remedy if first is None else ""))
            continue
        courses[patient] = Course(first, last)
    return courses


def _course_fault(
    known: bool, patient: str, first: int | None, last: int | None, ended: bool
) -> str:
    if not patient:
        return "the patient_id must not be empty"
    if known:
        return "the patient_id stands there already"
    if first is None or (ended and last is None):
        return "dates must be written year-month-day, as 2022-02-03, and exist"
    if last is not None and last < first:
        return "end_date must not lie before start_date"
    return ""


def _day(text: str, calendar: Calendar) -> int | None:
    """The day number of `yyyy-mm-dd`, in any digits."""
    parts = plain(text).split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(p.isdecimal() for p in parts):
        return None
    told: Parts = (parts[0], parts[1], parts[2])
    found: date | None = calendar_day(told, "ymd", calendar)
    return found.toordinal() if found is not None and 1950 <= found.year <= 2099 else None
