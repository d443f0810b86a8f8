"""What a clinic's own tables need before they are a cohort."""

from pathlib import Path

import pytest

from clinic import BUNDLED, folder, one_table
from rtxoutcomes.cli.program import run
from rtxoutcomes.errors import TableError
from rtxoutcomes.intake import read_cohort
from rtxoutcomes.publish.raw_look import raw_tables

SHEET = (
    "File No,Full name,Dx,Sex,FU (mo),EDSS pre,EDSS 12m\n"
    "44-71,Zarrintaj Qazvinpur,RR,F,24,2.5,2\n"
    "44-72,Bijhan Xalkhorani,SP,M,30,5.5,6\n"
)


@pytest.fixture(autouse=True)
def _clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("clinic.csv").write_text(SHEET, encoding="utf-8")


def test_validate_says_of_a_clinic_s_sheet_what_it_needs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in ([], ["--study", "nabiuni2023"]):
        code = run(["validate", "clinic.csv", *words])

        shown = capsys.readouterr().err
        assert code == 4
        assert "clinic.csv: tables of a clinic, not yet a cohort" in shown
        assert "'Dx' as diagnosis" in shown
        assert "would be dropped: clinic.csv: 'Full name' (B)" in shown
        assert "rtxoutcomes init DIR --from clinic.csv" in shown
        assert "Zarrintaj" not in shown


def test_tables_with_pseudonyms_are_judged_as_a_cohort(tmp_path: Path) -> None:
    cohort = folder(tmp_path / "cohort", lambda tables: tables["patients"].append("P04,XX,1,,,,"))

    with pytest.raises(TableError) as caught:
        read_cohort(cohort, BUNDLED)

    assert raw_tables(cohort, caught.value) is None


def test_a_file_of_which_nothing_is_known_is_not_explained(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("colour,taste\nred,sour\n", encoding="utf-8")

    assert raw_tables(tmp_path / "other.csv") is None


def test_a_sheet_with_pseudonyms_only_lacks_its_study_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort = one_table(tmp_path / "cohort")

    assert run(["validate", str(cohort)]) == 2
    assert "has no study file" in capsys.readouterr().err
