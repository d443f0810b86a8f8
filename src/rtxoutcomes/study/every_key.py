"""Every key of a study file: its default, its choices, its meaning, and whether it is required."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from rtxoutcomes.parts import Part
from rtxoutcomes.study.key_words import KeyWords, key_words
from rtxoutcomes.study.model import Study
from rtxoutcomes.study.template import value_text

_HEAD = """\
# Every key that a study file may have, block by block. A key that is not required may be omitted;
# it then has the value shown here. To set one, write it into its block above, without the #.
"""
_UNIONS = (Union, UnionType)


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, its path, whether it is required, its default and its few values.

    `default` is TOML; empty where the key has none.
    """

    name: str
    path: str
    is_required: bool
    default: str
    choices: tuple[object, ...]

    @property
    def words(self) -> KeyWords:
        return key_words().get(self.path, KeyWords())

    def meaning(self) -> str:
        """What the key means, else the values that it can have."""
        return self.words.meaning or " or ".join(value_text(choice) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Block:
    """The keys of one block; `header` is its line in the file, empty for the top of the file."""

    header: str
    keys: tuple[Key, ...]

    @property
    def path(self) -> str:
        return self.header.strip("[]")


def every_key() -> str:
    """The keys of all blocks, as comments of a study file."""
    return "\n".join([_HEAD, *(_comments(block) for block in study_blocks())])


def study_blocks() -> Iterator[Block]:
    """Every block that has keys of its own, those within a block after it."""
    yield from _blocks(Study, "")


def _blocks(model: type[Part], header: str) -> Iterator[Block]:
    inner = {name: _model(field.annotation) for name, field in model.model_fields.items()}
    own = {n: f for n, f in model.model_fields.items() if inner[n] is None}
    path = header.strip("[]")
    if own:
        yield Block(header, tuple(_key(path, name, field) for name, field in own.items()))
    for name, within in inner.items():
        if within is not None:
            block, brackets = within
            below = f"{path}.{name}".lstrip(".")
            named = f"{below}.NAME" if brackets == "{}" else below
            yield from _blocks(block, f"[[{named}]]" if brackets == "[[]]" else f"[{named}]")


def _key(path: str, name: str, field: FieldInfo) -> Key:
    default = "" if field.is_required() else _default(field)
    choices = _choices(field.annotation)
    return Key(name, f"{path}.{name}".lstrip("."), field.is_required(), default, choices)


def _comments(block: Block) -> str:
    return "".join([f"# {block.header or 'at the top'}\n", *map(_line, block.keys)])


def _line(key: Key) -> str:
    words = ["required" if key.is_required else "", key.words.note or key.meaning()]
    comment = "; ".join(filter(None, words))
    value = "..." if key.is_required else key.default or "(none)"
    return f"# {key.name} = {value}" + (f"  # {comment}" if comment else "") + "\n"


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    return "" if default is None else value_text(default)


def _model(annotation: object) -> tuple[type[Part], str] | None:
    """The block that a key holds, and how: one [], a list [[]], or by name {}."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation, "[]"
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated or origin in _UNIONS:
        return next((found for part in parts if (found := _model(part))), None)
    brackets = {tuple: "[[]]", list: "[[]]", dict: "{}"}.get(origin) if origin else None
    if brackets is None:
        return None
    found = next((found for part in parts if (found := _model(part))), None)
    return None if found is None else (found[0], brackets)


def _choices(annotation: Any) -> tuple[object, ...]:
    """The values of a key that has only a few."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return parts if len(parts) > 1 else ()
    if origin in _UNIONS:
        kept = [part for part in parts if part is not NoneType]
        return _choices(kept[0]) if len(kept) == 1 else ()
    return ()
