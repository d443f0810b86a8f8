"""TOML text to a checked block, with every fault at once and the path of its key."""

import tomllib
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rtxoutcomes.errors import StudyError, StudyProblem

_OWN = "Value error, "
Block = TypeVar("Block", bound=BaseModel)


def parse_block(
    content: bytes, source: str, block: type[Block], refused: type[StudyError]
) -> Block:
    """The block that a TOML file holds; raises `refused` with every fault."""
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refused(source, [StudyProblem("file", "must be UTF-8 text")]) from None
    # Plain ValueError: a number too long for Python. RecursionError: brackets without end.
    except (ValueError, RecursionError) as fault:
        raise refused(source, [StudyProblem("file", f"must be TOML: {fault}")]) from None
    try:
        return block.model_validate(told)
    except ValidationError as fault:
        problems = [p for each in fault.errors() for p in _problems(each, refused.kind)]
    # Raised outside the except block: within it the whole file would stay alive as context.
    raise refused(source, problems)


def _problems(error: ErrorDetails, kind: str) -> list[StudyProblem]:
    """One fault of pydantic as ours; faults that a block tells together are taken apart."""
    path = _dotted(error["loc"]) or kind
    message = error["msg"]
    if message.startswith(_OWN):
        return [StudyProblem(path, part) for part in message.removeprefix(_OWN).split("; ")]
    words = {"extra_forbidden": f"is not a key of a {kind}", "missing": "is missing"}
    return [StudyProblem(path, words.get(error["type"], message))]


def _dotted(place: tuple[str | int, ...]) -> str:
    """`("scores", 0, "step")` as `scores[0].step`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
