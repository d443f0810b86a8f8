"""Tables as text."""

import os
from pathlib import Path

import pytest

from clinic import TABLES, folder, one_table
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read.tables import ReadResult, read_tables
from workbooks import sheet_of, workbook


def reading(place: Path, **files: bytes) -> ReadResult:
    """A sound folder with some files replaced."""
    folder(place)
    for name, content in files.items():
        (place / f"{name}.csv").write_bytes(content)
    return read_tables(place)


def rules(result: ReadResult) -> list[tuple[str, str, int | None]]:
    return [(v.table, v.rule, v.line) for v in result.violations]


def test_cells_are_the_text_of_the_file(tmp_path: Path) -> None:
    result = reading(tmp_path)

    visits = result.raw.tables["visits"]
    assert result.violations == ()
    assert visits.frame.iloc[0].tolist() == ["P01", "0", "3.0", "10.13"]
    assert visits.frame.iloc[1, 3] == ""
    assert list(visits.lines) == [2, 3, 4, 5]


def test_lines_are_those_an_editor_counts(tmp_path: Path) -> None:
    content = b'patient_id,month,note\n"P\n01",1,x\n\nP02,2,y\n'

    result = reading(tmp_path, visits=content)

    assert result.raw.tables["visits"].lines == (2, 5)


@pytest.mark.parametrize("empty", [b"\n\n", b" , \n", b" , \n,\n"])
def test_empty_lines_above_the_header_count(empty: bytes, tmp_path: Path) -> None:
    result = reading(tmp_path, visits=empty + b"patient_id,month\nP01,1\nP02,2\n")

    visits = result.raw.tables["visits"]
    assert list(visits.frame.columns) == ["patient_id", "month"]
    assert visits.frame["month"].tolist() == ["1", "2"]
    above = empty.count(b"\n")
    assert list(visits.lines) == [above + 2, above + 3]


def test_a_byte_order_mark_and_dos_lines_are_fine(tmp_path: Path) -> None:
    text = "\r\n".join(TABLES["relapses"])

    result = reading(tmp_path, relapses=b"\xef\xbb\xbf" + text.encode())

    assert result.violations == ()
    assert result.raw.tables["relapses"].frame.columns[0] == "patient_id"


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        (b"patient_id,month\nP01,1,2\n", "table.ragged", 2),
        (b"patient_id,month\nP01\n", "table.ragged", 2),
        (b"patient_id,month,month\nP01,1,2\n", "header.repeated", 1),
        (b"patient_id,,edss\nP01,1,2\n", "header.empty", 1),
        (b"patient_id;month\nP01;1\n", "header.delimiter", 1),
        (b"patient_id,month\nP01,\xff\n", "file.encoding", 2),
        (b"patient_id,month\nP01,\x00\n", "file.binary", 2),
        (b"PK\x03\x04rest", "file.workbook", None),
        (b"", "file.empty", None),
        (b"\n\n", "file.empty", None),
        (b'patient_id,month\nP01,"1\n', "table.quotes", 2),
        (b'patient_id,month\n"P01"x,1\n', "table.quotes", 2),
        (b"patient_id,month\nP01," + b"x" * 10_001 + b"\n", "cell.size", 2),
    ],
)
def test_each_fault_of_a_file_has_its_rule_and_line(
    content: bytes, rule: str, line: int | None, tmp_path: Path
) -> None:
    assert rules(reading(tmp_path, visits=content)) == [("visits", rule, line)]


@pytest.mark.parametrize(
    ("columns", "expected"), [(1000, []), (1001, [("visits", "header.size", 1)])]
)
def test_a_table_has_at_most_a_thousand_columns(
    columns: int, expected: list[tuple[str, str, int | None]], tmp_path: Path
) -> None:
    header = ",".join(f"c{k}" for k in range(columns))

    assert rules(reading(tmp_path, visits=f"{header}\n".encode())) == expected


def test_a_table_with_a_header_only_means_that_none_occurred(tmp_path: Path) -> None:
    result = reading(tmp_path, relapses=b"patient_id,month\n")

    assert result.violations == ()
    assert result.raw.tables["relapses"].frame.empty


def test_a_file_that_is_no_table_is_reported_with_the_nearest_meant(tmp_path: Path) -> None:
    result = reading(tmp_path, visit=b"a\n1\n")

    assert rules(result) == [("visit", "table.unknown", None)]
    assert "did you mean visits.csv?" in result.violations[0].remedy


def test_a_name_that_may_be_somebody_s_is_not_repeated(tmp_path: Path) -> None:
    result = reading(tmp_path, **{"Jane Doe 0912": b"a\n1\n"})

    assert result.violations[0].table == "a file"


def test_other_files_and_the_dictionary_may_stay(tmp_path: Path) -> None:
    folder(tmp_path)
    for name in ("notes.txt", ".hidden.csv", "data_dictionary.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")

    assert read_tables(tmp_path).violations == ()


def test_a_folder_without_patients_is_refused(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "patients.csv").unlink()

    assert rules(read_tables(tmp_path)) == [("patients", "table.missing", None)]


def test_what_is_no_regular_file_of_the_folder_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path / "in")
    outside = tmp_path / "outside.csv"
    outside.write_text("patient_id,month\n", encoding="utf-8")
    (place / "visits.csv").unlink()
    (place / "visits.csv").symlink_to(outside)
    (place / "relapses.csv").unlink()
    (place / "relapses.csv").mkdir()

    rules_by_table = {v.table: v.rule for v in read_tables(place, max_bytes=60).violations}

    assert rules_by_table["visits"] == "file.link"
    assert rules_by_table["relapses"] == "file.kind"
    assert rules_by_table["patients"] == "file.size"


def test_one_table_is_read_with_its_declaration(tmp_path: Path) -> None:
    path = one_table(tmp_path)
    (tmp_path / "clinic.cohort.toml").write_text('origin = "public"\n', encoding="utf-8")

    result = read_tables(path)

    assert result.raw.form == "one_table"
    assert result.raw.declaration == {"origin": "public"}
    assert set(result.raw.sources) == {"clinic.csv", "clinic.cohort.toml"}


def test_a_declaration_that_is_no_toml_is_reported(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "cohort.toml").write_text("origin: public", encoding="utf-8")

    assert rules(read_tables(tmp_path)) == [("cohort.toml", "declaration.toml", None)]


def test_what_is_neither_folder_nor_csv_is_a_fault_of_usage(tmp_path: Path) -> None:
    workbook = tmp_path / "cohort.xls"
    workbook.write_bytes(b"PK")
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)

    for path, words in ((workbook, "save it as .xlsx"), (pipe, "regular file")):
        with pytest.raises(UsageFault, match=words):
            read_tables(path)
    with pytest.raises(UsageFault, match="No such file"):
        read_tables(tmp_path / "nothing")


def test_a_table_in_two_files_is_reported_once(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "visits.CSV").write_text("\n".join(TABLES["visits"]), encoding="utf-8")

    assert rules(read_tables(tmp_path)) == [("visits", "table.repeated", None)]


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    book = tmp_path / "study.xlsx"
    book.write_bytes(workbook({name: sheet_of(lines) for name, lines in TABLES.items()}))

    result = read_tables(book)

    assert result.violations == ()
    assert (result.raw.form, set(result.raw.tables)) == ("tables", set(TABLES))


def test_a_table_of_another_kind_may_be_in_a_folder_but_once(tmp_path: Path) -> None:
    folder(tmp_path)
    book = workbook({"visits": sheet_of(TABLES["visits"])})
    (tmp_path / "visits.xlsx").write_bytes(book)

    assert ("visits", "table.repeated", None) in rules(read_tables(tmp_path))


def test_a_workbook_that_is_none_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "study.xlsx").write_bytes(b"no workbook")

    assert len(read_tables(tmp_path / "study.xlsx").violations) == 1


def test_a_workbook_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    book = tmp_path / "clinic.xlsx"
    book.write_bytes(b"PK" * 50)

    result = read_tables(book, max_bytes=60)

    assert [(v.table, v.rule) for v in result.violations] == [("one_table", "file.size")]
    assert result.raw.form == "one_table"
    assert result.raw.tables == {}


@pytest.mark.parametrize(
    ("names", "form", "faults"),
    [
        (("clinic",), "one_table", []),
        (("clinic", "clinic2"), "tables", ["table.missing", "table.unknown", "table.unknown"]),
        (("patient",), "tables", ["table.missing", "table.unknown"]),
        (("patients",), "tables", []),
    ],
)
def test_the_only_file_of_a_folder_may_have_a_row_a_patient(
    names: tuple[str, ...], form: str, faults: list[str], tmp_path: Path
) -> None:
    text = "patient_id,diagnosis,follow_up_months\nP01,RRMS,24\n"

    for name in names:
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    result = read_tables(tmp_path)

    assert result.raw.form == form
    assert sorted(v.rule for v in result.violations) == faults
