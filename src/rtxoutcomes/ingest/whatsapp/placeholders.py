"""Placeholders that WhatsApp exports instead of media and deleted messages."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rtxoutcomes.ingest.characters import LEFT_TO_RIGHT, plain
from rtxoutcomes.ingest.log import LineKind

WORDS = Path(__file__).with_suffix(".toml")
# A view-once picture or a message that the phone could not show is exported empty or as "null".
_EMPTY = frozenset(("", "null"))
_MAX_LENGTH = 80
_MAPS = "maps.google"
# The last characters of a placeholder for a file.
_CLOSED = (">", ")")
_POLL = re.compile(r"[^\s:]{1,20}:\s*$")
_FILE = r"[^/\\\n]{0,200}\.[A-Za-z0-9]{2,5}"
_ATTACHED_IOS = re.compile(rf"<[^<>:]{{1,30}}:\s*{_FILE}>")
_ATTACHED_ANDROID = re.compile(rf"{_FILE} \((?P<words>[^()]{{1,40}})\)")
_NAMED_BY_WHATSAPP = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC)-[0-9]{8}-WA[0-9]{4,}\.")
_PLACE = re.compile(r"[^\s:]{1,20}: https://maps\.google\.com/\S{1,300}")
_ANGLES = re.compile(r"<[^<>]{1,78}>")


@dataclass(frozen=True, slots=True)
class Placeholders:
    """Placeholders of media and of deleted messages, and the words after an attached file's name.

    `spoken` are texts that look like a placeholder but were typed by somebody.
    """

    media: frozenset[str]
    attached: frozenset[str]
    deleted: frozenset[str]
    deleted_by: tuple[str, ...]
    spoken: frozenset[str]


@dataclass(frozen=True, slots=True)
class FirstLine:
    """The kind of a message by its first line.

    `single`: the kind holds only if the message has no further line. `doubtful`: the text looks
    like a placeholder but is not in the list.
    """

    kind: LineKind
    single: bool = False
    doubtful: bool = False


_MESSAGE = FirstLine(LineKind.MESSAGE)


def placeholders(
    media: Sequence[str] = (), deleted: Sequence[str] = (), spoken: Sequence[str] = ()
) -> Placeholders:
    """The placeholders of the package and those of the caller."""
    known = _bundled()
    return Placeholders(
        media=known["media"] | {_folded(word) for word in media},
        attached=known["attached"],
        deleted=known["deleted"] | {_folded(word) for word in deleted},
        deleted_by=tuple(sorted(known["deleted_by"])),
        spoken=frozenset(_folded(word) for word in spoken),
    )


def classify(text: str, words: Placeholders, bracket: bool) -> FirstLine:
    """Classify the first line of a message; `bracket`: its header is that of an iPhone.

    An iPhone puts U+200E before everything that the application itself wrote. A text after that
    mark is therefore not a message in any language, except a poll, which a person asks.
    """
    long = len(text) > _MAX_LENGTH and not text.endswith(_CLOSED)
    if long and _MAPS not in text and LEFT_TO_RIGHT not in text:
        return _MESSAGE
    if bracket and LEFT_TO_RIGHT in text:
        return _written_by_iphone(text, words)
    folded = _folded(text)
    if folded in words.spoken:
        return _MESSAGE
    known = _listed(folded, words)
    if known is not None or not text.rstrip().endswith(_CLOSED):
        return known or _MESSAGE
    # A message entirely in angle brackets may be a placeholder in another language.
    doubtful = _ANGLES.fullmatch(folded) is not None
    return _attached(text, words) or FirstLine(LineKind.MESSAGE, doubtful=doubtful)


def _written_by_iphone(text: str, words: Placeholders) -> FirstLine:
    head, mark, tail = text.rstrip(LEFT_TO_RIGHT).rpartition(LEFT_TO_RIGHT)
    if not mark and tail:
        return _MESSAGE
    known = _listed(_folded(tail), words)
    if known is not None or _ATTACHED_IOS.search(plain(tail)):
        return known or FirstLine(LineKind.MEDIA)
    if plain(head):
        # A person's own words, with the mark before a note about an edit, or typed.
        return _MESSAGE
    return _MESSAGE if _POLL.match(plain(tail)) else FirstLine(LineKind.SYSTEM)


def _listed(folded: str, words: Placeholders) -> FirstLine | None:
    if folded in words.media or (_MAPS in folded and _PLACE.fullmatch(folded)):
        return FirstLine(LineKind.MEDIA)
    if folded in _EMPTY:
        return FirstLine(LineKind.MEDIA, single=True)
    deleted = folded in words.deleted or folded.startswith(words.deleted_by)
    return FirstLine(LineKind.DELETED, single=True) if deleted else None


def _attached(text: str, words: Placeholders) -> FirstLine | None:
    line = plain(text)
    named = _NAMED_BY_WHATSAPP.match(line) and line.endswith(")")
    match = _ATTACHED_ANDROID.fullmatch(line)
    attached = match is not None and match["words"].casefold() in words.attached
    media = named or attached or _ATTACHED_IOS.fullmatch(line)
    return FirstLine(LineKind.MEDIA) if media else None


def _folded(text: str) -> str:
    stripped = text.strip() if text.isascii() else plain(text)
    return stripped.casefold().removesuffix(".").rstrip()


@cache
def _bundled() -> dict[str, frozenset[str]]:
    lists = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    folded = {name: frozenset(_folded(word) for word in words) for name, words in lists.items()}
    # A name follows, after a space.
    return folded | {"deleted_by": frozenset(f"{word} " for word in folded["deleted_by"])}
