"""Counts of several calls in one table: worked by hand from the days of the lines."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chats import put, setting
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.outcome import Ingested
from rtxoutcomes.ingest.run import ingest_attendance, ingest_skype, ingest_whatsapp
from rtxoutcomes.ingest.setting import IngestSetting

OVERLAP = (
    "the exports: cover months that were read before, of {}; adding them could count twice (give "
    "all exports of these months in one call with --replace; if these exports hold nothing that an "
    "earlier one held, add --add)"
)
SHARED = (
    "the existing engagement table: has 2 rows that count other exports too, or that the log does "
    "not explain, so that they cannot be replaced by these exports alone (give all exports of this "
    "channel in one call with --replace)"
)
NO_LOG = (
    "the existing engagement table: has 1 rows of these activities, and no log says from which "
    "exports (give all exports of these months in one call with --replace)"
)
LOST = (
    "the existing log of engagement: lists months of 1 patient that these exports would replace "
    "and do not cover, so that they would be lost (give the earlier exports too, all in one call "
    "with --replace)"
)
CHANGED = (
    "the exports: were read before with other counts: roster, start dates, options, the table or "
    "its log have changed since (count them again with --replace)"
)


def _words(text: str) -> str:
    """A pattern for the problem in these words, alone."""
    return rf"\n  {re.escape(text)}$"


# 5 July is day 176 (month 5), 20 July day 191, 3 August day 205 (both month 6), 20 August 222 (7).
PEOPLE = ["author,patient_id,role", "Anna,SYN-1,patient", "Bob,SYN-2,patient", "Nurse,,staff"]
START = ["patient_id,start_date", "SYN-1,2022-01-10", "SYN-2,2022-07-15"]
MAP = 'time_format = "%Y-%m-%d %H:%M"\n[columns]\nperson = "Name"\njoined = "In"\nminutes = "Min"\n'
JULY = ["Name,In,Min", "Anna,2022-07-05 16:00,55", "Anna,2022-07-20 16:00,55"]
JULY += ["Bob,2022-07-20 16:00,55"]
AUGUST = ["Name,In,Min", "Anna,2022-08-03 16:00,55", "Anna,2022-08-20 16:00,50"]


def table(chosen: IngestSetting) -> dict[str, int]:
    lines = Path(chosen.out).read_text(encoding="utf-8").splitlines()[1:]
    return {line.rpartition(",")[0]: int(line.rpartition(",")[2]) for line in lines}


def log(chosen: IngestSetting) -> list[list[str]]:
    """Patient, activity, months and rows added of each line of the log."""
    path = Path(chosen.out).with_suffix(".log.csv")
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [[row[0], *row[3:7]] for row in rows]


def attended(folder: Path, name: str, lines: list[str], chosen: IngestSetting) -> Ingested:
    columns = put(folder, "map.toml", MAP)
    return ingest_attendance([put(folder, name, lines)], columns, chosen)


def skype(folder: Path, chosen: IngestSetting, moment: str) -> Ingested:
    part = '<part identity="anna"><duration>3000</duration></part>'
    call = {
        "id": "1",
        "originalarrivaltime": moment,
        "messagetype": "Event/Call",
        "from": "8:nurse",
        "content": f'<partlist type="ended" callId="c">{part}</partlist>',
    }
    talk = {"id": "19:x", "displayName": "group", "MessageList": [call]}
    export = put(folder, f"messages-{moment[:7]}.json", json.dumps({"conversations": [talk]}))
    return ingest_skype(export, chosen)


@pytest.fixture
def chosen(tmp_path: Path) -> IngestSetting:
    people = [*PEOPLE, "anna,SYN-1,patient", "nurse,,staff"]
    return setting(tmp_path, people, START, channel="skype")


def test_july_in_july_and_august_in_august(tmp_path: Path, chosen: IngestSetting) -> None:
    first = attended(tmp_path, "july.csv", JULY, chosen)
    second = attended(tmp_path, "august.csv", AUGUST, chosen)

    assert table(chosen) == {
        "SYN-1,5,skype,session": 1,
        "SYN-1,6,skype,session": 2,
        "SYN-1,7,skype,session": 1,
        "SYN-2,0,skype,session": 1,
    }
    assert (first.added, first.increased, first.kept) == (3, 0, 0)
    assert (second.added, second.increased, second.replaced, second.kept) == (1, 1, 0, 2)
    # July is the sixth month after January. Bob started in July: it is his month 0.
    assert log(chosen) == [
        ["SYN-1", "session", "6", "6", "2"],
        ["SYN-1", "session", "7", "7", "2"],
        ["SYN-2", "session", "0", "0", "1"],
        ["SYN-2", "session", "1", "1", "0"],
    ]


def test_the_same_lists_again_change_nothing(tmp_path: Path, chosen: IngestSetting) -> None:
    attended(tmp_path, "july.csv", JULY, chosen)
    attended(tmp_path, "august.csv", AUGUST, chosen)
    before = Path(chosen.out).read_bytes(), log(chosen)

    again = attended(tmp_path, "july.csv", JULY, chosen)

    assert (Path(chosen.out).read_bytes(), log(chosen)) == before
    assert (again.rows, again.added, again.increased, again.kept, again.known) == (0, 0, 0, 4, 1)
    assert again.sentences()[:2] == [
        "0 rows of 0 patients (session): 0 added, 0 increased, 0 replaced; 4 other rows kept",
        "1 export read before, which changed nothing",
    ]


def test_all_lists_so_far_may_be_given_each_month(tmp_path: Path, chosen: IngestSetting) -> None:
    columns = put(tmp_path, "map.toml", MAP)
    july, august = put(tmp_path, "j.csv", JULY), put(tmp_path, "a.csv", AUGUST)
    ingest_attendance([july], columns, chosen)

    both = ingest_attendance([july, august], columns, chosen)

    assert (both.known, both.added, both.increased, both.kept) == (1, 1, 1, 2)
    assert table(chosen)["SYN-1,6,skype,session"] == 2
    bad = put(tmp_path, "s.csv", [JULY[0], "Anna,soon,55"])
    with pytest.raises(IngestError, match="table 3, line 2: has a time of joining"):
        ingest_attendance([july, august, bad], columns, chosen)


def test_another_list_of_a_month_that_was_read_is_refused(
    tmp_path: Path, chosen: IngestSetting
) -> None:
    attended(tmp_path, "july.csv", JULY, chosen)
    before = Path(chosen.out).read_bytes()

    other = ["Name,In,Min", "Anna,2022-07-28 16:00,55"]
    with pytest.raises(IngestError, match=_words(OVERLAP.format("2 patients"))):
        attended(tmp_path, "other.csv", other, chosen)

    assert Path(chosen.out).read_bytes() == before
    added = attended(tmp_path, "other.csv", other, replace(chosen, mode="add"))
    assert (added.increased, table(chosen)["SYN-1,6,skype,session"]) == (1, 2)


def test_skype_and_teams_in_one_channel_are_summed_and_never_overwritten(
    tmp_path: Path, chosen: IngestSetting
) -> None:
    skype(tmp_path, chosen, "2022-06-20T16:00:00Z")
    attended(tmp_path, "july.csv", JULY, chosen)

    # 20 June is day 161, month 5, as is 5 July.
    assert table(chosen)["SYN-1,5,skype,session"] == 2
    with pytest.raises(IngestError, match="the exports: cover months that were read before, of"):
        skype(tmp_path, chosen, "2022-07-01T16:00:00Z")
    skype(tmp_path, replace(chosen, mode="add"), "2022-07-01T16:00:00Z")
    assert table(chosen)["SYN-1,5,skype,session"] == 3


def test_a_list_that_was_corrected_replaces_its_month(
    tmp_path: Path, chosen: IngestSetting
) -> None:
    attended(tmp_path, "july.csv", JULY, chosen)
    corrected = [line.replace("Anna,2022-07-05", "Bob,2022-07-25") for line in JULY]

    done = attended(tmp_path, "corrected.csv", corrected, replace(chosen, mode="replace"))

    assert table(chosen) == {"SYN-1,6,skype,session": 1, "SYN-2,0,skype,session": 2}
    assert (done.added, done.increased, done.replaced, done.kept) == (0, 0, 3, 0)
    assert [row[:4] for row in log(chosen)] == [
        ["SYN-1", "session", "6", "6"],
        ["SYN-2", "session", "0", "0"],
    ]


def test_a_month_that_is_replaced_leaves_other_patients_and_activities(tmp_path: Path) -> None:
    chosen = setting(tmp_path, PEOPLE, START)
    lines = ["05/07/2022, 10:00 - Anna: a?", "20/07/2022, 10:00 - Bob: b"]
    ingest_whatsapp([put(tmp_path, "a.txt", lines)], chosen, order="dmy")
    skyped = setting(tmp_path, PEOPLE, START, channel="skype")
    attended(tmp_path, "july.csv", JULY, skyped)
    before = table(chosen)
    without_bob = setting(tmp_path, [*PEOPLE[:2], "Bob,,staff"], START[:2], mode="replace")

    done = ingest_whatsapp([put(tmp_path, "b.txt", lines[:1])], without_bob, order="dmy")

    assert table(chosen) == before
    assert (done.replaced, done.rows, done.kept) == (2, 2, len(before) - 2)
    assert [row[:2] for row in log(chosen)] == [
        ["SYN-1", "session"],
        ["SYN-1", "message"],
        ["SYN-1", "question"],
        ["SYN-2", "session"],
        ["SYN-2", "message"],
        ["SYN-2", "question"],
    ]


def test_a_row_that_counts_another_list_too_cannot_be_replaced_alone(
    tmp_path: Path, chosen: IngestSetting
) -> None:
    attended(tmp_path, "july.csv", JULY, chosen)
    attended(tmp_path, "august.csv", AUGUST, chosen)
    before = Path(chosen.out).read_bytes()

    with pytest.raises(IngestError, match=_words(SHARED)):
        attended(tmp_path, "august-2.csv", AUGUST[:2], replace(chosen, mode="replace"))

    assert Path(chosen.out).read_bytes() == before
    columns = put(tmp_path, "map.toml", MAP)
    both = [put(tmp_path, "july.csv", JULY), put(tmp_path, "august-2.csv", AUGUST[:2])]
    done = ingest_attendance(both, columns, replace(chosen, mode="replace"))
    assert (done.replaced, done.rows) == (4, 3)
    assert table(chosen)["SYN-1,6,skype,session"] == 2


def test_a_later_export_that_lacks_the_beginning_does_not_replace_it(tmp_path: Path) -> None:
    chosen = setting(tmp_path, PEOPLE, START)
    lines = [f"20/{month:02}/2022, 10:00 - Anna: in month {month}" for month in range(2, 9)]
    first = put(tmp_path, "a.txt", lines[:5])
    cut = put(tmp_path, "b.txt", lines[3:])
    ingest_whatsapp([first], chosen)
    before = table(chosen)

    with pytest.raises(IngestError, match=_words(LOST)):
        ingest_whatsapp([cut], replace(chosen, mode="replace"))

    assert table(chosen) == before
    done = ingest_whatsapp([first, cut], replace(chosen, mode="replace"))
    assert (done.replaced, done.rows, sum(table(chosen).values())) == (5, 7, 7)


def test_a_table_without_a_log_is_not_added_to(tmp_path: Path, chosen: IngestSetting) -> None:
    rows = ["patient_id,month,channel,activity,count", "SYN-1,6,skype,session,9"]
    put(tmp_path / "out", "engagement.csv", rows)

    for mode in ("new", "add"):
        changed: dict[str, Any] = {"mode": mode}
        with pytest.raises(IngestError, match=_words(NO_LOG)):
            attended(tmp_path, "july.csv", JULY, replace(chosen, **changed))
    done = attended(tmp_path, "july.csv", JULY, replace(chosen, mode="replace"))

    assert (done.replaced, done.added, done.kept) == (1, 2, 0)
    assert table(chosen)["SYN-1,6,skype,session"] == 1


def test_rows_of_no_export_outside_the_months_given_are_not_lost(
    tmp_path: Path, chosen: IngestSetting
) -> None:
    rows = ["patient_id,month,channel,activity,count", "SYN-1,2,skype,session,9"]
    put(tmp_path / "out", "engagement.csv", rows)

    with pytest.raises(
        IngestError,
        match="table: has 1 rows that count other exports too, or that the log does not explain",
    ):
        attended(tmp_path, "july.csv", JULY, replace(chosen, mode="replace"))


def test_a_patient_without_a_name_in_an_export_did_nothing_in_it(tmp_path: Path) -> None:
    chosen = setting(tmp_path, PEOPLE[:2], [*START, "SYN-3,2022-07-01"])

    ingest_whatsapp([put(tmp_path, "a.txt", ["05/07/2022, 10:00 - Anna: a"])], chosen, order="dmy")

    assert table(chosen) == {"SYN-1,5,whatsapp,message": 1}
    assert [row for row in log(chosen) if row[1] == "message"] == [
        ["SYN-1", "message", "6", "6", "1"],
        ["SYN-2", "message", "0", "0", "0"],
        ["SYN-3", "message", "0", "0", "0"],
    ]


@pytest.mark.parametrize(
    "change",
    [
        ("roster.csv", [*PEOPLE[:2], "Bob,SYN-1,patient", "Nurse,,staff"]),
        ("start.csv", ["patient_id,start_date", "SYN-1,2022-01-25", "SYN-2,2022-07-15"]),
        ("start.csv", [*START, "SYN-3,2022-07-01"]),
        (
            "start.csv",
            ["patient_id,start_date,end_date", "SYN-1,2022-01-10,2022-06-30", "SYN-2,2022-07-15,"],
        ),
        ("out/engagement.csv", ["patient_id,month,channel,activity,count"]),
    ],
    ids=["roster", "start", "another patient", "end", "table"],
)
def test_the_same_export_with_another_result_is_refused(
    tmp_path: Path, chosen: IngestSetting, change: tuple[str, list[str]]
) -> None:
    attended(tmp_path, "july.csv", JULY, chosen)
    put(tmp_path, *change)

    with pytest.raises(IngestError, match=_words(CHANGED)):
        attended(tmp_path, "july.csv", JULY, chosen)


def test_two_phones_in_one_call_count_each_line_once(tmp_path: Path) -> None:
    chosen = setting(tmp_path, PEOPLE, START)
    lines = [f"{day:02}/07/2022, 10:00 - Anna: message {day}" for day in (5, 6, 20, 21, 22)]
    late = "25/08/2022, 10:00 - Bob: only on the second phone?"
    phones = [put(tmp_path, "a.txt", lines), put(tmp_path, "b.txt", [*lines[1:], late])]

    done = ingest_whatsapp(phones, chosen, order="dmy")

    # 5 and 6 July are in month 5, 20 to 22 in month 6; Bob's 25 August is his day 41, month 1.
    assert table(chosen) == {
        "SYN-1,5,whatsapp,message": 2,
        "SYN-1,6,whatsapp,message": 3,
        "SYN-2,1,whatsapp,message": 1,
        "SYN-2,1,whatsapp,question": 1,
    }
    assert done.account.classes["repeated"] == 4
    assert log(chosen)[:2] == [
        ["SYN-1", "message", "6", "6", "2"],
        ["SYN-1", "message", "6", "7", "0"],
    ]
    with pytest.raises(IngestError, match="the exports: cover months that were read before, of"):
        ingest_whatsapp([put(tmp_path, "c.txt", lines[:3])], chosen, order="dmy")
