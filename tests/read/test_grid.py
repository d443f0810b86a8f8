"""Grids of typed cells as tables of text."""

import datetime as dt
from collections.abc import Sequence

import pytest

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.read import grid as subject
from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.grid import CellGrid, table_of
from rtxoutcomes.read.letters import letters_of

HEADER: list[Value] = ["patient_id", "month", "edss"]
ROWS: list[list[Value]] = [["P01", 0.0, 3.0], ["P02", 1.5, 2.5]]


def table(
    cells: Sequence[Sequence[Value]], **marks: object
) -> tuple[RawTable | None, list[Violation]]:
    grid = CellGrid(cells, "visits", **marks)  # type: ignore[arg-type]
    return table_of(grid, "visits", "clinic.xlsx", "ab")


def violations_of(cells: Sequence[Sequence[Value]], **marks: object) -> list[tuple[str, str]]:
    return [(v.rule, v.address) for v in table(cells, **marks)[1]]


def test_a_sheet_is_a_table_of_text_with_its_rows_and_letters() -> None:
    read, faults = table([HEADER, *ROWS])

    assert faults == []
    assert read is not None
    assert read.frame.to_numpy().tolist() == [["P01", "0", "3"], ["P02", "1.5", "2.5"]]
    assert read.lines == (2, 3)
    assert read.letters == {"patient_id": "A", "month": "B", "edss": "C"}
    assert (read.counted, read.sheet) == ("cells", "visits")


def test_blank_rows_count_and_short_rows_are_filled_up() -> None:
    read, faults = table([[None], HEADER, [" ", None], ["P01", 2]])

    assert faults == []
    assert read is not None
    assert read.lines == (4,)
    assert read.frame.to_numpy().tolist() == [["P01", "2", ""]]


def test_dates_of_the_file_s_own_kind_are_remembered() -> None:
    read, _ = table([HEADER, ["P01", dt.date(2024, 5, 3), 3.0], ["P02", "2024-05-03", 2.0]])

    assert read is not None
    assert read.dates == {"month": frozenset({0})}
    assert read.frame["month"].tolist() == ["2024-05-03", "2024-05-03"]


def test_a_file_without_sheets_counts_its_records_from_1() -> None:
    read, _ = table_of(CellGrid([HEADER, *ROWS]), "visits", "visits.sav", "ab")

    assert read is not None
    assert (read.lines, read.counted, read.letters) == ((1, 2), "records", {})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([[None, ""]], ("file.empty", "sheet visits")),
        ([["Visits of 2024"], HEADER, *ROWS], ("header.title", "sheet visits, row 1")),
        ([["patient_id", None, "edss"], *ROWS], ("header.empty", "sheet visits, cell B1")),
        ([["patient_id", "edss", "edss"], *ROWS], ("header.repeated", "sheet visits, cell C1")),
        ([HEADER, ["", "months", "points"], *ROWS], ("header.several", "sheet visits, row 2")),
        ([HEADER, *ROWS, HEADER], ("header.several", "sheet visits, row 4")),
        ([HEADER, ["P01", 0.0, "3.5"], *ROWS], ("cell.number_as_text", "sheet visits, cell C2")),
        ([HEADER, ["P01", 0.0, "3,5"], *ROWS], ("cell.number_as_text", "sheet visits, cell C2")),
    ],
)
def test_each_fault_of_a_sheet_has_its_rule_and_place(
    cells: list[list[Value]], expected: tuple[str, str]
) -> None:
    assert violations_of(cells) == [expected]


def test_a_column_that_is_all_text_may_hold_numbers() -> None:
    assert violations_of([HEADER, ["P01", "0", "3.5"], ["P02", "1", "2.5"]]) == []


def test_words_under_the_header_in_a_column_of_words_are_a_patient() -> None:
    assert violations_of([["patient_id", "term"], ["P01", "rash"], ["P02", "fever"]]) == []


def test_what_a_workbook_marks_in_a_cell_is_reported_with_its_place() -> None:
    marks = {(1, 2): "cell.formula", (2, 1): "cell.error", (0, 0): "cell.merged"}

    violations = violations_of([HEADER, *ROWS], marked=marks)

    assert violations == [
        ("header.merged", "sheet visits, cell A1"),
        ("cell.formula", "sheet visits, cell C2"),
        ("cell.error", "sheet visits, cell B3"),
    ]


def test_hidden_rows_and_columns_are_reported_where_they_hold_something() -> None:
    violations = violations_of(
        [HEADER, *ROWS], hidden_rows=frozenset({2, 40}), hidden_columns=frozenset({1, 9})
    )

    assert violations == [
        ("row.hidden", "sheet visits, row 3"),
        ("column.hidden", "sheet visits, column B"),
    ]


def test_a_long_cell_is_reported_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAX_CELL", 5)

    read, faults = table([["patient_id", "note"], ["P01", "secret"], ["P02", "x"]])

    assert [(v.rule, v.address) for v in faults] == [("cell.size", "sheet visits, cell B2")]
    assert read is not None
    assert read.frame["note"].tolist() == ["", "x"]


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [letters_of(k) for k in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_places_that_break_a_rule_are_listed_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(subject, "MOST_PLACES", 2)
    rows: list[list[Value]] = [["P01", 1.0, "3"] for _ in range(5)]

    _, faults = table([HEADER, ["P00", 0.0, 2.5], *rows])

    assert [(v.rule, v.address) for v in faults] == [
        ("cell.number_as_text", "sheet visits, cell C3"),
        ("cell.number_as_text", "sheet visits, cell C4"),
        ("cell.number_as_text", "sheet visits"),
    ]
    assert faults[-1].value == "3 more places"
    _, two = table([HEADER, ["P00", 0.0, 2.5], *rows[:2]])
    assert len(two) == 2
