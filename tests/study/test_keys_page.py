"""The page of every key, and the words that it is made of."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import pydantic
import pytest
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from rtxoutcomes.parts import Part
from rtxoutcomes.study import Study
from rtxoutcomes.study.every_key import Key, _model, study_blocks
from rtxoutcomes.study.key_words import key_words
from rtxoutcomes.study.keys_page import keys_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "study-keys.md"
KEYS = [key for block in study_blocks() for key in block.keys]


@pytest.mark.skipif(
    pydantic.VERSION.startswith("2.10."),
    reason="pydantic 2.10 gives fields of one annotated type the default of another",
)
def test_the_committed_page_is_what_the_code_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == keys_page()


def test_every_key_has_a_meaning_and_an_example() -> None:
    assert [key.path for key in KEYS if not (key.meaning() and key.words.example)] == []


def test_there_are_no_words_about_keys_that_a_study_file_does_not_have() -> None:
    known = {key.path for key in KEYS} | {block.path for block in study_blocks()}

    assert [p for p in key_words() if p not in known and p not in Study.model_fields] == []


def field_of(path: str) -> FieldInfo:
    """The field of the model that a path names."""
    model: type[Part] = Study
    *blocks, name = (part for part in path.split(".") if part != "NAME")
    for block in blocks:
        within = _model(model.model_fields[block].annotation)
        assert within is not None
        model = within[0]
    return model.model_fields[name]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.path)
def test_an_example_is_a_value_that_the_key_can_have(key: Key) -> None:
    value = tomllib.loads(f"key = {key.words.example}")["key"]
    if key.path == "variables.levels.code":
        return
    field = field_of(key.path)
    kind: Any = Annotated[field.annotation, field]

    TypeAdapter(kind).validate_python(value)


def test_the_sign_of_worsening_is_said() -> None:
    (row,) = (line for line in keys_page().splitlines() if line.startswith("| `worsening` | `{"))

    assert "a fall where it is better" in row
