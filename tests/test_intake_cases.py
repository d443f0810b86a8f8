"""Files as clinics, registries and programs wrote them: each has its right answer.

The files in tests/cases are made up.
"""

import io
import zipfile
from pathlib import Path

import pytest

from clinic import BUNDLED, findings, sound
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.errors import TableError
from rtxoutcomes.publish.deidentified import Summary, deidentify
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study

pytest.importorskip("python_calamine", reason="the extra excel is not installed")

CASES = Path(__file__).parent / "cases"
INTAKE, CLINIC = CASES / "intake", CASES / "clinic"
BASE = read_study(INTAKE / "base.toml")


def found(name: str) -> list[tuple[str, str, int | None]]:
    return [(v.rule, v.column, v.line) for v in findings(INTAKE / name, BASE)]


@pytest.mark.parametrize("name", ["bool.csv", "pandas.csv"])
def test_what_pandas_writes_is_read(name: str) -> None:
    cohort = sound(INTAKE / name, BASE)

    assert cohort.relapses is not None
    assert len(cohort.patients) == 12
    assert int(cohort.patients["relapse_count"].sum()) == 4


@pytest.mark.parametrize("name", ["X02_two_sheets.xlsx", "X02c_renamed.xlsx"])
def test_the_sheet_with_the_table_is_found_beside_a_legend(name: str) -> None:
    cohort = sound(INTAKE / name, BASE)

    assert (cohort.form, len(cohort.patients)) == ("one_table", 23)


def test_formulas_and_hidden_rows_are_refused_in_cells_without_places() -> None:
    assert found("X43b_no_refs_formula.xlsx") == [("cell.formula", "", 4)]
    assert found("X43c_no_refs_hidden.xlsx") == [("row.hidden", "", 4), ("row.hidden", "", 5)]


def test_a_sheet_of_numbers_is_one_finding_however_long(tmp_path: Path) -> None:
    """As X44: rows and cells without places, nothing but zeros; there it was 806,600 rows."""
    with zipfile.ZipFile(INTAKE / "X43b_no_refs_formula.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    rows = "<row><c><v>0</v></c></row>" * 20_000
    xml = f"<worksheet xmlns='{NAMESPACE}'><sheetData>{rows}</sheetData></worksheet>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, xml if name.endswith("sheet1.xml") else content)
    path = tmp_path / "zeros.xlsx"
    path.write_bytes(buffer.getvalue())

    assert [v.rule for v in findings(path, BASE)] == ["header.missing"]


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_days_in_a_column_of_months_are_asked_back() -> None:
    (violation,) = findings(INTAKE / "X23_days.csv", BASE)

    assert (violation.rule, violation.column) == ("column.unit", "follow_up_months")
    assert "days" in violation.must


def test_a_title_above_the_names_is_one_finding() -> None:
    assert found("X12b_title.csv") == [("header.title", "", 1)]


def test_a_letter_of_another_alphabet_is_named() -> None:
    (violation,) = findings(INTAKE / "B52_cyrillic.csv", BASE)

    assert (violation.rule, violation.column, violation.line) == ("text.alphabet", "diagnosis", 19)
    assert "Cyrillic" in violation.must
    assert violation.remedy == "type it again: RRMS"


def test_an_export_of_redcap_is_one_finding_with_the_way_on() -> None:
    assert found("X09_redcap.csv") == [("table.redcap", "", 1)]
    assert "deidentify" in findings(INTAKE / "X09_redcap.csv", BASE)[0].remedy


def test_codes_for_missing_are_named_and_can_be_declared() -> None:
    refused = findings(INTAKE / "X08e_code999.csv", BASE)
    reading = {"reading": {"missing_tokens": ["999", "-9"]}}
    declared = Study.model_validate(BASE.model_dump(exclude_unset=True) | reading)

    assert [(v.rule, v.value) for v in refused] == [
        ("number.range", "999.0"),
        ("number.range", "-9.0"),
    ]
    assert all("missing_tokens" in v.remedy for v in refused)
    cohort = sound(INTAKE / "X08e_code999.csv", declared)
    assert cohort.visits is not None
    assert int(cohort.visits["igg_g_per_l"].isna().sum()) == 1


def clinic_study() -> Study:
    return read_study(CLINIC / "one_sheet" / "clinic.toml")


def test_a_clinic_s_sheet_is_judged_by_label_and_not_by_cell() -> None:
    with pytest.raises(TableError) as caught:
        sound(CLINIC / "one_sheet" / "final2.xlsx", clinic_study())

    text = str(caught.value)
    assert len(text.splitlines()) < 60
    assert "got rrms (did you mean RRMS?)" in text
    assert "got f (did you mean female?)" in text
    assert text.count("allowed: RRMS, SPMS, NMOSD") == 1
    assert "row.total (1 place)" in text
    declared = ("Pt ID", "Dx", "EDSS pre", "EDSS post 12m")
    assert not [
        v for v in caught.value.violations if v.column in declared and "delete it" in v.remedy
    ]


@pytest.mark.parametrize("name", ["title.xlsx"])
def test_a_title_of_a_sheet_is_one_finding(name: str) -> None:
    found = findings(CLINIC / "one_sheet" / name, clinic_study())

    assert [(v.rule, v.address) for v in found] == [("header.title", "sheet 1, row 1")]


def cohort_of(folder: str, raw: str, study: Study, place: Path) -> tuple[Summary, Cohort]:
    source = CLINIC / folder
    summary = deidentify(
        source / raw, source / "map.toml", place / "key", place / "out", study, new_key=True
    )
    return summary, sound(place / "out", study)


def test_the_folder_that_deidentify_writes_is_a_cohort(tmp_path: Path) -> None:
    summary, cohort = cohort_of("one_sheet", "step2.xlsx", clinic_study(), tmp_path)

    assert (summary.patients, len(cohort.patients), cohort.form) == (30, 30, "one_table")


def test_an_export_of_redcap_becomes_a_cohort(tmp_path: Path) -> None:
    raw = "MSRTX_DATA_2024-02-01_1130.csv"

    _, cohort = cohort_of("redcap", raw, BUNDLED, tmp_path)

    assert cohort.visits is not None
    assert (len(cohort.patients), len(cohort.visits)) == (25, 75)


def test_dated_tables_of_several_kinds_become_a_cohort(tmp_path: Path) -> None:
    _, cohort = cohort_of("dated_tables", "raw", BUNDLED, tmp_path)

    assert cohort.visits is not None
    assert cohort.relapses is not None
    assert (len(cohort.patients), len(cohort.visits), len(cohort.relapses)) == (12, 48, 4)


def test_another_centre_s_folder_is_sound() -> None:
    centre = CLINIC / "other_centre"

    assert len(sound(centre / "coh", read_study(centre / "ocre.toml")).patients) == 40
