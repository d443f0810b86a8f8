"""A roster to fill in."""

from dataclasses import replace
from pathlib import Path

import pytest

from chats import ROSTER, SAMPLES, put, setting
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.members.people import read_roster
from rtxoutcomes.ingest.run import ingest_skype, ingest_whatsapp
from rtxoutcomes.ingest.setting import IngestSetting

CHAT = """\
[13/02/2022, 09:05:00] Our group: \u200eMessages and calls are end-to-end encrypted.
[13/02/2022, 09:05:00] \u202a+98\u00a0912 000 0001\u202c: hello
[13/02/2022, 09:06:00] =cmd(): hello
[13/02/2022, 09:06:00] Anna, A: hello
[13/02/2022, 09:06:00] P-017: hello
"""


def only_names(folder: Path, **changes: object) -> tuple[IngestSetting, Path]:
    place = folder / "new.csv"
    return replace(setting(folder), new_roster=place, **changes), place  # type: ignore[arg-type]


def test_every_name_has_a_row_and_the_application_its_role(tmp_path: Path) -> None:
    chosen, place = only_names(tmp_path, roster=None, start=None)

    done = ingest_whatsapp([put(tmp_path, "a.txt", CHAT)], chosen)

    assert place.read_text(encoding="utf-8").splitlines() == [
        "author,patient_id,role",
        "\u200e+98\u00a0912 000 0001,,",
        "\u200e=cmd(),,",
        '"Anna, A",,',
        "P-017,,",
        "Our group,,system",
    ]
    assert place.stat().st_mode & 0o777 == 0o600
    assert done.names == 5
    assert done.sentences() == [
        "a roster of 5 names, readable by you alone: fill in patient_id and role of each "
        "(patient, staff, system)"
    ]
    assert list((tmp_path / "out").iterdir()) == []


def test_the_rows_of_the_roster_stay_as_they_are(tmp_path: Path) -> None:
    chosen, place = only_names(tmp_path)

    ingest_whatsapp([put(tmp_path, "a.txt", CHAT)], chosen)

    lines = place.read_text(encoding="utf-8").splitlines()
    assert lines[: len(ROSTER)] == ROSTER
    assert len(lines) == len(ROSTER) + 4


def test_what_was_filled_in_is_a_roster_of_the_same_exports(tmp_path: Path) -> None:
    chosen, place = only_names(tmp_path, roster=None, start=None)
    export = put(tmp_path, "a.txt", CHAT)
    ingest_whatsapp([export], chosen)

    filled = place.read_text(encoding="utf-8").replace(",,\n", ",SYN-0017,patient\n")
    roster = put(tmp_path, "filled.csv", filled)

    assert len(read_roster(roster, setting(tmp_path).start or "").by_name) == 5
    done = ingest_whatsapp([export], replace(setting(tmp_path), roster=roster))
    assert done.account.messages["counted"] == 4


def test_a_name_that_speaks_in_one_export_is_a_person_in_all(tmp_path: Path) -> None:
    chosen, place = only_names(tmp_path, roster=None, start=None)
    silent = "[13/02/2022, 09:05:00] Anna: \u200eAnna left\n"
    exports = [put(tmp_path, "a.txt", silent), put(tmp_path, "b.txt", silent.replace("\u200e", ""))]

    ingest_whatsapp(exports, chosen)

    assert place.read_text(encoding="utf-8").splitlines()[1:] == ["Anna,,"]


def test_participants_of_calls_are_names_too(tmp_path: Path) -> None:
    chosen, place = only_names(tmp_path, roster=None, start=None)

    ingest_skype(SAMPLES / "skype_messages.json", replace(chosen, channel="skype"))

    names = [line.split(",")[0] for line in place.read_text(encoding="utf-8").splitlines()]
    assert sorted(names[1:]) == ["live:nurse.a", "live:p017", "live:p021"]


def test_names_lie_in_a_new_file_outside_the_cohort(tmp_path: Path) -> None:
    export = put(tmp_path, "a.txt", CHAT)
    for place, words in (
        (
            tmp_path / "out" / "new.csv",
            "^--new-roster must not lie in the folder of the cohort: it holds names$",
        ),
        (tmp_path / "b.txt", r"^--new-roster must name a \.csv file$"),
        (tmp_path / "no" / "new.csv", "^--new-roster must name a file in a folder that exists$"),
        (
            put(tmp_path, "there.csv", "x"),
            "^--new-roster must name a new file; there is one already$",
        ),
    ):
        with pytest.raises(UsageFault, match=words):
            ingest_whatsapp([export], replace(setting(tmp_path), new_roster=place))
    assert (tmp_path / "there.csv").read_text(encoding="utf-8") == "x"


def test_a_roster_and_start_dates_are_needed_for_anything_else(tmp_path: Path) -> None:
    with pytest.raises(
        UsageFault, match=r"^a roster and start dates are needed \(--roster, --start\)$"
    ):
        ingest_whatsapp([put(tmp_path, "a.txt", CHAT)], replace(setting(tmp_path), roster=None))
