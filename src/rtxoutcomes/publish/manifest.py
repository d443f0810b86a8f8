"""The manifest: what went in, what came out, by SHA-256. No clock, no path, no user."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.cohort import MARKS
from rtxoutcomes.owned.record import is_regular, sha256
from rtxoutcomes.publish.contents import content_digest

NAME = "manifest.json"
ENVIRONMENT = "environment.json"
CRATE = "ro-crate-metadata.json"
SCHEMA = "rtxoutcomes-manifest/2"
# What a file of ours holds at its top level, in the versions that wrote manifests.
_OURS = {NAME: {"inputs", "origin", "outputs", "package", "schema", "study"}}
_OURS[ENVIRONMENT] = {"libraries", "python"}
_OURS[CRATE] = {"@context", "@graph"}


def manifest(
    files: Mapping[str, bytes],
    *,
    inputs: Mapping[str, str],
    study: Mapping[str, str],
    origin: str,
    package: Mapping[str, str],
    allowed_numbers: Mapping[str, str] | None = None,
    exclusions: Mapping[str, int] | None = None,
    subgroup_analyses: int = 0,
    more: Mapping[str, object] | None = None,
    plan: Mapping[str, object] | None = None,
) -> bytes:
    """The manifest of `files`, as JSON with sorted keys.

    `inputs` maps the name of an input file to its SHA-256, `study` gives id and hash of the study
    file, `package` version and the hash of the lock. `contents` holds digests of the content of
    Word files and pictures, since builds differ in how they compress. `allowed_numbers` are the
    columns whose ten-digit numbers were stated not to be national codes, with the reasons.
    `exclusions` counts the patients that were excluded in memory, by reason;
    `subgroup_analyses` the outcomes that were analysed by subgroup; `plan` is the recorded plan,
    and `more` are other blocks.
    """
    digests = {name: content_digest(name, data) for name, data in files.items()}
    content: dict[str, object] = {
        "contents": {n: d for n, d in digests.items() if d is not None},
        "inputs": dict(inputs),
        "mark": MARKS[origin],
        "origin": origin,
        "outputs": {name: sha256(data) for name, data in files.items()},
        "package": dict(package),
        "schema": SCHEMA,
        "study": dict(study),
        **(more or {}),
    }
    if subgroup_analyses:
        content["subgroup_analyses"] = subgroup_analyses
    if plan:
        content["plan"] = dict(plan)
    if exclusions:
        content["exclusions"] = [
            {"reason": reason, "patients": count} for reason, count in exclusions.items()
        ]
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
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def known_files(content: bytes | None) -> frozenset[str]:
    """The files that a report wrote, from its manifest; none where there is no readable one."""
    return frozenset({NAME, ENVIRONMENT, CRATE} | recorded(content).keys())


def adopted(folder: Path) -> dict[str, str]:
    """The files of a report by its manifest, for a folder that came without our record.

    A clone of a repository brings the manifest, and may bring other files than the last run wrote.
    The manifest and environment.json are ours if they are exactly as we write them.
    """
    files = {name: own.sha256 for name, own in recorded(_read(folder / NAME)).items()}
    for name, keys in _OURS.items():
        content = _read(folder / name)
        if content is not None and _is_as_written(content, keys):
            files[name] = sha256(content)
    return files


def origin_of(folder: Path) -> str:
    """Whose data the report of a folder is about; empty where there is none."""
    return str(read_manifest(folder).get("origin", ""))


def read_manifest(folder: Path) -> dict[str, object]:
    """The manifest of a folder; empty where there is no readable one."""
    return loaded(_read(folder / NAME))


def loaded(content: bytes | None) -> dict[str, object]:
    """A manifest from the bytes of its file; empty where it is not readable."""
    try:
        listed = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    return listed if isinstance(listed, dict) else {}


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if is_regular(path) else None


def _is_as_written(content: bytes, keys: set[str]) -> bool:
    try:
        loaded = json.loads(content)
        written = json.dumps(loaded, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    except (ValueError, RecursionError):
        return False
    return isinstance(loaded, dict) and keys <= loaded.keys() and written.encode() == content
