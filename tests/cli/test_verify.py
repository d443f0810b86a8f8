"""Verification from the command line."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import rtxoutcomes as rtx
from cli.test_app import RUN
from publish.test_verification import FOUND, SAME
from rtxoutcomes.cli.app import app
from rtxoutcomes.publish.verification import Verification


@pytest.fixture
def report(tmp_path: Path) -> str:
    return str(tmp_path / "reports")


@pytest.fixture
def calls(report: str, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the command hands to the function that verifies, whose result is made here."""
    called = SimpleNamespace(words=None, result=FOUND)

    def verify_report(*words: str, tell: Callable[[str], None], **more: object) -> Verification:
        called.words = (words, more)
        tell("a stage")
        result: Verification = called.result
        return replace(result, report=report)

    monkeypatch.setattr(rtx, "verify_report", verify_report, raising=False)
    return called


def test_numbers_that_differ_end_with_code_5(report: str, calls: SimpleNamespace) -> None:
    printed = RUN.invoke(app, ["verify", report, "c", "--before", "b", "--study", "s"])

    assert printed.exit_code == 5
    assert "EDSS, A: Mean change [edss.A.mean_change[t]]: n 5, now 6" in printed.stdout
    assert "visits: 5 rows, now 6" in printed.stdout
    words, options = calls.words
    assert words == (report, "c")
    assert (options["before"], options["study"]) == ("b", "s")


def test_a_report_that_reproduces_ends_with_code_0(report: str, calls: SimpleNamespace) -> None:
    calls.result = SAME

    printed = RUN.invoke(app, ["verify", report])

    assert printed.exit_code == 0
    assert "All 1,234 estimates equal those of this run" in printed.stdout


def test_json_has_a_version_and_every_number(
    report: str, calls: SimpleNamespace, tmp_path: Path
) -> None:
    printed = RUN.invoke(app, ["verify", report, "--json", "--out", str(tmp_path / "pages")])

    assert (printed.exit_code, calls.words[0]) == (5, (report, None))
    result = json.loads(printed.stdout)
    assert (result["ok"], result["version"], result["same"]) == (True, "1", False)
    assert result["numbers"] == [
        {
            "key": "edss.A.mean_change[t]",
            "words": "EDSS, A: Mean change",
            "role": "reported",
            "column": "n",
            "old": "5",
            "new": "6",
            "tables": ["Table 1. <Change>"],
            "texts": ["Results, paragraph 2"],
            "figures": [],
        }
    ]
    assert result["causes"] == [
        {"kind": "data", "place": "visits", "words": "visits: 5 rows, now 6"}
    ]
    assert Path(result["page"]).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_page_is_named_on_standard_error(
    report: str, calls: SimpleNamespace, tmp_path: Path
) -> None:
    printed = RUN.invoke(app, ["verify", report, "--out", str(tmp_path / "pages")])

    assert calls.words
    assert "page written to" in printed.stderr


def test_a_folder_without_a_report_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(rtx.UsageFault, match="it is no report"):
        RUN.invoke(app, ["verify", str(tmp_path)], catch_exceptions=False)
