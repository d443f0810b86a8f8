"""Placeholders that WhatsApp exports instead of media and deleted messages."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rtxoutcomes.ingest.characters import DIGITS, LEFT_TO_RIGHT, MARKS, SPACES, plain
from rtxoutcomes.ingest.log import LineKind

WORDS = Path(__file__).with_suffix(".toml")
# A view-once picture or a message that the phone could not show is exported empty or as "null".
_EMPTY = frozenset(("", "null"))
_MAX_LENGTH = 80
_MAPS = "maps.google"
# The last characters of a placeholder for a file.
_CLOSED = (">", ")")
_ANGLE = ">"
# An iPhone begins with U+200E what the application itself wrote.
_OF_APPLICATION = re.compile(f"[{MARKS}{SPACES}]{{0,8}}{LEFT_TO_RIGHT}")
_POLL = re.compile(r"[^\s:]{1,20}:\s*$")
_FILE = r"[^/\\\n]{0,200}\.[A-Za-z0-9]{2,5}"
_ATTACHED_IOS = re.compile(rf"<[^<>:]{{1,30}}:\s*{_FILE}>")
_ATTACHED_ANDROID = re.compile(rf"{_FILE} \((?P<words>[^()]{{1,40}})\)")
_NAMED_BY_WHATSAPP = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC)-[0-9]{8}-WA[0-9]{4,}\.")
_CONTACT = re.compile(r"[^/\\\n]{1,200}\.vcf \([^()]{1,40}\)")
_PLACE = re.compile(r"[^\s:]{1,20}: https://maps\.google\.com/\S{1,300}")
_ANGLES = re.compile(r"<[^<>]{1,78}>")
# English names of media that are not in the list, as "<Video note omitted>".
_OMITTED = re.compile(r"<[a-z ]{1,40} omitted>")
# "4 min", "12 min \u2022 3 joined"
_LENGTH = re.compile(
    rf"[{DIGITS}]{{1,3}} [^\W\d_]{{1,12}}(?: \u2022 [{DIGITS}]{{1,3}} [^\W\d_]{{1,12}})?"
)


@dataclass(frozen=True, slots=True)
class FirstLine:
    """The kind of a message by its first line.

    `single`: the kind holds only if the message has no further line. `doubtful`: the text looks
    like a placeholder but is not in the list.
    """

    kind: LineKind
    single: bool = False
    doubtful: bool = False


_MESSAGE, _MEDIA = FirstLine(LineKind.MESSAGE), FirstLine(LineKind.MEDIA)
_DELETED, _CALL = FirstLine(LineKind.DELETED, single=True), FirstLine(LineKind.CALL, single=True)
_NOTHING = FirstLine(LineKind.MEDIA, single=True)


@dataclass(frozen=True, slots=True)
class Placeholders:
    """Placeholders of media, deleted messages and calls: `exact` texts and the kind of each.

    `attached` may follow a file's name, `deleted_by` begins a deleted message, `call_back` may
    follow a call that was `missed` and a length one of the `calls`; `edited` ends a message that
    was edited. `spoken` are texts that look like a placeholder but were typed by somebody.
    """

    exact: Mapping[str, FirstLine]
    attached: frozenset[str]
    deleted_by: tuple[str, ...]
    missed: frozenset[str]
    calls: frozenset[str]
    call_back: frozenset[str]
    edited: tuple[str, ...]
    spoken: frozenset[str]


def placeholders(
    media: Sequence[str] = (), deleted: Sequence[str] = (), spoken: Sequence[str] = ()
) -> Placeholders:
    """The placeholders of the package and those of the caller."""
    known = _bundled()
    kinds = (
        (_MEDIA, [*known["media"], *map(_folded, media)]),
        (_DELETED, [*known["deleted"], *map(_folded, deleted)]),
        (_CALL, known["missed"]),
        (_NOTHING, _EMPTY),
    )
    return Placeholders(
        exact={word: kind for kind, words in kinds for word in words},
        attached=known["attached"],
        deleted_by=tuple(sorted(known["deleted_by"])),
        missed=known["missed"],
        calls=known["calls"],
        call_back=known["call_back"],
        edited=tuple(sorted(known["edited"])),
        spoken=frozenset(map(_folded, spoken)),
    )


def classify(text: str, words: Placeholders, bracket: bool) -> FirstLine:
    """Classify the first line of a message; `bracket`: its header is that of an iPhone.

    An iPhone puts U+200E before everything that the application itself wrote. A text after that
    mark is therefore not a message in any language, except a poll, which a person asks.
    """
    if bracket and LEFT_TO_RIGHT in text and _OF_APPLICATION.match(text):
        return _of_application(text, words)
    long = len(text) > _MAX_LENGTH and not text.endswith(_CLOSED)
    if long and _MAPS not in text and LEFT_TO_RIGHT not in text:
        return _MESSAGE
    if bracket and LEFT_TO_RIGHT in text:
        return _with_note(text, words)
    folded = _folded(text)
    if folded in words.spoken:
        return _MESSAGE
    if folded.endswith(_ANGLE):
        folded = _unedited(folded, words)
    known = _listed(folded, words)
    if known is not None or not text.rstrip().endswith(_CLOSED):
        return known or _MESSAGE
    # A message entirely in angle brackets may be a placeholder in another language.
    doubtful = _ANGLES.fullmatch(folded) is not None
    return _attached(text, words) or FirstLine(LineKind.MESSAGE, doubtful=doubtful)


def _of_application(text: str, words: Placeholders) -> FirstLine:
    """What an iPhone wrote itself, however many marks follow the first; a poll is a message."""
    folded = _unedited(_folded(text), words)
    known = _listed(folded, words)
    if known is not None:
        return FirstLine(known.kind)
    if _ATTACHED_IOS.search(plain(text)):
        return _MEDIA
    return _MESSAGE if _POLL.match(plain(text)) else FirstLine(LineKind.SYSTEM)


def _with_note(text: str, words: Placeholders) -> FirstLine:
    """A person's words or a file's name, with the mark before a note: of media, or of an edit."""
    tail = text.rstrip(LEFT_TO_RIGHT).rpartition(LEFT_TO_RIGHT)[2]
    if tail == text.rstrip(LEFT_TO_RIGHT):
        return _MESSAGE
    known = _listed(_folded(tail), words)
    if known is not None or _ATTACHED_IOS.search(plain(tail)):
        return known or _MEDIA
    return _MESSAGE


def _unedited(folded: str, words: Placeholders) -> str:
    """Without the note that the message was edited, unless it is nothing else."""
    if not folded.endswith(words.edited):
        return folded
    note = next(note for note in words.edited if folded.endswith(note))
    return folded.removesuffix(note).rstrip()


def _listed(folded: str, words: Placeholders) -> FirstLine | None:
    exact = words.exact.get(folded)
    if exact is not None:
        return exact
    if _MAPS in folded and _PLACE.fullmatch(folded):
        return _MEDIA
    if folded.startswith(words.deleted_by):
        return _DELETED
    if _is_call(folded, words):
        return _CALL
    return _MEDIA if folded.endswith(_ANGLE) and _OMITTED.fullmatch(folded) else None


def _is_call(folded: str, words: Placeholders) -> bool:
    """A missed call with an invitation to call back, or a call with its length."""
    for mark in (", ", ". "):
        if mark in folded:
            call, _, rest = folded.partition(mark)
            if call in words.missed or call in words.calls:
                return rest in words.call_back or _LENGTH.fullmatch(rest) is not None
    return False


def _attached(text: str, words: Placeholders) -> FirstLine | None:
    line = plain(text)
    named = _NAMED_BY_WHATSAPP.match(line) and line.endswith(")")
    match = _ATTACHED_ANDROID.fullmatch(line)
    attached = match is not None and match["words"].casefold() in words.attached
    media = named or attached or _CONTACT.fullmatch(line) or _ATTACHED_IOS.fullmatch(line)
    return _MEDIA if media else None


def _folded(text: str) -> str:
    stripped = text.strip() if text.isascii() else plain(text)
    folded = stripped.casefold().removesuffix(".").rstrip()
    # Some languages have spaces within the brackets.
    if folded.startswith("< ") and folded.endswith(">"):
        return f"<{folded[1:-1].strip()}>"
    return folded


@cache
def _bundled() -> dict[str, frozenset[str]]:
    lists = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    folded = {name: frozenset(_folded(word) for word in words) for name, words in lists.items()}
    # A name follows, after a space.
    return folded | {"deleted_by": frozenset(f"{word} " for word in folded["deleted_by"])}
