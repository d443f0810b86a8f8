"""Pseudonyms by a keyed hash: reproducible with the key, and without a table that leads back.

Under the same key and template, engagement tables and `rtxoutcomes deidentify` give a patient the
same pseudonym.
"""

import hmac
import re
from collections.abc import Iterable

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.identity import fold

TEMPLATE = "@@@@########"
FEWEST_DRAWN = 3
TEMPLATE_PATTERN = re.compile(r"[A-Za-z0-9@#-]{1,32}")
_PURPOSE = b"rtxoutcomes pseudonym 1\x00"
_DIGITS = "0123456789"
# Without vowels no letters form a word; without I and O none resembles a digit.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def same_id(identifier: str) -> str:
    """The common form of all spellings of a hospital number: digits, capitals, spaces."""
    return fold(identifier).strip().casefold()


def pseudonyms(identifiers: Iterable[str], key: bytes, template: str = TEMPLATE) -> dict[str, str]:
    """The pseudonym of each identifier, spellings of one number alike.

    The template's every `#` becomes a digit and every `@` a capital letter, drawn from HMAC-SHA-256
    of the identifier; the rest of it stays.

    Raises
    ------
    UsageFault
        The template is invalid, or so short that two patients would share a pseudonym.
    """
    drawn = template.count("#") + template.count("@")
    if TEMPLATE_PATTERN.fullmatch(template) is None or drawn < FEWEST_DRAWN:
        must = f"letters, digits, - and at least {FEWEST_DRAWN} of # (a digit) and @ (a letter)"
        raise UsageFault(f"a template of pseudonyms holds {must}, as {TEMPLATE}")
    by_id = {name: _pseudonym(same_id(name), key, template) for name in identifiers}
    if len(set(by_id.values())) != len({same_id(name) for name in by_id}):
        raise UsageFault("two patients would share a pseudonym; use a longer template")
    return by_id


def _pseudonym(identifier: str, key: bytes, template: str) -> str:
    digest = hmac.digest(key, _PURPOSE + identifier.encode("utf-8"), "sha256")
    number = int.from_bytes(digest, "big")
    text = ""
    for mark in template:
        letters = {"#": _DIGITS, "@": _LETTERS}.get(mark)
        if letters is None:
            text += mark
        else:
            number, rest = divmod(number, len(letters))
            text += letters[rest]
    return text
