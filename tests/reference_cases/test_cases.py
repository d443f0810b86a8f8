"""The reference cases that come with the package."""

import math
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from rtxoutcomes.reference_cases.cases import Case, reference_cases

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("RTXOUTCOMES_SHARED", ROOT.parent / "shared")) / "reference"
FILE = resources.files("rtxoutcomes.reference_cases").joinpath("cases.json")


def test_the_file_is_small_and_every_case_says_where_its_numbers_come_from() -> None:
    cases = reference_cases()

    assert len(FILE.read_bytes()) < 300_000
    assert all(case.r_version.startswith("R version 4") for case in cases)
    assert all(case.packages and case.r_call and case.source for case in cases)
    assert all(case.relative <= 1e-5 and case.absolute <= 1e-7 for case in cases)


@pytest.mark.skipif(not SHARED.is_dir(), reason="reference results from R are not beside it")
def test_the_file_is_what_its_script_writes_from_the_results_of_r(tmp_path: Path) -> None:
    script = (ROOT / ".ci" / "selftest_cases.py").read_text(encoding="utf-8")
    target = tmp_path / ".ci" / "selftest_cases.py"
    for folder in (".ci", "tests", "src/rtxoutcomes/reference_cases"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "tests" / "reference").symlink_to(ROOT / "tests" / "reference")
    target.write_text(script, encoding="utf-8")

    subprocess.run([sys.executable, str(target), str(SHARED)], check=True, capture_output=True)

    written = tmp_path / "src" / "rtxoutcomes" / "reference_cases" / "cases.json"
    assert written.read_bytes() == FILE.read_bytes()


def test_an_argument_may_be_missing_or_the_result_of_another_call() -> None:
    table = {"call": "event_table", "months": [3, 5, 7], "event": [True, False, True]}
    curve = Case(
        "time",
        "survival_at",
        {"curve": {"call": "kaplan_meier", "table": table}, "month": 4.0},
        {"estimate": 2 / 3, "conf_high": None},
        *(0.0, 0.0, "", "", {}, ""),
    )
    described = Case("d", "describe", {"values": [1, None, 3]}, {"n": 2.0}, 0, 0, "", "", {}, "")

    (path, value, expected), (_, limit, none) = curve.answers()

    assert (path, expected) == ("estimate", 2 / 3)
    assert math.isclose(value, 2 / 3)
    assert 0 < limit < 1
    assert none is None
    assert list(described.answers()) == [("n", 2.0, 2.0)]
