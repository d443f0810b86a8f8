"""A file of claims: the printed numbers of a paper that has no study file."""

from pathlib import Path

from rtxoutcomes.errors import ClaimsError
from rtxoutcomes.read.blocks import parse_block
from rtxoutcomes.read.content import MAX_TOML, given_bytes
from rtxoutcomes.study import ClaimsFile


def read_claims(source: str | Path) -> ClaimsFile:
    """Read the claims of a paper from a TOML file.

    Raises
    ------
    ClaimsError
        Every fault of the file at once, each with the path of its key.
    UsageFault
        There is no such file.
    """
    path = Path(source)
    return parse_block(given_bytes(path, path.name, MAX_TOML), path.name, ClaimsFile, ClaimsError)
