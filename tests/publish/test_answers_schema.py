"""The form of what commands print with --json."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cli.test_app import COHORT
from rtxoutcomes.cli.program import run
from rtxoutcomes.publish.answers_schema import ANSWERS, NAME, answers_schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = answers_schema()
TYPES = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict}


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    run([*words, "--json"])
    parsed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return parsed


def is_of(form: dict[str, Any], given: dict[str, Any]) -> bool:
    """Whether an answer has every key that is required, each of its kind."""
    kinds = form["properties"]
    right = [
        given[key] == kind["const"] if "const" in kind else isinstance(given[key], kind_of(kind))
        for key, kind in kinds.items()
        if key in given
    ]
    return set(form["required"]) <= given.keys() <= kinds.keys() and all(right)


def kind_of(kind: dict[str, Any]) -> type:
    return TYPES.get(kind.get("type", ""), object)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("--version", ["report", "--version"]),
        ("validate", ["validate", COHORT]),
        ("styles", ["styles"]),
        ("styles NAME", ["styles", "lancet"]),
        ("plan show", ["plan", "show"]),
        ("template", ["template", "OUT", "--ci", "github"]),
        ("schema", ["schema", "--out", "OUT"]),
        ("failure", ["validate"]),
        ("failure", ["template", "OUT", "--redcap", "--ci", "github"]),
        ("failure", ["no-such-command"]),
    ],
)
def test_an_answer_is_of_its_form(
    command: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = [str(tmp_path / "out") if word == "OUT" else word for word in words]

    given = answer(capsys, *own)

    assert given["schema"] == "rtxoutcomes-answer/1"
    assert is_of(SCHEMA["$defs"][command], given)


def test_the_version_is_printed_with_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--version"]) == 0
    assert capsys.readouterr().out.startswith("rtxoutcomes 0.")


def test_the_page_on_the_command_line_names_every_key() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", page))

    for command, keys in ANSWERS.items():
        assert {key.rstrip("?") for key in keys} <= named, command


def test_the_schema_in_the_repository_is_that_of_the_code() -> None:
    text = (ROOT / "data" / "schema" / NAME).read_text(encoding="utf-8")

    assert json.loads(text) == SCHEMA
    assert {"$ref": "#/$defs/report%20--check"} in SCHEMA["anyOf"]
