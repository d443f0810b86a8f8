"""The manifest: what went in, what came out, by SHA-256. No clock, no path, no user."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from rtxoutcomes.publish.contents import content_digest

NAME = "manifest.json"
ENVIRONMENT = "environment.json"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest(
    files: Mapping[str, bytes],
    *,
    inputs: Mapping[str, str],
    study: Mapping[str, str],
    origin: str,
    package: Mapping[str, str],
    allowed_numbers: Mapping[str, str] | None = None,
) -> bytes:
    """The manifest of `files`, as JSON with sorted keys.

    `inputs` maps the name of an input file to its SHA-256, `study` gives id and hash of the study
    file, `package` version and the hash of the lock. `contents` holds digests of the content of
    Word files and pictures, since builds differ in how they compress. `allowed_numbers` are the
    columns whose ten-digit numbers were stated not to be national codes, with the reasons.
    """
    digests = {name: content_digest(name, data) for name, data in files.items()}
    content = {
        "contents": {n: d for n, d in digests.items() if d is not None},
        "inputs": dict(inputs),
        "origin": origin,
        "outputs": {name: sha256(data) for name, data in files.items()},
        "package": dict(package),
        "schema": "rtxoutcomes-manifest/2",
        "study": dict(study),
    }
    if allowed_numbers:
        content["allowed_numbers"] = dict(allowed_numbers)
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Digest:
    """The SHA-256 of a file, and that of its content where it is compressed."""

    sha256: str
    content: str | None


def recorded(content: bytes | None) -> dict[str, Digest]:
    """The digests of each output in a manifest; none where there is no readable one."""
    try:
        listed = json.loads(content or b"{}")
        contents = listed.get("contents", {})
        return {k: Digest(str(v), contents.get(k)) for k, v in listed["outputs"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def known_files(content: bytes | None) -> frozenset[str]:
    """The files that a report wrote, from its manifest; none where there is no readable one."""
    return frozenset({NAME, ENVIRONMENT} | recorded(content).keys())
