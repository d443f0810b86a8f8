"""Where the list of findings lies, or how it is written."""

from pathlib import Path

import pytest

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
