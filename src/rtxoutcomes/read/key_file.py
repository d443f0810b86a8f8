"""The secret from which pseudonyms are made, in a file of its own."""

import stat
from pathlib import Path

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.system import HAS_MODES
from rtxoutcomes.read.content import given_bytes

SHORTEST_KEY = 32
LONGEST_KEY = 4096
_FEWEST_KINDS = 8
# The key and whatever spaces and line breaks surround it.
_MAX_BYTES = 2 * LONGEST_KEY


def read_key(path: str | Path, *, outside: Path | None = None) -> bytes:
    """The key in a file of its own, without surrounding spaces.

    Parameters
    ----------
    outside
        The folder of outputs, which must not hold the key: outputs are passed on. None where
        nothing is written.

    Raises
    ------
    UsageFault
        There is no such file, it lies in that folder, or the key is too short or too simple.
    """
    if not Path(path).exists():
        make = "`rtxoutcomes deidentify ... --new-key` makes one"
        raise UsageFault(f"the file of the key: there is none at that path; {make}")
    key = given_bytes(path, "the file of the key", _MAX_BYTES).strip()
    resolved = Path(path).resolve()
    home = outside.resolve() if outside is not None else None
    if home is not None and (home == resolved.parent or home in resolved.parents):
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
    return "others on this machine can read the file of the key; `chmod 600` lets only you read it"
