"""Exports that earlier versions misread, from the phone to the numbers."""

from pathlib import Path

import pytest

from chats import put, setting
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.outcome import Ingested
from rtxoutcomes.ingest.run import ingest_whatsapp

PEOPLE = [
    "author,patient_id,role",
    "Anna A,SYN-0001,patient",
    "Bob B,SYN-0002,patient",
    "Nurse N,,staff",
    "Thursday,,system",
]
START = ["patient_id,start_date", "SYN-0001,2022-01-10", "SYN-0002,2022-01-10"]
IPHONE = """\
[18/03/2022, 09:00:05] Thursday: \u200eMessages and calls are end-to-end encrypted.
[18/03/2022, 09:01:05] Anna A: \u200eThis message was deleted by admin \u200eNurse N.
[18/03/2022, 09:02:05] Anna A: \u200eAnna A changed their phone number. \u200eTap to add it.
[18/03/2022, 09:03:05] Anna A: \u200eYour security code with Anna A changed. \u200eTap here.
[18/03/2022, 09:04:05] Anna A: \u200eMissed voice call. \u200eTap to call back
[18/03/2022, 09:05:05] Anna A: \u200eVideo call. \u200e4 min
[18/03/2022, 09:06:05] Bob B: hello
"""
POLL = """\
[18/03/2022, 09:06:05] Anna A: hello everybody
[18/03/2022, 09:07:00] Bob B: \u200eBob B pinned a message
[18/03/2022, 09:08:00] Bob B: \u200ePOLL:
when shall we meet?
\u200eOPTION: Monday (\u200e2 votes)
[18/03/2022, 09:09:00] Bob B: \u200eVoice call, \u200e12 min
[18/03/2022, 09:09:20] Bob B: \u200eLocation: https://maps.google.com/?q=35.0,51.0
[18/03/2022, 09:09:40] Anna A: fine \u200e<This message was edited>
[18/03/2022, 09:09:50] Anna A: is that so? \u200e<This message was edited>
"""
ANDROID = """\
18/03/2022, 09:00 - Messages and calls are end-to-end encrypted.
18/03/2022, 09:01 - Anna A: location: https://maps.google.com/?q=35.7,51.4
18/03/2022, 09:02 - Anna A: live location shared
18/03/2022, 09:03 - Bob B: Carl C.vcf (file attached)
18/03/2022, 09:04 - Bob B: null
18/03/2022, 09:05 - Bob B:\u0020
18/03/2022, 09:06 - Bob B: <attached: 0001-AUDIO.opus>
18/03/2022, 09:07 - Bob B: text
"""
CALLS = """\
7/20/22, 9:00 AM - Messages and calls are end-to-end encrypted.
7/20/22, 10:01 AM - Anna A: Missed video call, Tap to call back
7/20/22, 10:02 AM - Anna A: Missed voice call
7/21/22, 10:03 AM - Missed group voice call from Anna A
7/21/22, 10:03 AM - Bob B: hello
"""
COLONS = """\
18/03/2022, 09:00 - Anna A:one
18/03/2022, 09:01 - Anna A\u200e: two
18/03/2022, 09:02 - Anna A:\u00a0three
18/03/2022, 09:03 - Anna A\uff1afour
18/03/2022, 09:04 - Anna A left
18/03/2022, 09:05 - Bob B: text
"""


def ingested(folder: Path, text: str, name: str = "chat.txt") -> tuple[Ingested, dict[str, int]]:
    chosen = setting(folder, PEOPLE, START)
    done = ingest_whatsapp([put(folder, name, text)], chosen)
    lines = Path(chosen.out).read_text(encoding="utf-8").splitlines()[1:]
    return done, {line.rpartition(",")[0]: int(line.rpartition(",")[2]) for line in lines}


@pytest.mark.parametrize(
    ("text", "classes", "counts"),
    [
        (IPHONE, [1, 0, 1, 3, 0, 2, 0, 0, 0], {"SYN-0002,2,whatsapp,message": 1}),
        (
            POLL,
            [4, 1, 0, 1, 0, 1, 0, 0, 0],
            {
                "SYN-0001,2,whatsapp,message": 3,
                "SYN-0001,2,whatsapp,question": 1,
                "SYN-0002,2,whatsapp,message": 1,
                "SYN-0002,2,whatsapp,question": 1,
            },
        ),
        (ANDROID, [1, 6, 0, 1, 0, 0, 0, 0, 0], {"SYN-0002,2,whatsapp,message": 1}),
        (CALLS, [1, 0, 0, 2, 0, 2, 0, 0, 0], {"SYN-0002,6,whatsapp,message": 1}),
        (
            COLONS,
            [5, 0, 0, 1, 0, 0, 0, 0, 0],
            {"SYN-0001,2,whatsapp,message": 4, "SYN-0002,2,whatsapp,message": 1},
        ),
    ],
    ids=["iphone", "poll", "android", "calls", "colons"],
)
def test_each_line_is_of_its_class(
    tmp_path: Path, text: str, classes: list[int], counts: dict[str, int]
) -> None:
    done, table = ingested(tmp_path, text)

    # message, media, deleted, system, staff, call, repeated, skipped, filtered
    assert list(done.account.classes.values()) == classes
    assert done.account.lines == sum(classes)
    assert table == counts


def test_a_name_that_has_lost_its_colon_is_refused(tmp_path: Path) -> None:
    text = "18/03/2022, 09:00 - Anna A; hello\n18/03/2022, 09:05 - Bob B: text\n"

    with pytest.raises(
        IngestError,
        match=r"\n  export, line 1: begins with a name of the roster, but neither with a colon",
    ) as caught:
        ingested(tmp_path, text)
    assert "Anna" not in str(caught.value)
