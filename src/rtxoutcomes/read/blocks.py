"""TOML text to a checked block, with every fault at once and the path of its key."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rtxoutcomes.errors import StudyError, StudyProblem, UsageFault

# How pydantic begins the message of a validator of ours.
_PREFIX = "Value error, "
PartT = TypeVar("PartT", bound=BaseModel)


def named_content(
    source: str | Path, bundled: Mapping[str, Path], what: str, file_kind: str
) -> tuple[bytes, str]:
    """Bytes and name of a file that is given by its bundled name or by its path.

    `what` and `file_kind` are what messages call the thing and its file.

    Raises
    ------
    UsageFault
        There is no such name or file.
    """
    name = str(source)
    path = bundled.get(name, Path(source))
    try:
        return path.read_bytes(), path.name
    except IsADirectoryError:
        raise UsageFault(f"{name}: is a folder; a {file_kind} is a .toml file") from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "cannot be read"
    known = f"a bundled name ({', '.join(bundled)}) or the path of a TOML file"
    raise UsageFault(f"{name}: {why}; a {what} is {known}")


def parse_block(
    content: bytes, source: str, block: type[PartT], refused: type[StudyError]
) -> PartT:
    """The block that a TOML file holds.

    Raises
    ------
    refused
        Every fault at once, each with the path of its key.
    """
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
        problems = [p for each in _distinct(fault.errors()) for p in _problems(each, refused.kind)]
    # Raised outside the except block, where the error would keep the file alive as its context.
    raise refused(source, problems)


def _distinct(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without "too short" for a list that pydantic counts as empty because its items are faulty."""
    outer = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [e for e in errors if e["type"] != "too_short" or e["loc"] not in outer]


def _problems(error: ErrorDetails, kind: str) -> list[StudyProblem]:
    """The problems of one pydantic error; a validator joins its faults by semicolons."""
    path = _dotted(error["loc"]) or kind
    message = error["msg"]
    if message.startswith(_PREFIX):
        return [StudyProblem(path, part) for part in message.removeprefix(_PREFIX).split("; ")]
    words = {"extra_forbidden": f"is not a key of a {kind}", "missing": "is missing"}
    return [StudyProblem(path, words.get(error["type"], message))]


def _dotted(place: tuple[str | int, ...]) -> str:
    """`("scores", 0, "step")` as `scores[0].step`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
