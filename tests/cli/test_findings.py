"""Where the list of findings lies, or how it is written."""

from pathlib import Path

import pytest

import rtxoutcomes as rtx
from rtxoutcomes.cli.findings import write_findings
from rtxoutcomes.cli.program import run


def test_validate_says_how_findings_become_a_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cohort").mkdir()
    text = "patient_id,diagnosis,follow_up_months\nP01,XXMS,24\n"
    Path("cohort/patients.csv").write_text(text, encoding="utf-8")

    assert run(["validate", "cohort", "--study", "nabiuni2023"]) == 4
    assert "--out FOLDER writes this list as findings.html" in capsys.readouterr().err


def test_findings_are_not_lost_where_their_page_cannot_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own = tmp_path / "findings.html"
    own.write_text("a page of my own", encoding="utf-8")
    rule, must, remedy = "unknown_label", "is not a diagnosis of the study", "correct it"
    finding = rtx.Violation("patients", "diagnosis", None, "", rule, must, "XX", remedy)

    write_findings([finding], str(own), "cohort", group_readable=False)

    assert "rtxoutcomes: warning: " in capsys.readouterr().err
    with pytest.raises(rtx.RtxError, match=r"findings\.html"):
        write_findings([], str(own), "cohort", group_readable=False)
    assert own.read_text(encoding="utf-8") == "a page of my own"
