"""Does a folder hold exactly these outputs? Text by bytes, Word by its parts, PNG by its pixels."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from rtxoutcomes.publish import manifest

NUMBERS_ONLY = (".csv", ".json")


def differences(
    folder: Path, files: Mapping[str, bytes], *, numbers_only: bool = False
) -> list[str]:
    """Names of files that are missing, differ, or should not be there, each with the reason.

    `numbers_only` compares csv and json files only, for library versions that differ from the
    lock. `environment.json` is never compared.
    """
    present = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() or path.is_symlink()
    }
    expected = {name for name in files if name != manifest.ENVIRONMENT}
    written = manifest.known_files(_content(folder, manifest.NAME)) - {manifest.ENVIRONMENT}
    found = [f"{name}: is missing" for name in sorted(expected - present)]
    found += [
        f"{name}: is not an output of this input" for name in sorted((written & present) - expected)
    ]
    for name in sorted(expected & present):
        if numbers_only and (not name.endswith(NUMBERS_ONLY) or name == manifest.NAME):
            continue
        content = _content(folder, name)
        if content is None or not same(name, content, files[name]):
            found.append(f"{name}: differs")
    return found


def same(name: str, one: bytes, other: bytes) -> bool:
    """Whether two files of that name say the same."""
    if one == other:
        return True
    if name.endswith(".docx"):
        return _parts(one) == _parts(other)
    if name.endswith(".png"):
        return _pixels_equal(one, other)
    if name == manifest.NAME:
        return _claims(one) == _claims(other)
    return False


def _content(folder: Path, name: str) -> bytes | None:
    path = folder / name
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _parts(content: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError):
        return None


def _pixels_equal(one: bytes, other: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(one)) as a, Image.open(io.BytesIO(other)) as b:
            return a.size == b.size and bool(np.array_equal(np.asarray(a), np.asarray(b)))
    except OSError:
        return False


def _claims(content: bytes) -> object:
    """The manifest without the hashes of files that are compared by what they hold."""
    try:
        told = json.loads(content)
        told["outputs"] = {
            name: None if name.endswith((".png", ".docx")) else digest
            for name, digest in told["outputs"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return told
