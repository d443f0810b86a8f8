"""One message of a Skype export."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rtxoutcomes.ingest.log import LineKind
from rtxoutcomes.ingest.skype.message import SkypeMessage, content_asks, read_message

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
        ({}, LineKind.MESSAGE),
        ({"messagetype": "Text"}, LineKind.MESSAGE),
        ({"messagetype": "Poll"}, LineKind.MESSAGE),
        ({"properties": {"edittime": "1"}}, LineKind.MESSAGE),
        ({"properties": {"deletetime": "1"}}, LineKind.DELETED),
        ({"content": ""}, LineKind.DELETED),
        ({"content": None}, LineKind.DELETED),
        ({"messagetype": "RichText/UriObject"}, LineKind.MEDIA),
        ({"messagetype": "RichText/Media_Video"}, LineKind.MEDIA),
        (
            {"messagetype": "RichText/Media_Video", "properties": {"deletetime": 1}},
            LineKind.DELETED,
        ),
        ({"messagetype": "ThreadActivity/AddMember", "from": None}, LineKind.SYSTEM),
        ({"messagetype": "EndToEndEncryption/Key"}, LineKind.SYSTEM),
        ({"messagetype": "Event/Call"}, LineKind.CALL),
    ],
)
def test_a_message_has_its_kind(changes: dict[str, Any], kind: LineKind) -> None:
    message = read_message(SOUND | changes, UTC)

    assert isinstance(message, SkypeMessage)
    assert message.kind is kind
    assert message.content == ((SOUND | changes)["content"] or "")


def test_years_are_those_in_which_there_was_skype() -> None:
    years = {2002: False, 2003: True, 2099: True, 2100: False}

    for year, is_read in years.items():
        message = read_message(SOUND | {"originalarrivaltime": f"{year}-02-15T22:10:00Z"}, UTC)
        assert isinstance(message, SkypeMessage) is is_read


UNKNOWN = "is of a kind that is not known, so it cannot be counted or excluded"
TIMELESS = "has no time of arrival, or one that does not exist"
NO_TEXT = "has no id, or a content that is no text"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"messagetype": "Text/New"}, UNKNOWN),
        ({"messagetype": None}, UNKNOWN),
        ({"originalarrivaltime": None}, TIMELESS),
        ({"originalarrivaltime": "2022-02-30T22:10:00Z"}, TIMELESS),
        ({"originalarrivaltime": "2022-02-15T25:10:00Z"}, TIMELESS),
        ({"originalarrivaltime": "2022-02-15T22:10:00+03:30"}, TIMELESS),
        ({"originalarrivaltime": "1970-01-01T00:00:00Z"}, TIMELESS),
        ({"id": 1}, NO_TEXT),
        ({"content": {}}, NO_TEXT),
        ({"from": None}, "has no author"),
    ],
)
def test_an_incomplete_message_names_the_rule_that_it_breaks(
    changes: dict[str, Any], words: str
) -> None:
    assert read_message(SOUND | changes, UTC) == words


def test_a_message_must_be_an_object() -> None:
    assert read_message(["x"], UTC) == "must be an object"


def test_days_are_those_of_the_zone() -> None:
    here, there = (read_message(SOUND, zone) for zone in (UTC, ZoneInfo("Asia/Tehran")))

    assert isinstance(here, SkypeMessage)
    assert isinstance(there, SkypeMessage)
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
