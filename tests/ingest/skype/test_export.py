"""Skype exports, conversation by conversation."""

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats import SAMPLES
from rtxoutcomes.errors import IngestError, UsageFault
from rtxoutcomes.ingest.conversations import Conversation, choose
from rtxoutcomes.ingest.log import LineKind
from rtxoutcomes.ingest.skype import export as subject
from rtxoutcomes.ingest.skype.export import read_skype

SAMPLE = (SAMPLES / "skype_messages.json").read_bytes()


def read(source: bytes | dict[str, Any]) -> list[Conversation]:
    content = source if isinstance(source, bytes) else json.dumps(source).encode()
    return read_skype(BytesIO(content), "export")


def message(number: int, **changes: Any) -> dict[str, Any]:
    sound = {
        "id": str(number),
        "originalarrivaltime": "2022-02-15T16:10:00Z",
        "messagetype": "Text",
        "content": "hello",
        "from": "8:live:a",
    }
    return sound | changes


def export(*talks: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "userId": "8:me",
        "conversations": [
            {
                "id": f"19:{k}@thread.skype",
                "displayName": None,
                "threadProperties": {"topic": f"Topic {k}"},
                "MessageList": talk,
            }
            for k, talk in enumerate(talks)
        ],
    }


def test_the_sample_is_read_as_its_truth_says() -> None:
    (talk,) = read(SAMPLE)

    kinds = [LineKind(kind).name for kind in talk.log.kind]
    assert kinds == ["MESSAGE", "CALL", "CALL", "CALL", "CALL", "MESSAGE", "SYSTEM"]
    assert talk.log.dated == 7
    assert {(s.author, s.session, s.seconds) for s in talk.stays} == {
        ("live:nurse.a", "c1", 3300.0),
        ("live:p017", "c1", 3300.0),
        ("live:nurse.a", "c2", 3520.0),
        ("live:p017", "c2", 3401.5),
        ("live:p021", "c2", 61.0),
    }


def test_only_messages_ask() -> None:
    kinds: list[dict[str, Any]] = [
        {},
        {"messagetype": "RichText/UriObject"},
        {"properties": {"deletetime": 1}},
    ]
    asked = [message(k, content="is it open?", **kind) for k, kind in enumerate(kinds)]

    (talk,) = read(export([*asked, message(9)]))

    assert list(talk.log.asks) == [1, 0, 0, 0]


def test_a_message_that_occurs_twice_counts_once() -> None:
    (talk,) = read(export([message(1), message(1), message(2)]))

    assert list(talk.log.kind) == [LineKind.MESSAGE, LineKind.REPEATED, LineKind.MESSAGE]


def test_a_call_without_an_id_is_a_session_by_its_message() -> None:
    call = '<partlist type="ended"><part identity="a"><duration>9</duration></part></partlist>'
    (talk,) = read(export([message(1, messagetype="Event/Call", content=call)]))

    assert [stay.session for stay in talk.stays] == ["1"]


def test_faults_name_conversation_message_and_line_and_nothing_else() -> None:
    document = export(
        [message(1)], [message(2, messagetype="Secret"), message(3, **{"from": None})]
    )
    content = json.dumps(document, indent=1).encode()

    with pytest.raises(IngestError) as caught:
        read(content)

    words = str(caught.value)
    assert "export, conversation 2, message 1, line " in words
    assert "conversation 2, message 2" in words
    assert "Secret" not in words
    line = next(p.line for p in caught.value.problems)
    assert line is not None
    assert b'"2"' in b"".join(content.split(b"\n")[line - 1 : line + 2])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (message(1, messagetype="Event/Call", content="<!DOCTYPE a><a/>"), "participants"),
        (message(1, content="x" * (1024 * 1024 + 1)), "longer than 1 MiB"),
    ],
)
def test_a_hostile_content_is_refused(content: dict[str, Any], words: str) -> None:
    with pytest.raises(IngestError, match=f"message 1, line 1: .*{words}"):
        read(export([content]))


def test_many_faults_stop_the_reading() -> None:
    with pytest.raises(IngestError, match="and 1 more"):
        read(export([message(k, messagetype="x") for k in range(200)]))


@pytest.mark.parametrize("content", [b"{}", b"[]", b'{"conversations": 3}', SAMPLE[:-5]])
def test_what_is_no_export_is_refused(content: bytes) -> None:
    with pytest.raises(IngestError):
        read(content)


def test_more_conversations_than_anybody_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAX_CONVERSATIONS", 1)

    assert len(read(export([]))) == 1
    with pytest.raises(IngestError, match=r"\n  export, line 1: holds more than 1 conversations$"):
        read(export([], []))


def test_progress_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "PROGRESS_EVERY", 2)
    reports: list[str] = []

    read_skype(
        BytesIO(json.dumps(export([message(k) for k in range(5)])).encode()),
        "export",
        progress=reports.append,
    )

    assert len(reports) == 2


def test_the_only_group_is_chosen_and_of_several_the_one_that_is_named() -> None:
    one = read(export([message(1)]))
    two = read(export([message(1)], [message(2)]))

    assert choose(one, None, None) is one[0]
    assert choose(two, "Topic 1", None) is two[1]
    assert choose(two, "19:0@thread.skype", None) is two[0]


def test_topics_are_shown_on_the_terminal_only() -> None:
    talks = read(export([message(1)], [message(2)]))
    lines: list[str] = []

    with pytest.raises(UsageFault) as caught:
        choose(talks, None, lines.append)
    with pytest.raises(UsageFault, match="holds 0 conversations of that"):
        choose(talks, "Secret", None)

    assert any("Topic 1" in line for line in lines)
    assert str(caught.value) == (
        "the export holds 2 groups of 2 conversations; choose one with --group; their names are "
        "shown on a terminal only"
    )


@settings(deadline=None)
@given(st.integers(0, len(SAMPLE)), st.binary(max_size=6), st.integers(0, 6))
def test_no_change_of_an_export_breaks_the_reader(at: int, new: bytes, gone: int) -> None:
    try:
        talks = read(SAMPLE[:at] + new + SAMPLE[at + gone :])
    except IngestError:
        return

    assert all(talk.log.dated == len(talk.log.kind) for talk in talks)
