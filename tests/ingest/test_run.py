"""From exports to a cohort that validates."""

import csv
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chats import BUNDLED, ROSTER, SAMPLES, START, TRUTH, put, setting
from rtxoutcomes.errors import IngestError, RtxError, UsageFault
from rtxoutcomes.ingest.run import ingest_attendance, ingest_skype, ingest_whatsapp
from rtxoutcomes.ingest.setting import IngestSetting
from rtxoutcomes.intake import read_cohort

CHAT = SAMPLES / "android_24h_dmy.txt"
HANDLES = [
    "author,patient_id,role",
    "live:p017,SYN-0017,patient",
    "8:live:p021,SYN-0021,patient",
    "live:nurse.a,,staff",
]


def rows(chosen: IngestSetting) -> list[list[str]]:
    text = Path(chosen.out).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


def test_whatsapp_and_skype_become_one_table_of_a_sound_cohort(tmp_path: Path) -> None:
    chosen = setting(tmp_path, [*ROSTER, *HANDLES[1:]])
    patients = ["patient_id,diagnosis,follow_up_months", "SYN-0017,RRMS,24", "SYN-0021,SPMS,12.5"]
    put(tmp_path / "out", "patients.csv", patients)
    put(tmp_path / "out", "cohort.toml", ['origin = "synthetic"'])

    ingest_whatsapp([CHAT], chosen)
    sessions = IngestSetting(
        chosen.roster, chosen.start, chosen.out, BUNDLED, "skype", named={"session": "session"}
    )
    done = ingest_skype(SAMPLES / "skype_export.tar", sessions)

    cohort = read_cohort(tmp_path / "out", BUNDLED)
    assert cohort.engagement is not None
    assert len(cohort.engagement) == done.rows + done.kept == 6
    assert rows(chosen) == [
        ["SYN-0017", "0", "skype", "session", "1"],
        ["SYN-0017", "0", "whatsapp", "message", "1"],
        ["SYN-0017", "0", "whatsapp", "question", "1"],
        ["SYN-0017", "1", "skype", "session", "1"],
        ["SYN-0021", "1", "whatsapp", "message", "1"],
        ["SYN-0021", "1", "whatsapp", "question", "1"],
    ]


def test_attendance_needs_a_minimum_stay(tmp_path: Path) -> None:
    chosen = setting(tmp_path, HANDLES, channel="skype")

    default = ingest_skype(SAMPLES / "skype_messages.json", chosen)
    again = replace(chosen, mode="replace")
    without = ingest_skype(SAMPLES / "skype_messages.json", again, least_seconds=0)

    # As the truth of the sample says: P-017 two sessions, P-021 none, and one without a threshold.
    assert default.account.stays["counted"] == 2
    assert without.account.stays["counted"] == 3
    assert default.account.classes["call"] == 4


def test_a_table_of_attendance_is_counted(tmp_path: Path) -> None:
    table = [
        "Name,In,Out",
        "P-017,2022-02-03 16:00,2022-02-03 17:00",
        "P-021,2022-02-03 16:00,2022-02-03 16:04",
        "Nurse A,2022-02-03 16:00,2022-02-03 17:00",
    ]
    columns = put(
        tmp_path,
        "map.toml",
        'time_format = "%Y-%m-%d %H:%M"\n[columns]\nperson = "Name"\njoined = "In"\nleft = "Out"\n',
    )
    chosen = setting(tmp_path, channel="skype")

    done = ingest_attendance([put(tmp_path, "t.csv", table)], columns, chosen)

    assert rows(chosen) == [["SYN-0017", "0", "skype", "session", "1"]]
    assert done.account.lines == done.account.classes["call"] == 3
    assert done.account.stays["too_short"] == done.account.stays["staff"] == 1


def test_two_phones_count_once_and_two_groups_twice(tmp_path: Path) -> None:
    chosen = setting(tmp_path)
    other = CHAT.read_text(encoding="utf-8").replace("Good evening", "Good night")

    merged = ingest_whatsapp([CHAT, CHAT], chosen)
    with pytest.raises(IngestError, match="--separate-groups"):
        ingest_whatsapp([CHAT, CHAT], chosen, groups="separate")
    apart = put(tmp_path, "b.txt", other.replace("sore throat", "cough").replace("call", "ring"))
    both = ingest_whatsapp(
        [CHAT, put(tmp_path, "c.txt", apart.read_text().replace("On Tuesday", "On Friday"))],
        replace(chosen, mode="replace"),
        groups="separate",
    )

    assert merged.account.messages["counted"] == 2
    assert merged.account.classes["repeated"] == 5
    assert both.account.messages["counted"] == 4


def test_a_zip_is_read_as_the_text_in_it(tmp_path: Path) -> None:
    chosen = setting(tmp_path)
    with zipfile.ZipFile(tmp_path / "chat.zip", "w") as archive:
        archive.write(CHAT, "WhatsApp Chat with Canary.txt")

    ingest_whatsapp([CHAT], chosen)
    plain = Path(chosen.out).read_bytes()
    ingest_whatsapp([tmp_path / "chat.zip"], replace(chosen, mode="replace"))

    assert Path(chosen.out).read_bytes() == plain


def test_a_time_zone_moves_the_day_and_must_exist(tmp_path: Path) -> None:
    chosen = setting(tmp_path, HANDLES, channel="skype")

    ingest_skype(SAMPLES / "skype_messages.json", chosen, time_zone="Asia/Tehran")
    for name in ("Asia/Nowhere", "", "../x", "Asia"):
        with pytest.raises(UsageFault, match="no such time zone"):
            ingest_skype(SAMPLES / "skype_messages.json", chosen, time_zone=name)


def test_the_earlier_table_is_unchanged_after_a_refusal(tmp_path: Path) -> None:
    chosen = setting(tmp_path)
    ingest_whatsapp([CHAT], chosen)
    before = Path(chosen.out).read_bytes()

    with pytest.raises(IngestError):
        ingest_whatsapp([SAMPLES / "ambiguous_short.txt"], chosen)

    assert Path(chosen.out).read_bytes() == before
    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir() if path.is_file()) == [
        "engagement.csv",
        "engagement.log.csv",
    ]


CANARIES = ("Canary Name", "canary words", "+98 912 000 0001", "live:canary")


def broken_chat(name: str) -> Callable[[Path], object]:
    """A run that fails, in whose inputs every word is a canary."""
    ways: dict[str, tuple[str, list[str]]] = {
        "unknown": ("13/02/2022, 09:05 - Canary Name: canary words\n", ROSTER),
        "two shapes": (
            "13/02/2022, 09:05 - Canary Name: canary words\n"
            "[13/02/2022, 09:05:01] +98 912 000 0001: a\n",
            ROSTER,
        ),
        "no date": (
            "13/02/2022, 09:05 - Canary Name: a\n31/02/2022, 09:05 - Canary Name: a\n",
            ROSTER,
        ),
        "no header": ("Canary Name: canary words\n", ROSTER),
        "placeholder": ("13/02/2022, 09:05 - Canary Name: <canary words>\n", ROSTER),
        "roster": ("", [*ROSTER, "Canary Name,live:canary,+98 912 000 0001"]),
        "roster columns": ("", ["Canary Name,live:canary"]),
        "roster quotes": ("", [*ROSTER, '"Canary Name']),
        "roster id": ("", [*ROSTER, "Canary Name,live:canary,patient"]),
    }
    text, roster = ways[name]

    def run(folder: Path) -> object:
        export = put(folder, "WhatsApp Chat with Canary Name.txt", text)
        return ingest_whatsapp([export], setting(folder, roster))

    return run


def broken_skype(**changes: Any) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        message = {
            "id": "canary words",
            "originalarrivaltime": "2022-02-15T16:10:00Z",
            "messagetype": "Text",
            "content": "canary words",
            "from": "8:live:canary",
        }
        talk = {
            "id": "19:live:canary",
            "displayName": "Canary Name",
            "MessageList": [message | changes],
        }
        export = put(folder, "messages.json", json.dumps({"conversations": [talk]}))
        return ingest_skype(export, setting(folder, HANDLES, channel="skype"))

    return run


RUNS = {
    **{
        name: broken_chat(name)
        for name in (
            "unknown",
            "two shapes",
            "no date",
            "no header",
            "placeholder",
            "roster",
            "roster columns",
            "roster quotes",
            "roster id",
        )
    },
    "skype unknown": broken_skype(),
    "skype kind": broken_skype(messagetype="canary words"),
    "skype time": broken_skype(originalarrivaltime="canary words"),
    "skype call": broken_skype(messagetype="Event/Call"),
    "skype group": broken_skype(MessageList=[]),
}


@pytest.mark.parametrize("name", RUNS)
def test_no_name_word_or_handle_leaves_with_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(RtxError) as caught:
        RUNS[name](tmp_path)

    seen: list[BaseException | None] = [caught.value]
    for fault in seen:
        if fault is not None:
            text = f"{fault!r} {fault} {vars(fault)} {fault.args} {getattr(fault, '__notes__', '')}"
            assert not [canary for canary in CANARIES if canary in text]
            seen += [fault.__cause__, fault.__context__]
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("name", sorted(set(TRUTH) - {"ambiguous_short"}))
def test_no_name_or_word_stands_in_the_table_of_any_phone(tmp_path: Path, name: str) -> None:
    truth = TRUTH[name]
    authors = sorted(set(truth["authors"]))
    roster = ["author,patient_id,role"]
    roster += [f'"{author}",SYN-{k:04},patient' for k, author in enumerate(authors)]
    start = ["patient_id,start_date", *(f"SYN-{k:04},2022-01-01" for k in range(len(authors)))]
    chosen = setting(tmp_path, roster, start)

    done = ingest_whatsapp(
        [SAMPLES / f"{name}.txt"],
        chosen,
        calendar="jalali" if name == "persian_jalali" else "gregorian",
    )

    text = Path(chosen.out).read_text(encoding="utf-8")
    words = {word for body in truth["bodies"] for word in body.split() if len(word) > 4}
    words -= {"message", "question", "whatsapp"}
    assert not [word for word in [*authors, *words] if word in text]
    assert done.account.lines == truth["messages"] + truth["system"]
    assert done.account.classes["system"] == truth["system"]
    assert (
        sum(int(row[4]) for row in rows(chosen) if row[3] == "message")
        == (done.account.messages["counted"])
    )


def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    line = "13/02/2022, 09:05 - P-017: " + "word " * 200 + "\n"
    export = put(tmp_path, "a.txt", line * 20_000)
    chosen = setting(tmp_path, ROSTER, START)

    tracemalloc.start()
    try:
        ingest_whatsapp([export], chosen)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # The text is 20 MB; a block of it, the columns and the tables of words are under 8.
    assert peak < 8_000_000
