"""Records that are skipped on request, and are in the account."""

import json
from pathlib import Path

import pytest

from chats import put, setting
from rtxoutcomes.errors import IngestError, UsageFault
from rtxoutcomes.ingest.run import ingest_skype, ingest_whatsapp
from rtxoutcomes.ingest.skip import parse_skips

HEAD = "13/02/2022, 09:05 - P-017: hello\n"
BAD = {
    "no such date": "31/02/2022, 09:06 - P-017: a\n",
    "no such time": "13/02/2022, 29:06 - P-017: a\n",
    "lost colon": "13/02/2022, 09:06 - P-017; a\n",
    "placeholder": "13/02/2022, 09:06 - P-017: <qwerty>\n",
    "nobody": "13/02/2022, 09:06 - Stranger: a\n",
    "another phone": "[13/02/2022, 09:06:01] P-017: a\n",
    "a day back": "10/02/2022, 09:06 - P-017: a\n",
    "cut": "13/02/2022, 09:0",
}


@pytest.mark.parametrize("what", BAD)
def test_one_unusable_record_can_be_skipped_and_is_counted(tmp_path: Path, what: str) -> None:
    rest = "" if what == "cut" else "more of it?\n13/02/2022, 09:07 - P-017: b\n"
    export = put(tmp_path, "a.txt", HEAD + BAD[what] + rest)
    chosen = setting(tmp_path)

    with pytest.raises(IngestError):
        ingest_whatsapp([export], chosen)
    done = ingest_whatsapp([export], chosen, skip=["2"])

    assert done.account.classes["skipped"] == 1
    assert done.account.messages["counted"] == (1 if what == "cut" else 2)
    assert done.account.lines == sum(done.account.classes.values())
    log = Path(chosen.out).with_suffix(".log.csv").read_text(encoding="utf-8").splitlines()
    assert all(line.endswith(",1") for line in log[1:])


def test_a_line_at_which_no_record_begins_cannot_be_skipped(tmp_path: Path) -> None:
    export = put(tmp_path, "a.txt", HEAD + "more\n" + HEAD)

    for line in ("2", "4"):
        with pytest.raises(
            IngestError,
            match=rf"\n  export, line {line}: is no line at which a record begins, so that it",
        ):
            ingest_whatsapp([export], setting(tmp_path), skip=[line])


def test_the_first_record_gives_an_export_its_form(tmp_path: Path) -> None:
    with pytest.raises(
        IngestError,
        match=r"\n  export, line 1: begins the export, and how it is written is learnt from it",
    ):
        ingest_whatsapp([put(tmp_path, "a.txt", HEAD + HEAD)], setting(tmp_path), skip=["1"])


def test_with_several_exports_a_record_is_named_with_its_own(tmp_path: Path) -> None:
    one, other = HEAD + "14/02/2022, 09:06 - P-017: <qwerty>\n", HEAD
    exports = [put(tmp_path, "a.txt", other), put(tmp_path, "b.txt", one)]

    done = ingest_whatsapp(exports, setting(tmp_path), skip=["2:2"])

    assert done.account.classes["skipped"] == 1


def test_a_message_of_skype_is_named_with_its_conversation(tmp_path: Path) -> None:
    message = {"id": "1", "originalarrivaltime": "2022-02-15T16:10:00Z", "from": "8:p"}
    talk = {
        "id": "19:x",
        "MessageList": [
            message | {"messagetype": "Text", "content": "a"},
            message | {"id": "2", "messagetype": "Unheard"},
        ],
    }
    export = put(tmp_path, "messages.json", json.dumps({"conversations": [{"id": "8:a"}, talk]}))
    roster = ["author,patient_id,role", "p,SYN-0017,patient"]
    chosen = setting(tmp_path, roster)

    with pytest.raises(IngestError, match=r"\n  export, conversation 2, message 2.*--skip 2:2"):
        ingest_skype(export, chosen)
    done = ingest_skype(export, chosen, skip=["2:2"])

    assert done.account.classes["skipped"] == done.account.classes["message"] == 1
    with pytest.raises(
        IngestError, match=r"conversation 2, message 3: is no message at which a record begins"
    ):
        ingest_skype(export, chosen, skip=["2:3"])


def test_words_become_numbers_by_export() -> None:
    assert parse_skips(["17", "3"], 1) == {1: {17, 3}}
    assert parse_skips(["2:17", "1:3", "2:18"], 2) == {1: {3}, 2: {17, 18}}
    assert parse_skips([], 4) == {}


@pytest.mark.parametrize(
    ("word", "exports", "words"),
    [
        ("0", 1, "^--skip is a line, as 17$"),
        ("x", 1, "--skip is a line"),
        ("1:2:3", 1, "--skip is a line"),
        ("17", 2, "^--skip is file and number of a record, as 2:17$"),
        ("3:1", 2, "^--skip names file 3, and 2 were given$"),
    ],
)
def test_other_words_are_a_fault_of_the_call(word: str, exports: int, words: str) -> None:
    with pytest.raises(UsageFault, match=words):
        parse_skips([word], exports)
