"""Which sheet or file is which table, whatever library reads it."""

from types import SimpleNamespace

import pytest

from rtxoutcomes.errors import Violation
from rtxoutcomes.read import typed_tables as subject
from rtxoutcomes.read.grid import CellGrid
from rtxoutcomes.read.kinds import KINDS
from rtxoutcomes.read.typed_tables import one_typed_table, workbook_tables

HIDDEN = Violation("workbook", "", None, "", "sheet.hidden", "must not be", "", "", "sheet 2")


def sheet(title: str, safe_title: str = "") -> SimpleNamespace:
    return SimpleNamespace(
        title=title, grid=CellGrid([["patient_id"], ["P01"]], safe_title or title)
    )


def workbook_of(
    monkeypatch: pytest.MonkeyPatch, *sheets: SimpleNamespace, faults: tuple[Violation, ...] = ()
) -> None:
    library = SimpleNamespace(read_sheets=lambda _content, _table: (list(sheets), list(faults)))
    monkeypatch.setattr(subject, "reader", lambda _kind: library)


def test_one_sheet_of_another_name_holds_a_row_a_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook_of(monkeypatch, sheet("Clinic 7", "1"))

    form, tables, faults = workbook_tables(b"", "clinic.xlsx", "ab")

    assert (form, faults) == ("one_table", [])
    assert [(t.name, t.sheet, t.file, t.sha256) for t in tables] == [
        ("one_table", "1", "clinic.xlsx", "ab")
    ]


def test_sheets_named_for_tables_are_tables_and_a_dictionary_may_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workbook_of(monkeypatch, sheet("patients"), sheet("visits"), sheet("data_dictionary"))

    form, tables, faults = workbook_tables(b"", "clinic.xlsx", "ab")

    assert (form, faults) == ("tables", [])
    assert [t.name for t in tables] == ["patients", "visits"]


def test_a_sheet_that_is_no_table_is_reported_with_the_nearest_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workbook_of(monkeypatch, sheet("Visit", "1"), sheet("relapses"), faults=(HIDDEN,))

    _, tables, faults = workbook_tables(b"", "clinic.xlsx", "ab")

    assert [t.name for t in tables] == ["relapses"]
    assert [(v.rule, v.address) for v in faults] == [
        ("sheet.hidden", "sheet 2"),
        ("sheet.unknown", "sheet 1"),
        ("table.missing", ""),
    ]
    assert "did you mean visits?" in faults[1].remedy


def test_a_workbook_without_a_sheet_to_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook_of(monkeypatch)
    assert [v.rule for v in workbook_tables(b"", "a.xlsx", "")[2]] == ["sheet.one"]

    workbook_of(monkeypatch, faults=(HIDDEN,))
    assert workbook_tables(b"", "a.xlsx", "")[2] == [HIDDEN]


def test_a_workbook_named_for_one_table_has_one_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook_of(monkeypatch, sheet("Sheet1"))
    tables, faults = one_typed_table(b"", "visits.xlsx", "visits", "ab")
    assert ([t.name for t in tables], faults) == (["visits"], [])

    workbook_of(monkeypatch, sheet("Sheet1"), sheet("Sheet2"))
    tables, faults = one_typed_table(b"", "visits.xlsx", "visits", "ab")
    assert (tables, [v.rule for v in faults]) == ([], ["sheet.one"])


def test_a_statistical_file_is_one_table_or_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suffixes = []

    def read_grid(content: bytes, suffix: str) -> CellGrid | None:
        suffixes.append(suffix)
        return None if content == b"broken" else CellGrid([["patient_id"], ["P01"]])

    monkeypatch.setattr(subject, "reader", lambda _kind: SimpleNamespace(read_grid=read_grid))

    tables, faults = one_typed_table(b"", "visits.DTA", "visits", "ab")
    assert ([t.lines for t in tables], faults, suffixes) == ([(1,)], [], [".dta"])
    tables, faults = one_typed_table(b"broken", "visits.dta", "visits", "ab")
    assert (tables, [v.rule for v in faults]) == ([], ["file.kind"])


def test_a_file_that_its_library_cannot_read_is_refused_by_its_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = SimpleNamespace(read_grid=lambda _content, _suffix: None)
    monkeypatch.setattr(subject, "reader", lambda _kind: library)

    (fault,) = one_typed_table(b"", "patients.sav", "patients", "ab")[1]

    assert fault.must == f"must be a {KINDS['.sav'].name} file with plain columns"
    assert fault.remedy == "export it again, or save it as CSV (UTF-8)"
