"""What WhatsApp writes in the place of what it leaves out, and how it is told from a message."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rtxoutcomes.ingest.characters import LEFT_TO_RIGHT, plain
from rtxoutcomes.ingest.log import Kind

WORDS = Path(__file__).with_suffix(".toml")
# A view-once picture or a message that the phone could not show is exported as nothing or "null".
_NOTHING = frozenset(("", "null"))
_LONGEST = 80
_MAPS = "maps.google"
# How the words in the place of a file end.
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
    """Words that stand for media, behind the name of an attached file, and for deleted messages.

    `spoken` are texts that look like a placeholder and are none: somebody typed them.
    """

    media: frozenset[str]
    attached: frozenset[str]
    deleted: frozenset[str]
    deleted_by: tuple[str, ...]
    spoken: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What the first line behind an author is.

    `whole`: it is that only if the message has no further line. `doubtful`: it looks like a
    placeholder and is not in the list.
    """

    kind: Kind
    whole: bool = False
    doubtful: bool = False


MESSAGE = Said(Kind.MESSAGE)


def placeholders(
    media: Sequence[str] = (), deleted: Sequence[str] = (), spoken: Sequence[str] = ()
) -> Placeholders:
    """The words that come with the package and those of the caller."""
    known = _bundled()
    return Placeholders(
        media=known["media"] | {_folded(word) for word in media},
        attached=known["attached"],
        deleted=known["deleted"] | {_folded(word) for word in deleted},
        deleted_by=tuple(sorted(known["deleted_by"])),
        spoken=frozenset(_folded(word) for word in spoken),
    )


def said(text: str, words: Placeholders, bracket: bool) -> Said:
    """What the first line of a message is; `bracket` is the header of an iPhone.

    An iPhone puts U+200E before everything that the application wrote itself, so that there a text
    behind that mark is never a message, whatever its language: but a poll, which a person asked.
    """
    if (
        len(text) > _LONGEST
        and _MAPS not in text
        and LEFT_TO_RIGHT not in text
        and not text.endswith(_CLOSED)
    ):
        return MESSAGE
    if bracket and LEFT_TO_RIGHT in text:
        return _written_by_iphone(text, words)
    folded = _folded(text)
    if folded in words.spoken:
        return MESSAGE
    known = _listed(folded, words)
    if known is not None or not text.rstrip().endswith(_CLOSED):
        return known or MESSAGE
    return _attached(text, words) or _other(folded)


def _written_by_iphone(text: str, words: Placeholders) -> Said:
    head, mark, tail = text.rstrip(LEFT_TO_RIGHT).rpartition(LEFT_TO_RIGHT)
    if not mark and tail:
        return MESSAGE
    known = _listed(_folded(tail), words)
    if known is not None or _ATTACHED_IOS.search(plain(tail)):
        return known or Said(Kind.MEDIA)
    if plain(head):
        # A person's words, in which the mark stands somewhere: beside an edit, or typed.
        return MESSAGE
    return MESSAGE if _POLL.match(plain(tail)) else Said(Kind.SYSTEM)


def _listed(folded: str, words: Placeholders) -> Said | None:
    if folded in words.media or (_MAPS in folded and _PLACE.fullmatch(folded)):
        return Said(Kind.MEDIA)
    if folded in _NOTHING:
        return Said(Kind.MEDIA, whole=True)
    gone = folded in words.deleted or folded.startswith(words.deleted_by)
    return Said(Kind.DELETED, whole=True) if gone else None


def _attached(text: str, words: Placeholders) -> Said | None:
    told = plain(text)
    if _NAMED_BY_WHATSAPP.match(told) and told.endswith(")"):
        return Said(Kind.MEDIA)
    found = _ATTACHED_ANDROID.fullmatch(told)
    if found is not None and found["words"].casefold() in words.attached:
        return Said(Kind.MEDIA)
    return Said(Kind.MEDIA) if _ATTACHED_IOS.fullmatch(told) else None


def _other(folded: str) -> Said:
    """A message; one that stands wholly in angles may be a placeholder of another language."""
    return Said(Kind.MESSAGE, doubtful=_ANGLES.fullmatch(folded) is not None)


def _folded(text: str) -> str:
    told = text.strip() if text.isascii() else plain(text)
    return told.casefold().removesuffix(".").rstrip()


@cache
def _bundled() -> dict[str, frozenset[str]]:
    told = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    folded = {name: frozenset(_folded(word) for word in words) for name, words in told.items()}
    # A name follows after a space.
    return folded | {"deleted_by": frozenset(f"{word} " for word in folded["deleted_by"])}
