"""A clinic's own tables, of any names and columns."""

import re
from pathlib import Path

import pytest

pytest.importorskip("openpyxl", reason="openpyxl is not installed")
pytest.importorskip("python_calamine", reason="the extra excel is not installed")

from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.read.clinic import Place, read_clinic
from workbooks import Rows, save, workbook

ROWS: Rows = [["File No", "Name", "EDSS"], ["007", "Xan Doe", 3.5], [8, "Yul Roe", "=1+1"]]
USED = ("File No", "Name")


def read(raw: Path, *places: Place, used: tuple[str, ...] = USED) -> list[Violation]:
    tables, faults = read_clinic(raw, places, lambda _file, _sheet: used)
    assert faults or tables.keys() == set(places)
    return faults


def test_tables_of_a_folder_or_of_one_file_are_read_by_the_names_of_the_map(tmp_path: Path) -> None:
    (tmp_path / "People 1.csv").write_text("File No,Name\n007,Xan Doe\n", encoding="utf-8")
    book = save(tmp_path / "clinic.xlsx", workbook({"Visits": ROWS, "Other": ROWS}))
    places = [("People 1.csv", ""), ("clinic.xlsx", "Visits")]

    tables, faults = read_clinic(tmp_path, places, lambda _file, _sheet: USED)

    assert faults == []
    assert tables["People 1.csv", ""].frame["File No"].tolist() == ["007"]
    assert tables["clinic.xlsx", "Visits"].frame["File No"].tolist() == ["007", "8"]
    assert read(book, ("", "Visits")) == read(book, ("clinic.xlsx", "Other")) == []
    assert read(tmp_path / "People 1.csv", ("", "")) == []


def test_a_fault_of_a_cell_that_is_used_is_reported_and_of_another_is_not(tmp_path: Path) -> None:
    book = save(tmp_path / "clinic.xlsx", workbook({"Visits": ROWS}))

    faults = read(book, ("", ""), used=("File No", "EDSS"))

    assert [(v.table, v.rule, v.address) for v in faults] == [
        ("clinic.xlsx", "cell.formula", "sheet 1, cell C3")
    ]


def test_a_file_that_is_no_text_or_no_workbook_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.xlsx").write_bytes(b"PK")
    outside = tmp_path.parent / "outside.xlsx"
    outside.write_bytes(b"PK")
    (tmp_path / "c.xlsx").symlink_to(outside)

    violation = read(tmp_path, ("a.csv", ""), ("b.xlsx", ""), ("c.xlsx", ""))

    assert [(v.table, v.rule) for v in violation] == [
        ("a.csv", "file.encoding"),
        ("b.xlsx", "file.kind"),
        ("c.xlsx", "file.link"),
    ]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("", ""), "needs the key `file`"),
        (("none.csv", ""), "holds no file none.csv"),
        (("../out.csv", ""), "holds no file"),
        (("dr_moradi.csv", ""), "holds no file a file"),
        (("a.xls", ""), "save it as .xlsx"),
        (("a.csv", "Sheet1"), "a.csv: has no sheets"),
        (("dr_rezaei.csv", "Sheet1"), "a file: has no sheets"),
        (("b.xlsx", ""), "b.xlsx: has more than one sheet"),
        (("dr_rezaei.xlsx", ""), "a file: has more than one sheet"),
        (("b.xlsx", "Three"), "no visible sheet of that name"),
        (("09125550143.xls", ""), "a file: is of a kind"),
        (("dr_rezaei.xls", ""), "a file: is of a kind"),
    ],
)
def test_what_the_map_names_and_raw_does_not_hold_is_a_fault_of_usage(
    place: Place, words: str, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("a.xls", "a.csv", "09125550143.xls", "dr_rezaei.xls", "../out.csv"):
        (raw / name).write_text("a\n", encoding="utf-8")
    (raw / "dr_rezaei.csv").write_text("a\n", encoding="utf-8")
    for name in ("b.xlsx", "dr_rezaei.xlsx"):
        save(raw / name, workbook({"One": ROWS, "Two": ROWS}))

    with pytest.raises(UsageFault, match=re.escape(words)):
        read(raw, place)


def test_another_file_than_the_one_given_is_a_fault_of_usage(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n", encoding="utf-8")

    with pytest.raises(UsageFault, match="names another"):
        read(path, ("b.csv", ""))


def test_of_several_sheets_the_only_one_with_columns_of_the_map_is_read(tmp_path: Path) -> None:
    legend: Rows = [["RR = relapsing-remitting"], ["File No", "of the archive"]]
    book = save(tmp_path / "clinic.xlsx", workbook({"Legend": legend, "Visits": ROWS}))

    tables, faults = read_clinic(book, [("", "")], lambda _file, _sheet: USED)

    assert faults == []
    assert tables["", ""].frame["File No"].tolist() == ["007", "8"]
