"""Keyed pseudonyms: the same patient and key give the same one, and nobody without the key can."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.identity import fold

SHORTEST_KEY = 32
_FEWEST_BYTES = 8
_PURPOSE = b"rtxoutcomes pseudonym 1\0"
_DIGITS = "0123456789"
# Without vowels no word comes of it, and without I and O none is taken for a digit.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def sound_key(content: bytes) -> bytes:
    """The key of a file, without the line's end.

    Raises
    ------
    UsageFault
        It is too short or too plain to keep anybody from trying all.
    """
    key = content.strip()
    if len(key) < SHORTEST_KEY or len(set(key)) < _FEWEST_BYTES:
        raise UsageFault(
            f"the key must have at least {SHORTEST_KEY} characters, of at least {_FEWEST_BYTES} "
            "kinds; --new-key makes one"
        )
    return key


def same_id(text: str) -> str:
    """What two spellings of one hospital number have in common: digits, capitals, spaces."""
    return fold(text).strip().casefold()


def pseudonyms(ids: Iterable[str], key: bytes, template: str) -> Mapping[str, str]:
    """Each id (as `same_id` gives it) with its pseudonym.

    The pseudonym is the template with every `#` a digit and every `@` a letter, drawn from
    HMAC-SHA-256 of the id.

    Raises
    ------
    UsageFault
        Two patients would get the same: the template is too short for so many.
    """
    found = {name: _pseudonym(name, key, template) for name in sorted(set(ids))}
    if len(set(found.values())) < len(found):
        raise UsageFault(
            f"two of {len(found)} patients would get the same pseudonym; put more # or @ into "
            "pseudonym in the map, within the study's id_pattern"
        )
    return found


def _pseudonym(name: str, key: bytes, template: str) -> str:
    digest = hmac.new(key, _PURPOSE + name.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest)
    text = ""
    for mark in template:
        letters = {"#": _DIGITS, "@": _LETTERS}.get(mark)
        if letters is None:
            text += mark
            continue
        number, rest = divmod(number, len(letters))
        text += letters[rest]
    return text
