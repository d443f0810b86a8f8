"""The analysis plan from the command line."""

import shutil
from pathlib import Path

import pytest

from cli.test_app import COHORT, RUN, result_of
from rtxoutcomes.cli.app import app


def test_the_plan_is_printed_as_markdown() -> None:
    printed = RUN.invoke(app, ["plan", "show"], catch_exceptions=False)

    assert printed.stdout.startswith("# Statistical analysis plan: ")
    assert result_of("plan", "show")["markdown"] == printed.stdout


def test_the_plan_is_recorded_with_its_deposit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(Path(COHORT).parent / "study.toml", tmp_path)
    words = ["plan", "lock", "--study", "study.toml", "--registry", "OSF", "--number", "abc12"]

    result = result_of(*words)

    assert result["out"] == "plan.lock.toml"
    text = (tmp_path / "plan.lock.toml").read_text(encoding="utf-8")
    assert 'registry = "OSF"' in text
    assert str(result["sha256"]) in text
