"""Snippets of users: the sound ones run; the lint job holds the types of all of them."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from snippets import sound_estimators, sound_library

WRONG = Path(__file__).with_name("wrong.py")


def functions(module: ModuleType) -> list[Callable[[], None]]:
    found = inspect.getmembers(module, inspect.isfunction)
    return [function for _, function in found if function.__module__ == module.__name__]


SOUND = [*functions(sound_estimators), *functions(sound_library)]


@pytest.mark.parametrize("snippet", SOUND, ids=lambda snippet: snippet.__name__)
def test_a_sound_snippet_runs(snippet: Callable[[], None]) -> None:
    snippet()


def test_every_wrong_line_names_the_code_of_its_error() -> None:
    body = inspect.cleandoc(WRONG.read_text(encoding="utf-8").split("-> None:\n")[1])
    lines = body.splitlines()

    assert len(lines) + len(SOUND) >= 50
    assert not [line for line in lines if not re.search(r"# type: ignore\[[a-z, -]+\]$", line)]
