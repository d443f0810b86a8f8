"""One message of a Skype export."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rtxoutcomes.ingest.log import Kind
from rtxoutcomes.ingest.skype.message import Line, content_asks, read_message

SOUND: dict[str, Any] = {
    "id": "1",
    "originalarrivaltime": "2022-02-15T22:10:00.1234567Z",
    "messagetype": "RichText",
    "content": "hello",
    "from": "8:live:p017",
    "properties": None,
}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, Kind.MESSAGE),
        ({"messagetype": "Text"}, Kind.MESSAGE),
        ({"messagetype": "Poll"}, Kind.MESSAGE),
        ({"properties": {"edittime": "1"}}, Kind.MESSAGE),
        ({"properties": {"deletetime": "1"}}, Kind.DELETED),
        ({"content": ""}, Kind.DELETED),
        ({"content": None}, Kind.DELETED),
        ({"messagetype": "RichText/UriObject"}, Kind.MEDIA),
        ({"messagetype": "RichText/Media_Video"}, Kind.MEDIA),
        ({"messagetype": "RichText/Media_Video", "properties": {"deletetime": 1}}, Kind.DELETED),
        ({"messagetype": "ThreadActivity/AddMember", "from": None}, Kind.SYSTEM),
        ({"messagetype": "EndToEndEncryption/Key"}, Kind.SYSTEM),
        ({"messagetype": "Event/Call"}, Kind.CALL),
    ],
)
def test_the_kind_of_a_message_is_told(changes: dict[str, Any], kind: Kind) -> None:
    told = read_message(SOUND | changes, UTC)

    assert isinstance(told, Line)
    assert told.kind is kind


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"messagetype": "Text/New"}, "kind that is not known"),
        ({"messagetype": None}, "kind that is not known"),
        ({"originalarrivaltime": None}, "no time"),
        ({"originalarrivaltime": "2022-02-30T22:10:00Z"}, "no time"),
        ({"originalarrivaltime": "2022-02-15T25:10:00Z"}, "no time"),
        ({"originalarrivaltime": "2022-02-15T22:10:00+03:30"}, "no time"),
        ({"originalarrivaltime": "1970-01-01T00:00:00Z"}, "no time"),
        ({"id": 1}, "no id"),
        ({"content": {}}, "content"),
        ({"from": None}, "no author"),
    ],
)
def test_what_cannot_be_placed_is_told(changes: dict[str, Any], words: str) -> None:
    told = read_message(SOUND | changes, UTC)

    assert isinstance(told, str)
    assert words in told


def test_what_is_no_object_is_told() -> None:
    assert read_message(["x"], UTC) == "must be an object"


def test_days_are_those_of_the_zone() -> None:
    here, there = (read_message(SOUND, zone) for zone in (UTC, ZoneInfo("Asia/Tehran")))

    assert isinstance(here, Line)
    assert isinstance(there, Line)
    assert here.when[1] == 22 * 60 + 10
    assert there.when == (here.when[0] + 1, 60 + 40)


QUOTE = (
    '<quote author="x"><legacyquote>[1] x: </legacyquote>is it?<legacyquote> </legacyquote></quote>'
)


@pytest.mark.parametrize(
    ("content", "asking"),
    [
        ("is it?", True),
        ("is it?<ss type='smile'>:)</ss>", False),
        ("is it? <b>x</b>", True),
        ("<b>is it?</b>", True),
        ("&quot;is it? yes&quot;", True),
        (f"{QUOTE}yes", False),
        (f"{QUOTE}why?", True),
        (f"{QUOTE}{QUOTE}no</quote>", False),
        (f"<quote>a{QUOTE}b?</quote>no", False),
        ("no &amp; no", False),
        ('<a href="http://x?y">link</a>', False),
        ("one\nwhy?\ntwo", True),
    ],
)
def test_only_a_persons_own_words_ask(content: str, asking: bool) -> None:
    assert content_asks(content) is asking


def test_a_content_made_to_be_slow_is_not() -> None:
    for piece in ("<quote ", "<quote>", "</quote>", "<", "&", "? <"):
        assert content_asks(piece * 100_000) in (True, False)
