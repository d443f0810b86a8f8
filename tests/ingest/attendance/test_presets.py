"""The reports of Teams, Zoom and Meet, as each writes them, from the file to the table."""

from pathlib import Path

import pytest

from chats import put, setting
from rtxoutcomes.errors import IngestError, UsageFault
from rtxoutcomes.ingest.attendance.presets import Preset, layouts
from rtxoutcomes.ingest.outcome import Ingested
from rtxoutcomes.ingest.run import ingest_attendance

PEOPLE = [
    "author,patient_id,role",
    "a@x.example,SYN-0001,patient",
    "Anna A,SYN-0001,patient",
    "b@x.example,SYN-0002,patient",
    "Bob B,SYN-0002,patient",
    "Bob B (Unverified),SYN-0002,patient",
    "n@x.example,,staff",
]
START = ["patient_id,start_date", "SYN-0001,2022-01-10", "SYN-0002,2022-01-10"]
SUMMARY = "1. Summary\r\nMeeting title\tThursday\r\nStart time\t3/18/22, 4:00:00 PM\r\n\r\n"
PARTICIPANTS = (
    "2. Participants\r\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\r\n"
    "Anna A\t3/18/22, 4:00:10 PM\t3/18/22, 4:59:50 PM\t3m 40s\ta@x.example\ta@x\tPresenter\r\n"
    "Bob B\t3/18/22, 4:01:00 PM\t3/18/22, 4:59:00 PM\t58m\tb@x.example\tb@x.example\tPresenter\r\n"
    "Nurse N\t3/18/22, 4:00:00 PM\t3/18/22, 5:00:00 PM\t1h\tn@x.example\tn@x.example\tOrganizer\r\n"
)
ACTIVITIES = (
    "\r\n3. In-Meeting Activities\r\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\r\n"
    "Anna A\t3/18/22, 4:00:10 PM\t3/18/22, 4:02:00 PM\t1m 50s\ta@x.example\tPresenter\r\n"
    "Anna A\t3/18/22, 4:58:00 PM\t3/18/22, 4:59:50 PM\t1m 50s\ta@x.example\tPresenter\r\n"
    "Bob B\t3/18/22, 4:01:00 PM\t3/18/22, 4:59:00 PM\t58m\tb@x.example\tPresenter\r\n"
    "Nurse N\t3/18/22, 4:00:00 PM\t3/18/22, 5:00:00 PM\t1h\tn@x.example\tOrganizer\r\n"
)
NO_ACTIVITIES = "".join(ACTIVITIES.splitlines(keepends=True)[:3])
LIST = (
    "Full Name\tUser Action\tTimestamp\r\n"
    "Anna A\tJoined\t3/15/2022, 5:00:11 PM\r\n"
    "Anna A\tLeft\t3/15/2022, 6:00:11 PM\r\n"
    "Bob B (Unverified)\tJoined before\t3/15/2022, 5:00:11 PM\r\n"
)
ZOOM = (
    "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\r\n"
    "Anna A,a@x.example,03/05/2022 04:00:00 PM,03/05/2022 04:20:00 PM,20,Yes,Yes\r\n"
    "Anna A,a@x.example,03/05/2022 04:20:00 PM,03/05/2022 04:22:00 PM,2,Yes,No\r\n"
    "Bob B,,03/05/2022 04:20:00 PM,03/05/2022 05:00:00 PM,40,Yes,No\r\n"
    "x,n@x.example,03/05/2022 04:00:00 PM,03/05/2022 05:00:00 PM,60,No,No\r\n"
)
MEET = (
    "First name,Last name,Email,Duration,Time joined,Time exited\r\n"
    "Anna,A,,58 min,4:00 PM,4:58 PM\r\nBob,B,b@x.example,3 min,4:00 PM,4:03 PM\r\n"
)
MAP = 'time_format = "%m/%d/%y, %I:%M:%S %p"\ndelimiter = "\\t"\n[columns]\nperson = "Email"\n'


def attended(
    folder: Path, content: str | bytes, preset: Preset, name: str = "a.csv", **options: object
) -> tuple[Ingested, dict[str, int]]:
    chosen = setting(folder, PEOPLE, START, channel="skype")
    report = put(folder, name, content)
    done = ingest_attendance([report], None, chosen, preset=preset, **options)  # type: ignore[arg-type]
    return done, table_of(Path(chosen.out))


def table_of(out: Path) -> dict[str, int]:
    lines = out.read_text(encoding="utf-8").splitlines()[1:]
    return {line.rpartition(",")[0]: int(line.rpartition(",")[2]) for line in lines}


WAITING = (
    r"\n  table, line 2: is of the waiting room, which is not the meeting \(add to the map: "
    r'only = \{ "In waiting room" = \["No"\] \}\)$'
)


# 18 March is day 67, month 2; 15 March day 64 and 5 March day 54 are months 2 and 1.
@pytest.mark.parametrize(
    "parts", [(PARTICIPANTS, ACTIVITIES), (PARTICIPANTS,), (PARTICIPANTS, NO_ACTIVITIES)]
)
def test_the_stays_of_teams_are_summed_and_not_what_lies_between(
    tmp_path: Path, parts: tuple[str, ...]
) -> None:
    done, table = attended(tmp_path, (SUMMARY + "".join(parts)).encode("utf-16"), "teams")

    assert table == {"SYN-0002,2,skype,session": 1}
    assert done.account.stays == {
        "counted": 1,
        "too_short": 1,
        "unpaired": 0,
        "staff": 1,
        "before_start": 0,
        "after_end": 0,
    }


@pytest.mark.parametrize(
    ("columns", "counted"),
    [
        ('joined = "First Join"\nleft = "Last Leave"\n', 1),
        ('joined = "Join Time"\nleft = "Leave Time"\n', 1),
        ('joined = "First Join"\nduration = "In-Meeting Duration"\n', 1),
    ],
)
@pytest.mark.parametrize("parts", [(PARTICIPANTS, ACTIVITIES), (PARTICIPANTS,)])
def test_a_map_of_the_first_joining_and_the_last_leaving_means_the_stays(
    tmp_path: Path, columns: str, counted: int, parts: tuple[str, ...]
) -> None:
    chosen = setting(tmp_path, PEOPLE, START, channel="skype")
    report = put(tmp_path, "a.csv", (SUMMARY + "".join(parts)).encode("utf-16"))
    plan = put(tmp_path, "m.toml", MAP + columns)
    if "Join Time" in columns and len(parts) == 1:
        with pytest.raises(IngestError, match="no line with all columns"):
            ingest_attendance([report], plan, chosen)
        return

    done = ingest_attendance([report], plan, chosen)

    assert done.account.stays["counted"] == counted
    assert done.account.stays["too_short"] == 1


def test_a_table_of_nothing_but_the_summed_stays_is_read_as_them(tmp_path: Path) -> None:
    rows = [
        "Email\tFirst Join\tLast Leave\tIn-Meeting Duration",
        "a@x.example\t3/18/22, 4:00:10 PM\t3/18/22, 4:59:50 PM\t3m 40s",
    ]
    plan = put(tmp_path, "m.toml", MAP + 'joined = "First Join"\nleft = "Last Leave"\n')
    chosen = setting(tmp_path, PEOPLE, START, channel="skype")

    done = ingest_attendance([put(tmp_path, "a.csv", rows)], plan, chosen)

    assert (done.account.stays["counted"], done.account.stays["too_short"]) == (0, 1)


def test_actions_are_paired_and_those_without_the_other_are_named(tmp_path: Path) -> None:
    done, table = attended(tmp_path, LIST.encode("utf-16"), "teams")

    assert table == {"SYN-0001,2,skype,session": 1}
    assert done.account.stays["unpaired"] == 1
    assert done.unpaired == ("table, line 4",)
    assert done.sentences()[-1] == "joined or left without the other: table, line 4"
    # Without a minimum it is enough to have been there.
    (tmp_path / "out" / "engagement.csv").unlink()
    (tmp_path / "out" / "engagement.log.csv").unlink()
    done, _ = attended(tmp_path, LIST.encode(), "teams", least_seconds=0)
    assert done.account.stays["counted"] == 2


def test_a_map_pairs_actions_too(tmp_path: Path) -> None:
    chosen = setting(tmp_path, PEOPLE, START, channel="skype")
    words = MAP.replace('"Email"', '"Full Name"').replace("%y", "%Y")
    plan = put(tmp_path, "m.toml", words + 'joined = "Timestamp"\naction = "User Action"\n')

    done = ingest_attendance([put(tmp_path, "a.csv", LIST)], plan, chosen)

    assert (done.account.stays["counted"], done.unpaired) == (1, ("table, line 4",))
    bad = put(tmp_path, "b.csv", LIST.replace("\tLeft", "\tSpoke"))
    with pytest.raises(
        IngestError, match=r"\n  table, line 3: has an action other than Joined and Left$"
    ):
        ingest_attendance([bad], plan, chosen)


def test_time_in_the_waiting_room_of_zoom_is_excluded_and_counted(tmp_path: Path) -> None:
    done, table = attended(tmp_path, ZOOM, "zoom")

    assert table == {"SYN-0002,1,skype,session": 1}
    assert done.account.classes["filtered"] == 1
    assert done.account.stays["too_short"] == 1
    assert done.account.lines == 4


def test_a_meeting_of_people_who_only_waited_had_nobody(tmp_path: Path) -> None:
    done, table = attended(tmp_path, ZOOM.replace(",No\r", ",Yes\r"), "zoom")

    assert table == {}
    assert (done.account.lines, done.account.classes["filtered"]) == (4, 4)
    # No month was read of it.
    assert len((tmp_path / "out" / "engagement.log.csv").read_text().splitlines()) == 1


def test_a_row_that_does_not_say_where_somebody_was_is_of_the_meeting(tmp_path: Path) -> None:
    done, _ = attended(tmp_path, ZOOM.replace("40,Yes,No", "40,Yes,"), "zoom")

    assert (done.account.stays["counted"], done.account.classes["filtered"]) == (1, 1)


def test_a_map_that_counts_the_waiting_room_is_refused(tmp_path: Path) -> None:
    chosen = setting(tmp_path, PEOPLE, START, channel="skype")
    words = MAP.replace("%y, ", "%Y ").replace('delimiter = "\\t"\n', "")
    plan = words + 'joined = "Join time"\nleft = "Leave time"\n'
    report = put(tmp_path, "a.csv", ZOOM.replace("Bob B,,", "Bob B,b@x.example,"))

    with pytest.raises(IngestError, match=WAITING):
        ingest_attendance([report], put(tmp_path, "m.toml", plan), chosen)
    only = 'only = { "In waiting room" = ["no"] }\n'
    done = ingest_attendance([report], put(tmp_path, "m.toml", only + plan), chosen)
    assert done.account.stays["counted"] == 1


def test_meet_has_the_date_in_the_name_of_its_file(tmp_path: Path) -> None:
    name = "2022-03-18 16:00 Group - Attendance Report.csv".replace(":", "_")
    done, table = attended(tmp_path, MEET, "meet", name=name)

    assert table == {"SYN-0001,2,skype,session": 1}
    assert done.account.stays["too_short"] == 1
    with pytest.raises(
        IngestError,
        match=r"\n  table: has times without a date, and no date in the name of the file \(begin",
    ):
        attended(tmp_path, MEET, "meet", name="report.csv")


def test_a_meeting_of_meet_may_go_on_after_midnight(tmp_path: Path) -> None:
    late = MEET.replace("4:00 PM,4:58 PM", "11:58 PM,12:03 AM")

    done, _ = attended(tmp_path, late, "meet", name="2022-03-18.csv")

    assert done.account.stays["counted"] == 1


def test_who_leaves_meet_in_the_minute_of_joining_was_there_for_no_time(tmp_path: Path) -> None:
    brief = MEET.replace("4:00 PM,4:58 PM", "4:00 PM,4:00 PM")

    done, _ = attended(tmp_path, brief, "meet", name="2022-03-18.csv")

    assert (done.account.stays["counted"], done.account.stays["too_short"]) == (0, 2)


def test_a_day_that_may_be_a_month_is_refused_in_teams_and_known_in_zoom(tmp_path: Path) -> None:
    doubtful = LIST.replace("3/15/", "3/5/")

    with pytest.raises(IngestError, match="--date-order"):
        attended(tmp_path, doubtful, "teams")
    _, table = attended(tmp_path, doubtful, "teams", order="dmy")
    # 3 May is day 113, month 3.
    assert table == {"SYN-0001,3,skype,session": 1}


def test_a_report_of_something_else_is_refused(tmp_path: Path) -> None:
    for preset in ("teams", "zoom", "meet"):
        with pytest.raises(
            IngestError,
            match=rf"\n  table: is no report of {preset} in English, or one that is not known",
        ):
            attended(tmp_path, "Name,Ankunft\nx,y\n", preset)
    with pytest.raises(UsageFault, match=r"^presets are teams, zoom, meet \(--preset\)$"):
        layouts("webex")


def test_rows_to_skip_are_rows(tmp_path: Path) -> None:
    ragged = LIST + "Bob B\tJoined\r\n"

    with pytest.raises(IngestError, match="line 5: must have 3 cells"):
        attended(tmp_path, ragged, "teams")
    done, _ = attended(tmp_path, ragged, "teams", skip=["5"])
    assert done.account.classes["skipped"] == 1
    with pytest.raises(IngestError, match="line 9: is no line at which"):
        attended(tmp_path, LIST, "teams", name="c.csv", skip=["9"])
