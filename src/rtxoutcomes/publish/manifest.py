"""The manifest: what went in, what came out, by SHA-256. No clock, no path, no user."""

import hashlib
import json
from collections.abc import Mapping

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
) -> bytes:
    """The manifest of `files`, as JSON with sorted keys.

    `inputs` maps the name of an input file to its SHA-256, `study` gives id and hash of the study
    file, `package` version and the hash of the lock.
    """
    content = {
        "inputs": dict(inputs),
        "origin": origin,
        "outputs": {name: sha256(files[name]) for name in sorted(files)},
        "package": dict(package),
        "schema": "rtxoutcomes-manifest/1",
        "study": dict(study),
    }
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def known_files(content: bytes | None) -> frozenset[str]:
    """The files that a report wrote, from its manifest; none where there is no readable one."""
    own = {NAME, ENVIRONMENT}
    if content is None:
        return frozenset(own)
    try:
        outputs = json.loads(content)["outputs"]
        return frozenset(own | {str(name) for name in outputs})
    except (ValueError, KeyError, TypeError):
        return frozenset(own)
