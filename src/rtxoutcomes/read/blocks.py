"""TOML text to a checked block, with every fault at once and the path of its key."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rtxoutcomes.errors import StudyError, StudyProblem, UsageFault
from rtxoutcomes.read.block_faults import Document, problems_of, without_alternatives
from rtxoutcomes.read.content import MAX_TOML, given_bytes

MOST_LISTED = 200
# A key of very many parts takes the parser of TOML a time that grows with their square.
_PART = rb"(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+"
_DEEP_KEY = re.compile(rb"(?<![A-Za-z0-9_.-])(?:" + _PART + rb"){32}")
PartT = TypeVar("PartT", bound=BaseModel)


def named_content(source: str | Path, bundled: Mapping[str, Path], what: str) -> tuple[bytes, str]:
    """Bytes and name of a file that is given by its bundled name or by its path.

    `what` is what messages call the thing.

    Raises
    ------
    UsageFault
        There is no such name or file, or the file is not one that may be read.
    """
    name = str(source)
    path = bundled.get(name, Path(source))
    try:
        return given_bytes(path, name, MAX_TOML), path.name
    except UsageFault as fault:
        why = str(fault)
    known = f"a bundled name ({', '.join(bundled)}) or the path of a TOML file"
    raise UsageFault(f"{why}; a {what} is {known}")


def parse_block(
    content: bytes,
    source: str,
    block: type[PartT],
    refused: type[StudyError],
    example: Callable[[], bytes] = bytes,
) -> PartT:
    """The block that a TOML file holds.

    `example` gives a right file, with which faults are explained.

    Raises
    ------
    refused
        Every fault at once, each with the path of its key.
    """
    if _DEEP_KEY.search(content):
        raise refused(source, [StudyProblem("file", "must not hold a key of more than 32 parts")])
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refused(source, [StudyProblem("file", "must be UTF-8 text")]) from None
    # ValueError: a number too long for Python. RecursionError: too many nested brackets.
    except (ValueError, RecursionError) as fault:
        raise refused(source, [StudyProblem("file", f"must be TOML: {fault}")]) from None
    try:
        return block.model_validate(document)
    except ValidationError as fault:
        every = fault.errors(include_url=False, include_context=False, include_input=False)
        found = without_alternatives(every)
    right = tomllib.loads(example().decode())
    read = Document(document, block, refused.kind, right)
    problems = [p for each in _distinct(found) for p in problems_of(each, read)]
    # Raised outside the except block, where the error would keep the file alive as its context.
    raise refused(source, _listed(problems))


def _distinct(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without "too short" for a list that pydantic counts as empty because its items are faulty."""
    outer = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [e for e in errors if e["type"] != "too_short" or e["loc"] not in outer]


def _listed(problems: list[StudyProblem]) -> list[StudyProblem]:
    """The first of very many, and how many there are."""
    more = len(problems) - MOST_LISTED
    if more <= 0:
        return problems
    return [*problems[:MOST_LISTED], StudyProblem("file", f"has {more:,} more faults like these")]
