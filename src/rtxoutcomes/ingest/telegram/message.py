"""One message of a Telegram export: its kind, time and author, and whether it asks a question."""

import re
from datetime import date
from typing import NamedTuple

from rtxoutcomes.ingest.characters import name_key
from rtxoutcomes.ingest.json_stream import Json
from rtxoutcomes.ingest.log import LineKind
from rtxoutcomes.ingest.question import asks

# What a message holds besides text; a caption does not make a picture a message.
_MEDIA = frozenset(
    (
        *("photo", "file", "media_type", "sticker_emoji", "story", "dice", "paid_stars_amount"),
        *("location_information", "live_location_period_seconds", "place_name"),
        *("contact_information", "game_title", "invoice_information", "giveaway_information"),
    )
)
_CALLS = frozenset(("phone_call", "group_call", "invite_to_group_call", "group_call_scheduled"))
_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 2013, 2099


class TelegramMessage(NamedTuple):
    """One message; `when` is day number and minute of the day.

    `author` is the name as it is shown, `account` the id of the account; both may be empty.
    """

    id: str
    kind: LineKind
    when: tuple[int, int]
    author: str
    account: str
    asks: bool


def read_message(message: Json) -> TelegramMessage | str:
    """The message, or the rule that it breaks."""
    if not isinstance(message, dict):
        return "must be an object"
    kind, when = _kind(message), _when(message.get("date"))
    if kind is None:
        return "is of a kind that is not known, so it cannot be counted or excluded"
    if when is None:
        return "has no date, or one that does not exist"
    identity = message.get("id")
    if not isinstance(identity, int | str):
        return "has no id"
    author, account = (_text_of(message.get(key)) for key in ("from", "from_id"))
    if kind not in (LineKind.SYSTEM, LineKind.CALL) and not (author or account):
        return "has no author"
    text = _words(message)
    question = kind is LineKind.MESSAGE and any(asks(line) for line in text.split("\n"))
    return TelegramMessage(str(identity), kind, when, name_key(author), name_key(account), question)


def _kind(message: dict[str, Json]) -> LineKind | None:
    if message.get("type") == "service":
        return LineKind.CALL if message.get("action") in _CALLS else LineKind.SYSTEM
    if message.get("type") != "message":
        return None
    if "poll" in message:
        return LineKind.MESSAGE
    if not _MEDIA.isdisjoint(message):
        return LineKind.MEDIA
    # What the application cannot show is exported without text.
    return LineKind.MESSAGE if _words(message).strip() else LineKind.MEDIA


def _words(message: dict[str, Json]) -> str:
    """The text, of which links and mentions are parts of their own; the question of a poll."""
    poll = message.get("poll")
    if isinstance(poll, dict):
        return _text_of(poll.get("question"))
    text = message.get("text")
    parts = text if isinstance(text, list) else [text]
    return "".join(_text_of(p.get("text") if isinstance(p, dict) else p) for p in parts)


def _text_of(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _when(text: Json) -> tuple[int, int] | None:
    """Day number and minute of the day, in the time of the computer that made the export."""
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day, hour, minute = map(int, match.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR or hour > 23 or minute > 59:
        return None
    try:
        return date(year, month, day).toordinal(), 60 * hour + minute
    except ValueError:
        return None
