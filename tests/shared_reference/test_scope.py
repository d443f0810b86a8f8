"""Each task of the reference results is answered by a test, or excluded with a reason."""

import json
import pkgutil
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shared_reference import loader
from shared_reference.loader import CASES, checks

HERE = Path(__file__).parent
SCOPE = tomllib.loads((HERE / "scope.toml").read_text(encoding="utf-8"))


def in_tests(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Tasks that some test of this folder takes its checks from: each file is run as it begins."""
    tasks_of_tests: set[str] = set()

    def noted(*tasks: str) -> list[Any]:
        tasks_of_tests.update(tasks)
        return [pytest.param(None, marks=pytest.mark.skip(reason="only noted"))]

    monkeypatch.setattr(loader, "checks", noted)
    for file in HERE.glob("test_*.py"):
        if file != Path(__file__):
            runpy.run_path(str(file))
    return tasks_of_tests


def test_what_is_in_scope_is_tested_and_what_is_excluded_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert set(SCOPE["tasks"]) == in_tests(monkeypatch)


def test_each_reason_is_a_sentence_and_each_requirement_names_its_function() -> None:
    assert all(len(reason.split()) >= 5 for reason in SCOPE["left_out"].values())
    assert all(len(decision["reason"].split()) >= 5 for decision in SCOPE["decided"])
    assert {decision["task"] for decision in SCOPE["decided"]} <= set(SCOPE["tasks"])
    assert all(task.keys() == {"requirement", "answered_by"} for task in SCOPE["tasks"].values())


@pytest.mark.parametrize("name", sorted({t["answered_by"] for t in SCOPE["tasks"].values()}))
def test_what_answers_a_task_exists(name: str) -> None:
    assert pkgutil.resolve_name(f"rtxoutcomes.{name}") is not None


@pytest.mark.skipif(not CASES.is_dir(), reason="reference results from R are not beside it")
def test_every_normative_task_is_answered_or_excluded() -> None:
    normative = {
        check["task"]
        for file in CASES.glob("*/expected.json")
        for check in json.loads(file.read_text(encoding="utf-8"))["checks"]
        if check["status"] == "normative"
    }

    assert normative == set(SCOPE["tasks"]) | set(SCOPE["left_out"])
    assert not set(SCOPE["tasks"]) & set(SCOPE["left_out"])


@pytest.mark.skipif(not CASES.is_dir(), reason="reference results from R are not beside it")
def test_a_task_that_no_case_has_gives_no_check() -> None:
    assert checks("no.such.task") == []
