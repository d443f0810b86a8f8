"""One message of a Skype export: what it is, when it came, whose it is, and whether it asks."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from html import unescape

from rtxoutcomes.ingest.characters import handle_key
from rtxoutcomes.ingest.log import Kind
from rtxoutcomes.ingest.question import asks, may_ask
from rtxoutcomes.ingest.skype.json_stream import Json

_TALK = frozenset(("Text", "RichText", "RichText/Html", "Poll"))
_MEDIA = (
    "RichText/Media_",
    "RichText/UriObject",
    "RichText/Files",
    "RichText/Location",
    "RichText/Contacts",
)
_SYSTEM = (
    "ThreadActivity/",
    "EndToEndEncryption/",
    "Notice",
    "PopCard",
    "Control/",
    "Signal/",
    "RichText/ScheduledCallInvite",
    "InviteFreeRelationshipChanged/",
    "Event/CallRecording",
)
_CALL = "Event/Call"
_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):[0-9]{2}"
    r"(?:\.[0-9]{1,9})?Z"
)
_QUOTE = re.compile(r"(</?quote\b[^<>]*>)")
_TAG = re.compile(r"<[^<>]*>")
_FIRST_YEAR, _LAST_YEAR = 2003, 2099


@dataclass(frozen=True, slots=True)
class Line:
    """One message: its id, what it is, day and minute, whose it is, and its text."""

    id: str
    kind: Kind
    when: tuple[int, int]
    who: str
    content: str


def read_message(message: Json, zone: tzinfo) -> Line | str:
    """A message as the reader wants it, or what is wrong with it."""
    if not isinstance(message, dict):
        return "must be an object"
    kind, when = _kind(message), _when(message.get("originalarrivaltime"), zone)
    if kind is None:
        return "is of a kind that is not known, so it cannot be counted or left out"
    if when is None:
        return "has no time of arrival, or one that does not exist"
    mark, author, content = (message.get(key) for key in ("id", "from", "content"))
    if not isinstance(mark, str) or not isinstance(content, str | None):
        return "has no id, or a content that is no text"
    if not isinstance(author, str) and kind is not Kind.SYSTEM:
        return "has no author"
    who = handle_key(author) if isinstance(author, str) else ""
    return Line(mark, kind, when, who, content or "")


def _kind(message: dict[str, Json]) -> Kind | None:
    told, properties = message.get("messagetype"), message.get("properties")
    if not isinstance(told, str):
        return None
    deleted = isinstance(properties, dict) and bool(properties.get("deletetime"))
    if told == _CALL:
        return Kind.CALL
    if told.startswith(_SYSTEM):
        return Kind.SYSTEM
    if told.startswith(_MEDIA):
        return Kind.DELETED if deleted else Kind.MEDIA
    if told in _TALK:
        return Kind.DELETED if deleted or not message.get("content") else Kind.MESSAGE
    return None


def _when(text: Json, zone: tzinfo) -> tuple[int, int] | None:
    """Day number and minute of the day, in the zone."""
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    try:
        day = date.fromisoformat(found["day"])
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return None
        told = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
    local = told if zone is UTC else told.astimezone(zone)
    return local.toordinal(), 60 * local.hour + local.minute


def content_asks(content: str) -> bool:
    """Whether a person's own words ask something; what is quoted was asked by somebody else."""
    if not may_ask(content) and "&" not in content:
        return False
    depth, own = 0, []
    for part in _QUOTE.split(content):
        if part.startswith("<quote"):
            depth += 1
        elif part.startswith("</quote"):
            depth = max(depth - 1, 0)
        elif depth == 0:
            own.append(part)
    text = unescape(_TAG.sub("", "".join(own)))
    return any(asks(line) for line in text.split("\n"))
