"""Does a folder hold exactly these outputs? Text by bytes, Word by its parts, PNG by its pixels."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.publish import manifest
from rtxoutcomes.publish.contents import content_digest

NUMBERS_ONLY = (".csv", ".json")


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

    An output may be absent, as those are that a repository does not keep, if the manifest of the
    folder records it as expected. `numbers_only` compares csv and json files only, for library
    versions that differ from the lock. `environment.json` is never compared.
    """
    present = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() or path.is_symlink()
    }
    expected = {name for name in files if name != manifest.ENVIRONMENT}
    listed = _content(folder, manifest.NAME)
    written = manifest.known_files(listed) - {manifest.ENVIRONMENT}
    compared = {
        name
        for name in expected
        if not numbers_only or (name.endswith(NUMBERS_ONLY) and name != manifest.NAME)
    }
    recorded = manifest.recorded(listed)
    absent = compared - present
    kept = {name for name in absent if _is_recorded(name, files[name], recorded)}
    differing = [f"{name}: is missing" for name in sorted(absent - recorded.keys())]
    differing += [
        f"{name}: is absent, and not as the manifest records it"
        for name in sorted((absent & recorded.keys()) - kept)
    ]
    differing += [
        f"{name}: is not an output of this input" for name in sorted((written & present) - expected)
    ]
    for name in sorted(compared & present):
        content = _content(folder, name)
        if content is None or not same(name, content, files[name]):
            differing.append(f"{name}: differs")
    return Comparison(tuple(differing), tuple(sorted(kept)))


def _is_recorded(name: str, data: bytes, recorded: Mapping[str, manifest.Digest]) -> bool:
    """Whether the manifest records a file of these bytes, or of this content."""
    if name not in recorded:
        return False
    own = recorded[name]
    content = content_digest(name, data)
    return own.content == content if content is not None else own.sha256 == manifest.sha256(data)


def same(name: str, one: bytes, other: bytes) -> bool:
    """Whether two files of that name have the same content."""
    if one == other:
        return True
    if name == manifest.NAME:
        return _claims(one) == _claims(other)
    content = content_digest(name, one)
    return content is not None and content == content_digest(name, other)


def _content(folder: Path, name: str) -> bytes | None:
    path = folder / name
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _claims(content: bytes) -> object:
    """The manifest without the hashes of files that are compared by their content."""
    try:
        claims = json.loads(content)
        by_content = claims["contents"]
        claims["outputs"] = {
            name: None if name in by_content else digest
            for name, digest in claims["outputs"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return claims
