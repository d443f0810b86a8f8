"""Does a folder hold exactly these outputs? By bytes, or by numbers where bytes must differ."""

import json
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.owned.record import is_regular, sha256
from rtxoutcomes.publish import manifest
from rtxoutcomes.publish.contents import content_digest
from rtxoutcomes.publish.crate import crate_claims
from rtxoutcomes.publish.manifest import CRATE
from rtxoutcomes.publish.printed import printed_text, same_in_print
from rtxoutcomes.publish.recorded import LIBRARIES_KEY
from rtxoutcomes.publish.report_id import without_id

EDITED = "was edited after the report wrote it"
# Outputs have ten digits; one unit of the last, and the rounding of a double.
TOLERANCE = 1.000001e-9
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")
# What a repository keeps, since a change of it can be read there.
ALWAYS = (".csv", ".md")
# Of figures the numbers in the csv next to them are compared, unless bytes are.
_PICTURES = (".png", ".svg", ".pdf")
_PRINTED_FILES = ("tables/", "trace.csv")
# What names the environment of a run, which `recorded.differing_versions` compares.
_ENVIRONMENT = ("package", LIBRARIES_KEY)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A folder against the expected outputs.

    `why` says of each file that differs, is missing or should not be there, what is different.
    `absent` names outputs that the folder lacks, and that its manifest records as expected.
    """

    why: Mapping[str, str]
    absent: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each file that differs."""
        return tuple(f"{name}: {why}" for name, why in self.why.items())

    @property
    def edited(self) -> tuple[str, ...]:
        """The files that somebody edited."""
        return tuple(name for name, why in self.why.items() if why == EDITED)


def compare(folder: Path, files: Mapping[str, bytes], *, exactly: bool = True) -> Comparison:
    """Compare a folder with the outputs expected in it.

    With `exactly` text is compared by bytes, Word by its parts, PNG by its pixels. Otherwise, for
    other library versions and systems: numbers within a relative 1e-9, a figure by the csv of what
    it draws, and what is printed by its words and numerals, of which one may lie one unit of its
    last digit away if all numbers agree.

    An output may be absent, as those are that a repository does not keep, if it is neither CSV nor
    Markdown and the manifest of the folder records it as expected. `environment.json` is never
    compared.
    """
    expected = files.keys() - {manifest.ENVIRONMENT}
    listed = file_content(folder, manifest.NAME)
    recorded = manifest.recorded(listed)
    written = manifest.known_files(listed) - {manifest.ENVIRONMENT}
    contents = {n: file_content(folder, n) for n in expected | written}
    present = {name for name in contents if os.path.lexists(folder / name)}
    absent = expected - present
    may_be_absent = {n for n in absent & recorded.keys() if not n.endswith(ALWAYS)}
    kept = {n for n in may_be_absent if not exactly or _is_recorded(n, files[n], recorded)}
    changed = _differing({n: contents[n] for n in expected & present}, files, exactly=exactly)
    faults = {
        "is missing": absent - may_be_absent,
        "is absent, and not as the manifest records it": may_be_absent - kept,
        "is not an output of this input": present - expected,
        EDITED: edited_files(contents, recorded) & (changed if exactly else expected & present),
    }
    faults["differs"] = changed - faults[EDITED]
    why = {name: what for what, names in faults.items() for name in sorted(names)}
    return Comparison(why, tuple(sorted(kept)))


def _differing(
    contents: Mapping[str, bytes | None], files: Mapping[str, bytes], *, exactly: bool
) -> set[str]:
    if exactly:
        return {n for n, old in contents.items() if old is None or not same(n, old, files[n])}
    # A crate holds hashes, which differ with the last digit of a number.
    contents = {name: data for name, data in contents.items() if name != CRATE}
    data = {
        n for n in contents if n.endswith((".csv", ".json")) and not n.startswith(_PRINTED_FILES)
    }
    differing = {n for n in data if (old := contents[n]) is None or not close(n, old, files[n])}
    for name in contents.keys() - data:
        old = contents[name]
        if old is None or not _alike(name, old, files[name], rounded=not differing & data):
            differing.add(name)
    return differing


def _alike(name: str, one: bytes, other: bytes, *, rounded: bool) -> bool:
    """Whether two files print the same; pictures are compared by the csv of what they draw."""
    if name.endswith(_PICTURES) or one == other:
        return True
    texts = [printed_text(name, data) for data in (one, other)]
    if texts[0] is None or texts[1] is None:
        return False
    return same_in_print(texts[0], texts[1], rounded=rounded)


def edited_files(
    contents: Mapping[str, bytes | None], recorded: Mapping[str, manifest.Digest]
) -> set[str]:
    """Files that are not what the manifest records; lines may end otherwise, as on Windows."""
    return {
        name
        for name, data in contents.items()
        if data is not None
        and name in recorded
        and not _is_recorded(name, data, recorded)
        and not (
            content_digest(name, data) is None
            and _is_recorded(name, data.replace(b"\r\n", b"\n"), recorded)
        )
    }


def _is_recorded(name: str, data: bytes, recorded: Mapping[str, manifest.Digest]) -> bool:
    """Whether the manifest records a file of these bytes, or of this content."""
    own = recorded[name]
    content = content_digest(name, data)
    return own.content == content if content is not None else own.sha256 == sha256(data)


def same(name: str, one: bytes, other: bytes) -> bool:
    """Whether two files of that name have the same content."""
    if one == other or without_id(one) == without_id(other):
        return True
    if name == manifest.NAME:
        return _claims(one) == _claims(other)
    if name == CRATE:
        return crate_claims(one) == crate_claims(other)
    content = content_digest(name, one)
    return content is not None and content == content_digest(name, other)


def close(name: str, one: bytes, other: bytes) -> bool:
    """Whether two files have the same words, and numbers within a relative 1e-9.

    Another build of a library, or another processor, rounds a sum otherwise. Of manifests the
    inputs are compared.
    """
    if same(name, one, other):
        return True
    if name == manifest.NAME:
        return _claims(one, outputs=False) == _claims(other, outputs=False)
    texts = [content.decode("utf-8", "replace") for content in (one, other)]
    numbers = [[float(number) for number in _NUMBER.findall(text)] for text in texts]
    words = [_NUMBER.split(text) for text in texts]
    return words[0] == words[1] and all(
        math.isclose(a, b, rel_tol=TOLERANCE) for a, b in zip(*numbers, strict=True)
    )


def file_content(folder: Path, name: str) -> bytes | None:
    """The bytes of a regular file within a folder; None where there is none."""
    return (folder / name).read_bytes() if is_regular(folder / name) else None


def _claims(content: bytes, *, outputs: bool = True) -> object:
    """The manifest without the hashes of files that are compared by their content."""
    try:
        claims = json.loads(content)
        contents = claims["contents"]
        hashes = {k: None if k in contents else v for k, v in claims.pop("outputs").items()}
        kept = {"hashes": hashes, "contents": contents} if outputs else {"names": sorted(hashes)}
        others = {k: v for k, v in claims.items() if k not in {*_ENVIRONMENT, "contents"}}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return kept | others
