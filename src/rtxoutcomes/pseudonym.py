"""Pseudonyms by a keyed hash: reproducible with the key, and without a table that leads back.

Under the same key and template, engagement tables and `rtxoutcomes deidentify` give a patient the
same pseudonym.
"""

import hmac
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.identity import fold
from rtxoutcomes.owned.system import HAS_MODES

SHORTEST_KEY = 32
LONGEST_KEY = 4096
TEMPLATE = "@@@@########"
_FEWEST_KINDS = 8
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


def read_key(path: str | Path, *, outside: Path) -> bytes:
    """The key in a file of its own, without surrounding spaces.

    Parameters
    ----------
    outside
        The folder of outputs, which must not hold the key: outputs are passed on.

    Raises
    ------
    UsageFault
        There is no such file, it lies in that folder, or the key is too short or too simple.
    """
    place = Path(path)
    try:
        resolved = place.resolve(strict=True)
        if not resolved.is_file():
            raise UsageFault("the key must be a file")
        with resolved.open("rb") as file:
            key = file.read(LONGEST_KEY + 1).strip()
    except (OSError, RuntimeError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "cannot be read"
        raise UsageFault(f"the file of the key: {why}") from None
    home = outside.resolve()
    if home == resolved.parent or home in resolved.parents:
        raise UsageFault("the key must not lie in the folder of the output; move it elsewhere")
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY or len(set(key)) < _FEWEST_KINDS:
        must = f"the key must have {SHORTEST_KEY} to {LONGEST_KEY} characters of at least "
        must += f"{_FEWEST_KINDS} kinds"
        make = "python -c 'import secrets; print(secrets.token_hex(32))' makes one"
        raise UsageFault(f"{must}; {make}")
    return key


def open_key(path: str | Path) -> str:
    """A warning if others than the owner of the key's file can read it; empty if they cannot."""
    others = stat.S_IRGRP | stat.S_IROTH
    if not HAS_MODES or not Path(path).exists() or not Path(path).stat().st_mode & others:
        return ""
    return "others on this machine can read the file of the key; take that right away (chmod 600)"


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
