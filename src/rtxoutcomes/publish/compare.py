"""Does a folder hold exactly these outputs? Text by bytes, Word by its parts, PNG by its pixels."""

import json
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.owned.record import sha256
from rtxoutcomes.publish import manifest
from rtxoutcomes.publish.contents import content_digest
from rtxoutcomes.publish.crate import crate_claims
from rtxoutcomes.publish.manifest import CRATE

NUMBERS_ONLY = (".csv", ".json")
# Outputs have ten digits; one unit of the last, and the rounding of a double.
_TOLERANCE = 1.000001e-9
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")
# What a repository keeps, since a change of it can be read there.
ALWAYS = (".csv", ".md")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A folder against the expected outputs.

    `differing` says of each file that differs, is missing or should not be there, why. `absent`
    names outputs that the folder lacks, but whose digest in its manifest is the expected one.
    """

    differing: tuple[str, ...]
    absent: tuple[str, ...]


def compare(folder: Path, files: Mapping[str, bytes], *, numbers_only: bool = False) -> Comparison:
    """Compare a folder with the outputs expected in it.

    An output may be absent, as those are that a repository does not keep, if it is neither CSV nor
    Markdown and the manifest of the folder records it as expected. `numbers_only` compares csv and
    json files only, by their numbers, for library versions that differ from the lock and for other
    systems. `environment.json` is never compared.
    """
    expected = files.keys() - {manifest.ENVIRONMENT}
    listed = _content(folder, manifest.NAME)
    written = manifest.known_files(listed) - {manifest.ENVIRONMENT}
    present = {name for name in expected | written if os.path.lexists(folder / name)}
    # A crate holds hashes, which differ with the last digit of a number.
    records = {manifest.NAME, CRATE}
    numbers = {name for name in expected - records if name.endswith(NUMBERS_ONLY)}
    compared = numbers if numbers_only else expected
    recorded = manifest.recorded(listed)
    absent = compared - present
    may_be_absent = {n for n in absent & recorded.keys() if not n.endswith(ALWAYS)}
    kept = {name for name in may_be_absent if _is_recorded(name, files[name], recorded)}
    alike = close if numbers_only else same
    contents = {name: _content(folder, name) for name in compared & present}
    changed = {n for n, old in contents.items() if old is None or not alike(n, old, files[n])}
    faults = {
        "is missing": absent - may_be_absent,
        "is absent, and not as the manifest records it": may_be_absent - kept,
        "is not an output of this input": (written & present) - expected,
        "differs": changed,
    }
    differing = (f"{name}: {what}" for what, names in faults.items() for name in sorted(names))
    return Comparison(tuple(differing), tuple(sorted(kept)))


def _is_recorded(name: str, data: bytes, recorded: Mapping[str, manifest.Digest]) -> bool:
    """Whether the manifest records a file of these bytes, or of this content."""
    if name not in recorded:
        return False
    own = recorded[name]
    content = content_digest(name, data)
    return own.content == content if content is not None else own.sha256 == sha256(data)


def same(name: str, one: bytes, other: bytes) -> bool:
    """Whether two files of that name have the same content."""
    if one == other:
        return True
    if name == manifest.NAME:
        return _claims(one) == _claims(other)
    if name == CRATE:
        return crate_claims(one) == crate_claims(other)
    content = content_digest(name, one)
    return content is not None and content == content_digest(name, other)


def close(name: str, one: bytes, other: bytes) -> bool:
    """Whether two files have the same words, and numbers within a relative 1e-9.

    Another build of a library, or another processor, rounds a sum otherwise.
    """
    if same(name, one, other):
        return True
    texts = [content.decode("utf-8", "replace") for content in (one, other)]
    numbers = [[float(number) for number in _NUMBER.findall(text)] for text in texts]
    words = [_NUMBER.split(text) for text in texts]
    return words[0] == words[1] and all(
        math.isclose(a, b, rel_tol=_TOLERANCE) for a, b in zip(*numbers, strict=True)
    )


def _content(folder: Path, name: str) -> bytes | None:
    path = folder / name
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _claims(content: bytes) -> object:
    """The manifest without the hashes of files that are compared by their content."""
    try:
        claims = json.loads(content)
        outputs, contents = claims["outputs"], claims["contents"]
        claims["outputs"] = {k: None if k in contents else v for k, v in outputs.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return claims
