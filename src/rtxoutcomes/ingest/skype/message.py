"""One message of a Skype export: its kind, time and author, and whether it asks a question."""

import re
from datetime import UTC, datetime, tzinfo
from html import unescape
from typing import NamedTuple

from rtxoutcomes.ingest.characters import handle_key
from rtxoutcomes.ingest.json_stream import Json
from rtxoutcomes.ingest.log import LineKind
from rtxoutcomes.ingest.question import asks, may_ask

_TALK = frozenset(("Text", "RichText", "RichText/Html", "Poll"))
_MEDIA = re.compile(r"RichText/(Media_|UriObject|Files|Location|Contacts)")
_SYSTEM = re.compile(
    r"(ThreadActivity|EndToEndEncryption|Control|Signal|InviteFreeRelationshipChanged)/"
    r"|Notice|PopCard|RichText/ScheduledCallInvite|Event/CallRecording"
)
_CALL = "Event/Call"
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):[0-9]{2}(?:\.[0-9]{1,9})?Z"
)
_QUOTE = re.compile(r"(</?quote\b[^<>]*>)")
_TAG = re.compile(r"<[^<>]*>")
_FIRST_YEAR, _LAST_YEAR = 2003, 2099


class SkypeMessage(NamedTuple):
    """One message; `when` is day number and minute of the day, `author` empty if there is none."""

    id: str
    kind: LineKind
    when: tuple[int, int]
    author: str
    content: str


def read_message(message: Json, zone: tzinfo) -> SkypeMessage | str:
    """The message, with its time in `zone`, or the rule that it breaks."""
    if not isinstance(message, dict):
        return "must be an object"
    kind, when = _kind(message), _when(message.get("originalarrivaltime"), zone)
    if kind is None:
        return "is of a kind that is not known, so it cannot be counted or excluded"
    if when is None:
        return "has no time of arrival, or one that does not exist"
    identity, author, content = (message.get(key) for key in ("id", "from", "content"))
    if not isinstance(identity, str) or not isinstance(content, str | None):
        return "has no id, or a content that is no text"
    if not isinstance(author, str) and kind is not LineKind.SYSTEM:
        return "has no author"
    handle = handle_key(author) if isinstance(author, str) else ""
    return SkypeMessage(identity, kind, when, handle, content or "")


def _kind(message: dict[str, Json]) -> LineKind | None:
    kind, properties = message.get("messagetype"), message.get("properties")
    if not isinstance(kind, str):
        return None
    deleted = isinstance(properties, dict) and bool(properties.get("deletetime"))
    if kind == _CALL:
        return LineKind.CALL
    if _SYSTEM.match(kind):
        return LineKind.SYSTEM
    if _MEDIA.match(kind):
        return LineKind.DELETED if deleted else LineKind.MEDIA
    if kind in _TALK:
        return LineKind.DELETED if deleted or not message.get("content") else LineKind.MESSAGE
    return None


def _when(text: Json, zone: tzinfo) -> tuple[int, int] | None:
    """Day number and minute of the day, in the zone."""
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day, hour, minute = map(int, match.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        arrival = datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
    local = arrival if zone is UTC else arrival.astimezone(zone)
    return local.toordinal(), 60 * local.hour + local.minute


def content_asks(content: str) -> bool:
    """Whether the author's own words ask a question; quoted words were asked by somebody else."""
    if not may_ask(content) and "&" not in content:
        return False
    depth, unquoted = 0, []
    for part in _QUOTE.split(content):
        if part.startswith("<quote"):
            depth += 1
        elif part.startswith("</quote"):
            depth = max(depth - 1, 0)
        elif depth == 0:
            unquoted.append(part)
    text = unescape(_TAG.sub("", "".join(unquoted)))
    return any(asks(line) for line in text.split("\n"))
