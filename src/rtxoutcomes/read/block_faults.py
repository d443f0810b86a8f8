"""Faults of a TOML file in the words of its author: which block, what is right, known keys."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from rtxoutcomes.errors import StudyProblem
from rtxoutcomes.identity import text_mark

Place = tuple[str | int, ...]
# How pydantic begins the message of a validator of ours.
_PREFIX = "Value error, "
# How pydantic ends the place of a value that it tried as one of several kinds.
_ALTERNATIVES = ("constrained-", "function-", "literal[")
_LONGEST_KEY = 60
# By these keys an author knows one block of several.
_NAMES = ("name", "code", "column", "table", "key", "diagnosis", "channel")
_WORDS = (
    (re.compile(r"Input should be a valid (?:number|decimal).*"), "must be a number"),
    (re.compile(r"Input should be a valid integer.*"), "must be a whole number"),
    (re.compile(r"Input should be a valid string.*"), "must be text in quotes"),
    (re.compile(r"Input should be a valid boolean.*"), "must be true or false"),
    (re.compile(r"Input should be a valid (?:tuple|list).*"), "must be a list in [ ]"),
    (re.compile(r"Input should be a valid dictionary.*"), "must be a block of keys"),
    (re.compile(r"Input should be "), "must be "),
    (re.compile(r"String should "), "must "),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read, the block that it should be, and a right one to show examples of."""

    content: Mapping[str, object]
    block: type[BaseModel]
    kind: str
    example: Mapping[str, object]


def problems_of(error: ErrorDetails, document: Document) -> list[StudyProblem]:
    """The problems of one pydantic error; a validator joins its faults by semicolons."""
    place = error["loc"]
    path = path_of(place, document.content) or document.kind
    message = error["msg"]
    if message.startswith(_PREFIX):
        return [StudyProblem(path, part) for part in message.removeprefix(_PREFIX).split("; ")]
    if error["type"] == "extra_forbidden":
        return [StudyProblem(path, f"is not a key of a {document.kind}{_keys(place, document)}")]
    must = "is missing" if error["type"] == "missing" else _worded(message)
    return [StudyProblem(path, f"{must}{_example(place, document.example)}")]


def without_alternatives(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """One error where a value was tried as each of several kinds: our own words, else the first."""
    kept: dict[Place, ErrorDetails] = {}
    for error in errors:
        tried = error["loc"][-1:] and str(error["loc"][-1]).startswith(_ALTERNATIVES)
        place = error["loc"][:-1] if tried else error["loc"]
        if place not in kept or error["msg"].startswith(_PREFIX):
            kept[place] = {**error, "loc": place}
    return list(kept.values())


def path_of(place: Place, content: object) -> str:
    """`("scores", 0, "step")` as `scores.edss.step`: a block of several by its name.

    Where the name is missing or not the only one of its kind, it is `scores[0]`.
    """
    text, value = "", content
    for part in place:
        text += _item(value, part) if isinstance(part, int) else f".{_shown(part)}"
        value = _inside(value, part)
    return text.removeprefix(".")


def _item(items: object, number: int) -> str:
    names = [_name(item) for item in items] if isinstance(items, Sequence) else []
    name = names[number] if number < len(names) else ""
    return f".{name}" if name and names.count(name) == 1 else f"[{number}]"


def _name(item: object) -> str:
    """What the author calls a block; empty where that may not be shown."""
    if not isinstance(item, Mapping):
        return ""
    name = next((item[key] for key in _NAMES if isinstance(item.get(key), str)), "")
    short = name.isprintable() and 0 < len(name) <= _LONGEST_KEY
    return name if short and text_mark(name) is None else ""


def _inside(value: object, part: str | int) -> object:
    if isinstance(part, str) and isinstance(value, Mapping):
        return value.get(part)
    if isinstance(part, int) and isinstance(value, Sequence) and part < len(value):
        return value[part]
    return None


def _shown(key: str) -> str:
    """A key as messages may print it: one that no study file has may be anything."""
    return key if key.isprintable() and len(key) <= _LONGEST_KEY else ascii(key[:_LONGEST_KEY])


def _worded(message: str) -> str:
    for pattern, words in _WORDS:
        if pattern.match(message):
            return pattern.sub(words, message, count=1)
    return message


def _keys(place: Place, document: Document) -> str:
    """The key that was probably meant, else all that there are."""
    known = list(_block_at(document.block, place[:-1]).model_fields)
    near = get_close_matches(str(place[-1]).lower(), known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; keys here are {', '.join(known)}"


def _block_at(block: type[BaseModel], place: Place) -> type[BaseModel]:
    """The block that a place in the file describes."""
    for part in place:
        field = block.model_fields.get(part) if isinstance(part, str) else None
        if field is not None:
            block = _block_in(field.annotation) or block
    return block


def _block_in(annotation: object) -> type[BaseModel] | None:
    """The first block within an annotation such as a tuple, an option or a mapping of blocks."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_block_in(argument) for argument in get_args(annotation))
    return next((block for block in inner if block is not None), None)


def _example(place: Place, example: object) -> str:
    """The same key as a right file has it; empty where that file does not have it."""
    value = example
    for part in place:
        value = _inside(value, 0 if isinstance(part, int) else part)
    if value is None or not isinstance(place[-1], str) or isinstance(value, Mapping):
        return ""
    return f"; for example {place[-1]} = {_toml(value)}"


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(item)}' for key, item in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)
