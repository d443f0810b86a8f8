"""The self-test from the command line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from cli.test_app import RUN
from rtxoutcomes.cli.app import app
from rtxoutcomes.publish import selftest as module
from rtxoutcomes.reference_cases.cases import reference_cases

FEW = tuple(case for case in reference_cases() if case.estimator == "proportion")


def test_the_certificate_is_printed_and_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "reference_cases", lambda: FEW)
    out = tmp_path / "certificate.txt"

    printed = RUN.invoke(app, ["selftest", "--out", str(out)], catch_exceptions=False)

    assert printed.exit_code == 0
    assert printed.stdout == out.read_text(encoding="utf-8")
    assert f"rtxoutcomes {rtx.__version__}" in printed.stdout


def test_a_difference_ends_with_code_5_and_is_in_the_json(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(FEW[0], expected={"wilson.conf_low": 0.5})
    monkeypatch.setattr(module, "reference_cases", lambda: (wrong,))

    printed = RUN.invoke(app, ["selftest", "--json"], catch_exceptions=False)

    assert printed.exit_code == 5
    answer = json.loads(printed.stdout)
    assert (answer["ok"], answer["passed"]) == (True, False)
    assert answer["differences"][0]["estimator"] == "proportion"
