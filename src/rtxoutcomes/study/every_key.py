"""Every key of a study file as comments: its default, its choices, and whether it is required."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from rtxoutcomes.parts import Part
from rtxoutcomes.study.model import Study
from rtxoutcomes.study.template import COMMENTS, value_text

_HEAD = """\
# Every key that a study file may have, block by block. A key that is not required may be omitted;
# it then has the value shown here. To set one, write it into its block above, without the #.
"""
_UNIONS = (Union, UnionType)


def every_key() -> str:
    """The keys of all blocks, as comments of a study file."""
    return "\n".join([_HEAD, *_blocks(Study, "")])


def _blocks(model: type[Part], path: str) -> Iterator[str]:
    """The block of a model, then those within it."""
    inner = {name: _model(field.annotation) for name, field in model.model_fields.items()}
    own = {n: f for n, f in model.model_fields.items() if inner[n] is None}
    if own:
        shown = path or "at the top"
        yield "".join([f"# {shown}\n", *(_line(path, name, field) for name, field in own.items())])
    for name, within in inner.items():
        if within is not None:
            block, brackets = within
            below = f"{path.strip('[]')}.{name}".lstrip(".")
            named = f"{below}.NAME" if brackets == "{}" else below
            yield from _blocks(block, f"[[{named}]]" if brackets == "[[]]" else f"[{named}]")


def _line(path: str, name: str, field: FieldInfo) -> str:
    about = COMMENTS.get(f"{path.strip('[]')}.{name}".lstrip("."), "")
    choices = _choices(field.annotation)
    words = [about, "" if about else " or ".join(value_text(choice) for choice in choices)]
    comment = "; ".join(filter(None, ["required" if field.is_required() else "", *words]))
    value = "..." if field.is_required() else _default(field)
    return f"# {name} = {value}" + (f"  # {comment}" if comment else "") + "\n"


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    return "(none)" if default is None else value_text(default)


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
