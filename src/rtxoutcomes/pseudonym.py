"""Pseudonyms by a keyed hash: the same key gives the same pseudonym, and no table leads back."""

import hmac
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from rtxoutcomes.errors import UsageFault

SHORTEST_KEY = 32
LONGEST_KEY = 4096
_DIGITS = 8
_PURPOSE = b"rtxoutcomes patient\x00"


def pseudonym(identifier: str, key: bytes) -> str:
    """`P` and eight digits from HMAC-SHA256 of an identifier (composed, without spaces around).

    Two of a thousand patients share one with a probability of 1 in 200: see `pseudonyms`.
    """
    told = unicodedata.normalize("NFC", identifier).strip().encode("utf-8")
    digest = hmac.digest(key, _PURPOSE + told, "sha256")
    return f"P{int.from_bytes(digest[:16], 'big') % 10**_DIGITS:0{_DIGITS}d}"


def pseudonyms(identifiers: Iterable[str], key: bytes) -> dict[str, str]:
    """The pseudonym of each identifier.

    Raises
    ------
    UsageFault
        Two of them would share one: another key has to be made.
    """
    told = {name: pseudonym(name, key) for name in identifiers}
    if len(set(told.values())) != len({unicodedata.normalize("NFC", n).strip() for n in told}):
        raise UsageFault("two patients would share a pseudonym under this key; make another key")
    return told


def read_key(path: str | Path, *, outside: Path) -> bytes:
    """The key in a file of its own, line breaks at its end left out.

    Parameters
    ----------
    outside
        A folder of outputs: whoever gets the outputs must not get the key with them.

    Raises
    ------
    UsageFault
        There is no such file, it lies in that folder, or it holds fewer than 32 bytes or more than
        4096.
    """
    place = Path(path)
    try:
        resolved = place.resolve(strict=True)
        if not resolved.is_file():
            raise UsageFault("the key must be a file")
        with resolved.open("rb") as file:
            key = file.read(LONGEST_KEY + 1).rstrip(b"\r\n")
    except (OSError, RuntimeError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "cannot be read"
        raise UsageFault(f"the file of the key: {why}") from None
    home = outside.resolve()
    if home == resolved.parent or home in resolved.parents:
        raise UsageFault("the key must not lie in the folder of the output; move it elsewhere")
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        must = f"the key must have {SHORTEST_KEY} to {LONGEST_KEY} bytes"
        raise UsageFault(
            f"{must}; python -c 'import secrets; print(secrets.token_hex(32))' makes one"
        )
    return key
