"""Telegram exports, of one chat and of all."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats import lines, put, setting
from rtxoutcomes.errors import IngestError, UsageFault
from rtxoutcomes.ingest.conversations import Conversation
from rtxoutcomes.ingest.run import ingest_telegram
from rtxoutcomes.ingest.telegram import export as subject
from rtxoutcomes.ingest.telegram.export import read_telegram

PEOPLE = ["author,patient_id,role", "Anna,SYN-1,patient", "user2,SYN-2,patient", "Nurse,,staff"]
START = ["patient_id,start_date", "SYN-1,2022-02-01", "SYN-2,2022-02-01"]


def message(
    number: int, author: str = "Anna", text: str = "hello", **changes: Any
) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": f"2022-02-{number:02}T16:10:00",
        "from": author,
        "from_id": f"user-{author}",
        "text": text,
    } | changes


def chat(*messages: dict[str, Any], **changes: Any) -> dict[str, Any]:
    known = {"name": "Our group", "type": "private_supergroup", "id": 123}
    return known | changes | {"messages": list(messages)}


def read(source: Any, known: tuple[str, ...] = (), **options: Any) -> list[Conversation]:
    return read_telegram(BytesIO(json.dumps(source).encode()), "export", known, **options)


def test_an_export_of_one_chat_is_that_chat() -> None:
    (only,) = read(chat(message(1), message(2, "Bob", "why?"), type="personal_chat"))

    assert lines(only.log) == [
        ("Anna", "2022-02-01 16:10", "MESSAGE", False),
        ("Bob", "2022-02-02 16:10", "MESSAGE", True),
    ]
    assert (only.is_group, only.titles, only.log.dated) == (True, {"Our group", "123"}, 2)


def test_a_chat_without_a_name_has_no_empty_title() -> None:
    (only,) = read(chat(message(1), name=""))

    assert only.titles == {"123"}


def test_an_export_of_everything_has_its_chats() -> None:
    other = chat(message(1), name="Anna", type="personal_chat", id=5)
    source = {
        "about": "x",
        "chats": {"about": "y", "list": [chat(message(1)), other]},
        "left_chats": {"list": [chat(message(3), name="Old")]},
    }

    chats = read(source)

    assert [(c.is_group, sorted(c.titles), c.log.dated) for c in chats] == [
        (True, ["123", "Our group"], 1),
        (False, ["5", "Anna"], 1),
        (True, ["123", "Old"], 1),
    ]


def test_an_account_of_the_roster_is_its_author_whatever_its_name() -> None:
    rows = [
        message(1, "Anna", from_id="user2"),
        message(2, "Anna"),
        message(3, "", from_id="user9"),
    ]

    (only,) = read(chat(*rows), ("user2", "Anna"))

    assert list(only.log.authors) == ["user2", "Anna", "user9"]


def test_two_accounts_of_one_name_are_refused_unless_the_roster_tells_them_apart() -> None:
    rows = [message(1), message(2, from_id="user8")]

    with pytest.raises(
        IngestError,
        match=r"\n  export, chat 1, message 2, line 1: is of another account than earlier",
    ):
        read(chat(*rows))
    assert len(read(chat(*rows), ("user8",))[0].log.authors) == 2


def test_what_is_not_known_is_refused_by_its_place_and_can_be_skipped() -> None:
    rows = [message(1), message(2, type="unsupported"), message(3)]

    with pytest.raises(
        IngestError,
        match=r"\n  export, chat 1, message 2, line 1: .* \(export again, or --skip 1:2\)$",
    ):
        read(chat(*rows))
    (only,) = read(chat(*rows), skips={1: frozenset({2})})
    assert (only.log.dated, only.log.skipped()) == (3, 1)
    with pytest.raises(IngestError, match="message 9"):
        read(chat(message(1)), skips={1: frozenset({9})})


def test_as_many_chats_and_problems_as_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    source = {"chats": {"list": [chat(message(1)), chat(message(1))]}}
    monkeypatch.setattr(subject, "MAX_CONVERSATIONS", 2)
    assert len(read(source)) == 2
    monkeypatch.setattr(subject, "MAX_CONVERSATIONS", 1)
    with pytest.raises(IngestError, match=r"\n  export, line 1: holds more than 1 chats$"):
        read(source)

    bad = [message(1, date="x") for _ in range(40)]
    with pytest.raises(IngestError) as caught:
        read(chat(*bad))
    assert len(caught.value.problems) == 21


def test_a_long_chat_reports_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "PROGRESS_EVERY", 2)
    stages: list[str] = []

    read(chat(*[message(k) for k in range(1, 6)]), progress=stages.append)

    assert stages == [f"export, chat 1, {k} messages read" for k in (2, 4)]


def test_a_message_with_an_earlier_id_is_repeated() -> None:
    (only,) = read(chat(message(1), message(1)))

    assert [line[2] for line in lines(only.log)] == ["MESSAGE", "REPEATED"]


@pytest.mark.parametrize("source", [{}, {"name": "x"}, {"chats": {"about": 1}}, chat()])
def test_an_export_without_messages_is_refused(source: dict[str, Any]) -> None:
    with pytest.raises(
        IngestError,
        match=r"\n  export: holds no messages \(is it result.json of the export \(JSON\)\?\)$",
    ):
        read(source)


def test_counts_and_the_account_are_those_of_the_chat(tmp_path: Path) -> None:
    rows = [
        message(1, text="hello?"),
        message(2, text="", photo="x"),
        message(3, "Bob", from_id="user2"),
        message(4, "Nurse"),
        message(5, type="service", action="join_group_by_link"),
        message(6, type="service", action="group_call"),
    ]
    chosen = setting(tmp_path, PEOPLE, START)
    export = put(tmp_path, "result.json", json.dumps({"chats": {"list": [chat(*rows)]}}))

    done = ingest_telegram(export, chosen)

    table = Path(chosen.out).read_text(encoding="utf-8").splitlines()[1:]
    assert table == [
        "SYN-1,0,whatsapp,message,1",
        "SYN-1,0,whatsapp,question,1",
        "SYN-2,0,whatsapp,message,1",
    ]
    assert {k: n for k, n in done.account.classes.items() if n} == {
        "message": 2,
        "media": 1,
        "system": 1,
        "staff": 1,
        "call": 1,
    }
    bad = put(tmp_path, "b.json", json.dumps(chat(message(1, date="x"))))
    with pytest.raises(IngestError, match=r"\n  export, chat 1, message 1, line 1: has no date"):
        ingest_telegram(bad, chosen)
    with pytest.raises(UsageFault, match="0 conversations of that topic"):
        ingest_telegram(export, chosen, group="Another")
    with pytest.raises(
        UsageFault, match=r"^export: must be result\.json, as Telegram exported it \(format JSON\)$"
    ):
        ingest_telegram(put(tmp_path, "messages.html", "x"), chosen)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["messages", "chats", "list", "id", "type", "date", "from", "text"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        chats = read_telegram(BytesIO(content), "export", ())
    except IngestError:
        return

    assert all(c.log.dated == len(c.log.kind) for c in chats)
