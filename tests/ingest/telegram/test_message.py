"""One message of a Telegram export."""

from datetime import date
from typing import Any

import pytest

from rtxoutcomes.ingest.log import LineKind
from rtxoutcomes.ingest.telegram.message import TelegramMessage, read_message

SOUND: dict[str, Any] = {
    "id": 1,
    "type": "message",
    "date": "2022-02-15T16:10:59",
    "date_unixtime": "1644930659",
    "from": "Anna \u0410",
    "from_id": "user17",
    "text": "hello",
}


def read(**changes: Any) -> TelegramMessage:
    message = read_message({k: v for k, v in (SOUND | changes).items() if v is not ...})
    assert isinstance(message, TelegramMessage)
    return message


def test_a_message_has_its_time_author_and_account() -> None:
    message = read()

    assert message == TelegramMessage(
        "1",
        LineKind.MESSAGE,
        (date(2022, 2, 15).toordinal(), 970),
        "Anna \u0410",
        "user17",
        False,
    )


@pytest.mark.parametrize(
    ("changes", "kind", "asks"),
    [
        ({"text": "is it?"}, LineKind.MESSAGE, True),
        ({"text": ["see ", {"type": "link", "text": "http://x"}, " ok?"]}, LineKind.MESSAGE, True),
        ({"text": [{"type": "bold", "text": "no"}]}, LineKind.MESSAGE, False),
        ({"text": "a?\nb"}, LineKind.MESSAGE, True),
        ({"text": "", "poll": {"question": "When?", "answers": []}}, LineKind.MESSAGE, True),
        ({"text": "look?", "photo": "(File not included.)"}, LineKind.MEDIA, False),
        ({"text": "", "media_type": "voice_message", "file": "x"}, LineKind.MEDIA, False),
        ({"text": "", "location_information": {}}, LineKind.MEDIA, False),
        ({"text": "", "contact_information": {}}, LineKind.MEDIA, False),
        ({"text": ""}, LineKind.MEDIA, False),
        ({"text": []}, LineKind.MEDIA, False),
        ({"text": ...}, LineKind.MEDIA, False),
        ({"type": "service", "action": "invite_members", "from": ...}, LineKind.SYSTEM, False),
        ({"type": "service", "action": "phone_call", "from": ...}, LineKind.CALL, False),
        ({"type": "service", "action": "group_call"}, LineKind.CALL, False),
        ({"from": None}, LineKind.MESSAGE, False),
    ],
)
def test_a_message_is_of_one_kind(changes: dict[str, Any], kind: LineKind, asks: bool) -> None:
    message = read(**changes)

    assert (message.kind, message.asks) == (kind, asks)


def test_a_day_has_its_first_and_last_minute() -> None:
    times = ["2013-01-01T00:00:00", "2099-12-31T23:59:59"]

    assert [read(date=time).when for time in times] == [
        (date(2013, 1, 1).toordinal(), 0),
        (date(2099, 12, 31).toordinal(), 1_439),
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"type": "unsupported"},
            "is of a kind that is not known, so it cannot be counted or excluded",
        ),
        ({"type": ...}, "is of a kind that is not known, so it cannot be counted or excluded"),
        ({"date": "15.02.2022 16:10:59"}, "has no date, or one that does not exist"),
        ({"date": "2022-02-30T16:10:59"}, "has no date, or one that does not exist"),
        ({"date": "2022-02-15T24:10:59"}, "has no date, or one that does not exist"),
        ({"date": "2022-02-15T16:60:59"}, "has no date, or one that does not exist"),
        ({"date": "2012-12-31T16:10:59"}, "has no date, or one that does not exist"),
        ({"date": 3}, "has no date, or one that does not exist"),
        ({"id": ...}, "has no id"),
        ({"from": None, "from_id": ...}, "has no author"),
    ],
)
def test_a_rule_that_is_broken_is_named(changes: dict[str, Any], words: str) -> None:
    fault = read_message({k: v for k, v in (SOUND | changes).items() if v is not ...})

    assert fault == words
    assert read_message([1]) == "must be an object"
