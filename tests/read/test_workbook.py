"""Workbooks as sheets."""

import io
import random
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest

python_calamine = pytest.importorskip("python_calamine", reason="the extra excel is not installed")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")

from rtxoutcomes.read import workbook as subject
from rtxoutcomes.read.letters import letters_of
from rtxoutcomes.read.workbook import read_sheets, safe_title
from workbooks import workbook

ROWS: list[list[object]] = [["patient_id", "month"], ["P01", 1.5]]


def test_each_sheet_that_holds_something_is_a_grid() -> None:
    sheets, faults = read_sheets(workbook({"visits": ROWS, "empty": []}), "workbook")

    assert faults == []
    assert [(s.title, s.grid.sheet, s.grid.cells) for s in sheets] == [("visits", "visits", ROWS)]


def test_rows_and_columns_before_the_data_keep_their_numbers() -> None:
    sheets, _ = read_sheets(workbook({"visits": [[], [None, "month"]]}), "workbook")

    assert sheets[0].grid.cells[1] == ["", "month"]


def test_a_hidden_sheet_is_reported_by_its_number_where_its_name_may_be_somebody_s() -> None:
    def hide(book: Any) -> None:
        book["Jane Doe"].sheet_state = "hidden"
        book["infusions"].sheet_state = "veryHidden"

    content = workbook({"visits": ROWS, "Jane Doe": ROWS, "infusions": ROWS}, hide)

    sheets, faults = read_sheets(content, "workbook")

    assert [s.title for s in sheets] == ["visits"]
    assert [(v.rule, v.address) for v in faults] == [
        ("sheet.hidden", "sheet 2"),
        ("sheet.hidden", "sheet infusions"),
    ]


def test_formulas_errors_merged_and_hidden_cells_reach_the_grid() -> None:
    def change(book: Any) -> None:
        sheet = book["visits"]
        sheet["B2"] = "=1+1"
        sheet["B3"] = "#DIV/0!"
        sheet["B3"].data_type = "e"
        sheet.merge_cells("A3:A4")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["B"].hidden = True

    sheets, _ = read_sheets(workbook({"visits": [*ROWS, ["P02"]]}, change), "workbook")

    grid = sheets[0].grid
    assert grid.marked == {
        (1, 1): "cell.formula",
        (2, 1): "cell.error",
        (2, 0): "cell.merged",
    }
    assert (sorted(grid.hidden_rows), sorted(grid.hidden_columns)) == ([3], [1])


def test_what_is_no_workbook_is_reported() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("notes.txt", "x")

    for content in (b"", b"patient_id,month\n", archive.getvalue(), workbook({"a": ROWS})[:900]):
        sheets, faults = read_sheets(content, "workbook")

        assert (sheets, [v.rule for v in faults]) == ([], ["file.kind"])


def test_a_stray_cell_at_the_far_end_is_reported_before_memory_is_taken() -> None:
    def stray(book: Any) -> None:
        book["visits"].cell(1_048_576, 16_384).value = 1

    sheets, faults = read_sheets(workbook({"visits": ROWS}, stray), "workbook")

    assert sheets == []
    assert [(v.rule, v.address) for v in faults] == [("file.size", "sheet visits")]


@pytest.mark.parametrize(("limit", "rules"), [(4, []), (3, ["file.size"])])
def test_a_sheet_may_have_as_many_cells_as_the_limit(
    limit: int, rules: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "MAX_CELLS", limit)

    _, faults = read_sheets(workbook({"visits": ROWS}), "workbook")

    assert [v.rule for v in faults] == rules


def test_a_sheet_whose_cells_could_not_be_looked_at_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(subject, "marks_of", lambda _content: {})

    _, faults = read_sheets(workbook({"visits": ROWS}), "workbook")

    assert [v.rule for v in faults] == ["sheet.unreadable"]


def test_a_sheet_that_cannot_be_read_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook({"visits": ROWS})
    metadata = python_calamine.load_workbook(io.BytesIO(content)).sheets_metadata

    def unreadable(_title: str) -> None:
        raise python_calamine.CalamineError

    book = SimpleNamespace(sheets_metadata=metadata, get_sheet_by_name=unreadable)
    monkeypatch.setattr(python_calamine, "load_workbook", lambda _content: book)

    sheets, faults = read_sheets(content, "workbook")

    assert (sheets, [v.rule for v in faults]) == ([], ["sheet.unreadable"])


def test_usual_names_of_sheets_may_be_shown() -> None:
    assert [safe_title(t, 4) for t in ("visits", "Sheet1", "Sheet 2", "Rezaei", "1")] == [
        "visits",
        "Sheet1",
        "Sheet 2",
        "4",
        "4",
    ]


def without_places(rng: random.Random) -> str:
    """Rows and cells of a sheet that state their place, or not; formulas have the value 7."""
    rows, row = [], 0
    for _ in range(rng.randint(1, 5)):
        stated = rng.random() < 0.4
        row = row + rng.randint(1, 3) if stated else row + 1
        cells, column = [], -1
        for _ in range(rng.randint(0, 4)):
            named = rng.random() < 0.4
            column = column + rng.randint(1, 3) if named else column + 1
            place = f' r="{letters_of(column)}{row}"' if named else ""
            content = "<f>1</f><v>7</v>" if rng.random() < 0.4 else "<v>1</v>"
            cells.append(f"<c{place}>{content}</c>")
        place = f' r="{row}"' if stated else ""
        rows.append(f"<row{place}>{''.join(cells)}</row>" if cells else f"<row{place}/>")
    return "".join(rows)


def test_marks_are_where_the_library_that_reads_the_values_has_them() -> None:
    """The marks of formulas are compared with python-calamine, which counts places itself."""
    rng = random.Random(20)
    sound = workbook({"visits": ROWS})
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    for _ in range(60):
        rows = without_places(rng)
        xml = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as made:
            for name, content in parts.items():
                made.writestr(name, xml if name.endswith("sheet1.xml") else content)

        sheets, faults = read_sheets(buffer.getvalue(), "workbook")

        assert faults == []
        if not sheets:
            assert "<c" not in rows
            continue
        cells = enumerate(sheets[0].grid.cells)
        sevens = {(k, j) for k, row in cells for j, value in enumerate(row) if value == 7}
        assert set(sheets[0].grid.marked) == sevens


def test_a_sheet_of_a_chart_is_passed_over() -> None:
    def chart(book: Any) -> None:
        sheet = book.create_chartsheet("Chart")
        sheet.add_chart(openpyxl.chart.BarChart())

    sheets, faults = read_sheets(workbook({"visits": ROWS}, chart), "workbook")

    assert ([s.title for s in sheets], faults) == (["visits"], [])
