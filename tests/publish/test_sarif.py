"""Findings for programs that show them beside the code."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rtxoutcomes.errors import Violation
from rtxoutcomes.publish.finding_files import write_findings
from rtxoutcomes.publish.sarif import findings_sarif

EDSS = Violation(
    *("visits", "edss", 7, "P0012", "score.on_scale"),
    *("must not exceed follow_up_months (24.0)", "3.3", "look at the form of P0012"),
)
FILE = Violation("Ali Rezaei.csv", "Ali", None, "", "table.unknown", "must be a table", "", "")


def run_of(*violations: Violation, cohort: str = "cohort") -> dict[str, Any]:
    (run,) = json.loads(findings_sarif(violations, cohort))["runs"]
    return run  # type: ignore[no-any-return]


def test_a_finding_has_its_rule_and_its_place() -> None:
    run = run_of(EDSS, replace(EDSS, line=9))

    driver = run["tool"]["driver"]
    assert driver["name"] == "rtxoutcomes"
    (rule,) = driver["rules"]
    assert rule == {
        "id": "score.on_scale",
        "shortDescription": {"text": "Scores that are not on their scale"},
    }
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("score.on_scale", 0, "error")
    assert first["message"]["text"] == "visits.edss: Scores that are not on their scale"
    (place,) = first["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 7}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "visits.edss"}]
    assert first["partialFingerprints"] != second["partialFingerprints"]


def test_no_value_no_id_and_no_name_of_a_file_is_in_it() -> None:
    text = findings_sarif([EDSS, FILE], "cohort")

    for hidden in ("3.3", "P0012", "24.0", "Ali", "Rezaei"):
        assert hidden not in text


def test_places_are_those_of_files_within_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place(cohort: str, violation: Violation = EDSS) -> dict[str, Any]:
        (result,) = run_of(violation, cohort=cohort)["results"]
        return result["locations"][0]["physicalLocation"]  # type: ignore[no-any-return]

    (tmp_path / "cohort").mkdir()
    (tmp_path / "cohort" / "visits.csv").touch()
    monkeypatch.chdir(tmp_path)

    assert place("cohort")["artifactLocation"]["uri"] == "cohort/visits.csv"
    assert place("cohort", FILE)["artifactLocation"]["uri"] == "cohort"
    assert "region" not in place("cohort", replace(EDSS, address="sheet visits, cell C7"))
    monkeypatch.chdir(tmp_path / "cohort")
    assert place("../cohort")["artifactLocation"]["uri"] == "visits.csv"
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    # No folder of the machine.
    assert place("../cohort")["artifactLocation"]["uri"] == "visits.csv"
    assert place("../cohort", FILE)["artifactLocation"]["uri"] == "cohort"


def test_a_place_is_a_uri() -> None:
    (result,) = run_of(EDSS, cohort="my folder/co#h")["results"]

    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "my%20folder/co%23h"


def test_the_suffix_chooses_it(tmp_path: Path) -> None:
    (path,) = write_findings([], tmp_path / "findings.sarif", tmp_path / "cohort")

    written = json.loads(Path(path).read_text(encoding="utf-8"))
    assert written["version"] == "2.1.0"
    assert written["runs"][0]["results"] == []
