"""Roster and start dates."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats import ROSTER, START, people, put
from rtxoutcomes.calendar import Calendar
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.members.people import (
    Person,
    Roster,
    StudyPeriod,
    by_handle,
    read_people,
    read_roster,
)


def read(
    folder: Path, roster: list[str], start: list[str], calendar: Calendar = "gregorian"
) -> Roster:
    return read_roster(put(folder, "r.csv", roster), put(folder, "s.csv", start), calendar)


def test_names_become_people_and_patients_have_their_days(tmp_path: Path) -> None:
    start = ["patient_id,start_date,end_date", *(f"{s}," for s in START[1:])]
    start[1] = "SYN-0017,2022-02-03,2023-02-03"

    result = read(tmp_path, [*ROSTER, "~\u202fP 17,SYN-0017,patient", "Group,,system"], start)

    assert result.by_name["P-017"] == result.by_name["~ P 17"] == Person("patient", "SYN-0017")
    assert result.by_name["Group"].role == "system"
    first = date(2022, 2, 3).toordinal()
    assert result.periods["SYN-0017"] == StudyPeriod(first, first + 365)
    assert result.periods["SYN-0021"].last is None
    assert result.start_lines == {"SYN-0017": 2, "SYN-0021": 3}


def test_start_dates_may_be_persian(tmp_path: Path) -> None:
    start = ["patient_id,start_date", "SYN-0017,۱۴۰۰-۱۱-۱۴", "SYN-0021,1400-01-01"]

    result = read(tmp_path, ROSTER, start, "jalali")

    assert result.periods["SYN-0017"].first == date(2022, 2, 3).toordinal()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",SYN-0017,patient", "line 6: the author must not be empty"),
        ("Canary,SYN-0017,doctor", "line 6: the role must be patient, staff, system"),
        ("Canary,,patient", "line 6: a patient must have a patient_id"),
        ("Canary,SYN-0017,staff", "line 6: a patient must have"),
        ("\u200eP-017,SYN-0017,patient", "line 6: the author is already listed"),
        ("P-017: Canary,,staff", "two authors"),
        ("Canary,SYN-0099,patient", "line 6: is of a patient without a line"),
    ],
)
def test_a_fault_of_the_roster_names_its_line_and_nobody(
    tmp_path: Path, line: str, words: str
) -> None:
    with pytest.raises(IngestError, match=words) as caught:
        read(tmp_path, [*ROSTER, line], START)

    assert "Canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",2022-02-03,", "line 4: the patient_id must not be empty"),
        ("SYN-0017,2022-02-03,", "line 4: the patient_id is already listed"),
        ("SYN-1,03/02/2022,", "line 4: dates must be written year-month-day"),
        ("SYN-1,2022-2-3,", "line 4: dates must be written"),
        ("SYN-1,2022-02-30,", "line 4: dates must be written"),
        ("SYN-1,2022-02-03,x", "line 4: dates must be written"),
        ("SYN-1,2022-02-03,2022-02-02", "line 4: end_date must not lie before"),
        ("SYN-1,1949-12-31,", "line 4: dates must be written"),
        ("SYN-1,2100-01-01,", "line 4: dates must be written"),
        ("SYN-1,1400-11-14,", "line 4: .*--start-calendar jalali"),
    ],
)
def test_a_fault_of_the_start_dates_names_its_line(tmp_path: Path, line: str, words: str) -> None:
    start = ["patient_id,start_date,end_date", *(f"{s}," for s in START[1:]), line]

    with pytest.raises(IngestError, match=words):
        read_roster(put(tmp_path, "r.csv", ROSTER), put(tmp_path, "s.csv", start))


@pytest.mark.parametrize("day", ["1950-01-01", "2099-12-31"])
def test_a_patient_may_leave_on_the_day_of_the_start(tmp_path: Path, day: str) -> None:
    start = ["patient_id,start_date,end_date", *(f"{s}," for s in START[1:]), f"SYN-1,{day},{day}"]

    period = read(tmp_path, ROSTER, start).periods["SYN-1"]

    assert period.first == period.last == date.fromisoformat(day).toordinal()


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as caught:
        read(tmp_path, [*ROSTER, "x,,y", "z,SYN-0098,patient"], [*START, "SYN-1,x"])

    assert [(p.file, p.line) for p in caught.value.problems] == [
        ("roster", 6),
        ("start dates", 4),
        ("roster", 7),
    ]


def test_a_start_date_that_is_refused_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as caught:
        read(tmp_path, ROSTER, [*START[:2], "SYN-0021,01/01/2022"])

    assert [(p.file, p.line) for p in caught.value.problems] == [("start dates", 3)]


def test_names_are_read_without_start_dates(tmp_path: Path) -> None:
    alone = read_people(put(tmp_path, "r.csv", ROSTER))

    assert alone.by_name["P-017"] == Person("patient", "SYN-0017")
    with pytest.raises(IngestError, match="line 2: the role must be"):
        read_people(put(tmp_path, "r.csv", [ROSTER[0], "x,,y"]))


@pytest.mark.parametrize(
    "written", ["\u0639\u0644\u064a", "\u0639\u0644\u06cc\ufe0f", "\u200b\u0639\u0644\u0649"]
)
def test_a_name_is_listed_once_in_all_forms_of_its_letters(tmp_path: Path, written: str) -> None:
    names = [ROSTER[0], "\u0639\u0644\u06cc,SYN-0017,patient", f"{written},SYN-0021,patient"]

    with pytest.raises(IngestError, match="line 3: the author is already listed"):
        read(tmp_path, names, START)


def test_handles_are_one_with_and_without_their_number() -> None:
    both = people(
        {"8:live:a": ("patient", "SYN-1"), "live:a": ("patient", "SYN-1")},
        {"SYN-1": ("2022-01-01", None)},
    )
    torn = people({"8:live:a": ("staff", ""), "live:a": ("patient", "SYN-1")}, {})

    assert dict(by_handle(both).by_name) == {"live:a": Person("patient", "SYN-1")}
    with pytest.raises(IngestError, match="one handle for two people"):
        by_handle(torn)


LIKE_A_TABLE = st.lists(
    st.sampled_from([b"author,patient_id,role\n", b"patient_id,start_date\n", b"SYN-1,", b"x,"])
    | st.sampled_from([b"patient\n", b"2022-02-03\n", b'"', b"\xd9\xa1", b": ", b"\n"])
    | st.binary(max_size=6)
).map(b"".join)


@settings(deadline=None)
@given(LIKE_A_TABLE, LIKE_A_TABLE)
def test_no_bytes_break_the_tables(
    tmp_path_factory: pytest.TempPathFactory, roster: bytes, start: bytes
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    for head in (b"", b"author,patient_id,role\n"):
        paths = put(folder, "r.csv", head + roster), put(folder, "s.csv", start)
        try:
            result = read_roster(*paths)
        except IngestError:
            continue

        assert all(p.patient in result.periods for p in result.by_name.values() if p.patient)
