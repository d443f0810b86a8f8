"""The findings as files."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from rtxoutcomes.errors import EnvironmentFault, UsageFault, Violation
from rtxoutcomes.publish.finding_files import findings_csv, findings_page, write_findings

FOUND = [
    Violation("visits", "edss", k, "P01", "score.on_scale", "must be so", f"{k}", "look it up")
    for k in range(2, 30)
] + [
    Violation("patients", "sex", 3, "P02", "value.allowed", "must be known", "<b>", "is it male?"),
    Violation("patients", "diagnosis", 3, "P02", "value.allowed", "must be", "=1+1", ""),
    Violation("a file", "", None, "", "phi.value.phone", "must hold no phone", "-0.5", "rename it"),
]


def test_every_finding_is_a_row_of_the_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(findings_csv(FOUND))))

    assert len(rows) == len(FOUND)
    assert (rows[0]["line"], rows[0]["place"]) == ("2", "")
    assert rows[-1]["line"] == ""
    assert rows[-1]["what"] == "Telephone numbers"


def test_no_cell_of_the_csv_is_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(findings_csv(FOUND))))

    assert rows[-2]["got"] == "'=1+1"
    assert rows[-1]["got"] == "-0.5"


def test_the_page_groups_by_rule_and_stands_alone() -> None:
    page = findings_page(FOUND)

    assert page.index("Telephone numbers") < page.index("Scores that are not on their scale")
    assert "(28 places)" in page
    assert page.count("(1 place)") == 1
    assert "and 8 more; findings.csv lists every one." in page
    assert "Must be so. Look it up." in page
    assert "Must be known. Is it male?<" in page
    assert "&lt;b&gt;" in page and "<b>" not in page
    assert "http" not in page and "src=" not in page


def test_as_many_places_as_the_page_lists_have_no_remainder() -> None:
    assert 'class="more"' not in findings_page(FOUND[:20])
    assert "and 1 more;" in findings_page(FOUND[:21])


def test_a_place_in_a_workbook_is_reported_in_its_words() -> None:
    found = [replace(FOUND[0], address="sheet visits, cell C7")]

    assert '<td class="number">sheet visits, cell C7</td>' in findings_page(found)
    assert "sheet visits, cell C7" in findings_csv(found)


def test_no_finding_is_said_as_well() -> None:
    assert "nothing was found" in findings_page([])
    assert findings_csv([]).count("\n") == 1


def test_a_folder_gets_both_and_an_older_list_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"

    result = write_findings(FOUND, out, tmp_path / "in")
    again = write_findings([], out, tmp_path / "in")

    assert result == again == (str(out / "findings.csv"), str(out / "findings.html"))
    assert "nothing was found" in (out / "findings.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["list.csv", "list.HTML"])
def test_a_file_of_either_kind_is_written_alone(name: str, tmp_path: Path) -> None:
    assert write_findings(FOUND, tmp_path / name, tmp_path / "in") == (str(tmp_path / name),)
    assert {path.name for path in tmp_path.iterdir()} == {name, ".rtx"}


def test_what_is_no_list_is_never_replaced(tmp_path: Path) -> None:
    cohort = tmp_path / "in"
    cohort.mkdir()
    other = tmp_path / "patients.csv"
    other.write_text("patient_id\n", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()

    with pytest.raises(UsageFault, match="was not written by this command"):
        write_findings(FOUND, other, cohort)
    with pytest.raises(UsageFault, match="inside the cohort"):
        write_findings(FOUND, cohort / "out", cohort)
    with pytest.raises(UsageFault, match="inside the cohort"):
        write_findings(FOUND, other, other)
    with pytest.raises(UsageFault, match=r"folder\.csv: is a folder"):
        write_findings(FOUND, tmp_path / "folder.csv", cohort)
    assert other.read_text(encoding="utf-8") == "patient_id\n"
    assert list(cohort.iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(EnvironmentFault, match="file"):
        write_findings(FOUND, tmp_path / "file" / "out", tmp_path / "in")


@pytest.mark.parametrize(("group", "mode"), [(False, 0o600), (True, 0o640)])
def test_findings_are_for_their_owner_and_on_request_his_group(
    group: bool, mode: int, tmp_path: Path
) -> None:
    for path in write_findings(FOUND, tmp_path / "out", tmp_path / "in", group_readable=group):
        assert Path(path).stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("name", ["", "findings.csv"])
def test_findings_do_not_lie_among_the_tables_of_a_folder(name: str, tmp_path: Path) -> None:
    table = tmp_path / "patients.csv"
    table.write_text("patient_id\n", encoding="utf-8")

    with pytest.raises(UsageFault, match="inside the cohort"):
        write_findings(FOUND, tmp_path / name, table)
    single = table.rename(tmp_path / "clinic.csv")
    assert write_findings(FOUND, tmp_path / "findings.csv", single)


@pytest.mark.parametrize("text", ["-1+cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "=1", "\t=1"])
def test_what_a_spreadsheet_would_run_is_text_in_the_csv(text: str) -> None:
    """The characters at the start of a cell that OWASP names for CSV injection."""
    found = [replace(FOUND[0], value=text)]

    (row,) = csv.DictReader(io.StringIO(findings_csv(found)))

    assert row["got"] == f"'{text}"


def test_a_number_with_a_sign_stays_a_number_in_the_csv() -> None:
    (row,) = csv.DictReader(io.StringIO(findings_csv([replace(FOUND[0], value="-0.5")])))

    assert row["got"] == "-0.5"


def test_equal_findings_share_a_row_of_the_page_with_their_number() -> None:
    alike = [replace(FOUND[0], line=k, value="f", letters="D") for k in range(2, 30)]

    page = findings_page(alike)

    assert page.count("<tr><td>") == 1
    assert "<td>edss (D)</td>" in page
    assert "28 cells (lines 2, 3, 4, 5, 6 and 23 more)" in page


def test_what_may_be_written_is_listed_once_on_the_page_and_in_each_row_of_the_csv() -> None:
    both = [replace(v, choices="allowed: female, male") for v in FOUND[28:30]]

    assert findings_page(both).count("allowed: female, male") == 1
    rows = list(csv.DictReader(io.StringIO(findings_csv(both))))
    assert rows[0]["remedy"] == "is it male?; allowed: female, male"
    assert rows[1]["remedy"] == "allowed: female, male"
