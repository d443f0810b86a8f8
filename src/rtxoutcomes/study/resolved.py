"""Every key of a study with its value, the defaults filled in: what a recorded plan consists of."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic.fields import FieldInfo

from rtxoutcomes.parts import Part

# Written after the results are known, or about a cohort that does not exist.
OUTSIDE = frozenset(
    ("schema_version", "claims", "synthesis", "study.title", "study.reference", "study.id_pattern")
)
# What names a block of a list: a family its name, a group its code, an outcome its endpoint.
_NAMES = ("name", "code", "endpoint", "column", "label")
# Lists whose order matters: of every table, and of the reported outcomes.
_ORDERED = ("diagnoses", "outcomes")


class Key(NamedTuple):
    """The value of a key as JSON, and whether it is the default."""

    value: str
    is_default: bool


def resolved(study: Part) -> dict[str, Key]:
    """Path of each key of the plan -> its value; in the order of the model."""
    every = dict(_keys("", study, False))
    return {path: key for path, key in every.items() if not _is_outside(path)}


def plan_hash(values: Mapping[str, str]) -> str:
    """SHA-256 of the keys of a plan, whatever their order."""
    lines = (f"{path} = {value}\n" for path, value in sorted(values.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _is_outside(path: str) -> bool:
    return any(path == key or path.startswith(f"{key}.") for key in OUTSIDE)


def _keys(path: str, value: object, is_default: bool) -> Iterator[tuple[str, Key]]:
    if isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            own = getattr(value, name)
            yield from _keys(_joined(path, name), own, _has_default(field, own))
    elif isinstance(value, tuple) and any(isinstance(item, Part) for item in value):
        names = [_name(item, place) for place, item in enumerate(value, start=1)]
        if path in _ORDERED:
            yield path, Key(json.dumps(names, ensure_ascii=False), False)
        for name, item in zip(names, value, strict=True):
            yield from _keys(_joined(path, name), item, False)
    elif isinstance(value, Mapping):
        for name in sorted(value):
            yield from _keys(_joined(path, str(name)), value[name], is_default)
    else:
        yield path, Key(_json(value), is_default)


def _json(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, default=str)


def _plain(value: object) -> object:
    """Whole numbers without decimals: 30 of a default and 30.0 of a file are the same."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _name(block: Part, place: int) -> str:
    named = (getattr(block, key, None) for key in _NAMES)
    return path_name(str(next(filter(None, named), place)))


def path_name(name: str) -> str:
    """A name as a part of a path, whose parts have a dot between them."""
    return name.replace(".", "_")


def _has_default(field: FieldInfo, value: object) -> bool:
    if field.is_required():
        return False
    return bool(field.get_default(call_default_factory=True, validated_data={}) == value)
