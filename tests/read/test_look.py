"""Raw files as they are: tables, and the rows that are no patients."""

from pathlib import Path

import pytest

pytest.importorskip("openpyxl", reason="openpyxl is not installed")
pytest.importorskip("python_calamine", reason="the extra excel is not installed")

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read.look import look_at, raw_files
from workbooks import Rows, save, workbook

ROWS: Rows = [["File No", "Dx", "EDSS"], [1, "RR", 2], [2, "SP", 3], ["Total", None, 5]]


def test_each_sheet_of_a_workbook_is_a_table(tmp_path: Path) -> None:
    titled: Rows = [["Our clinic"], *ROWS]
    book = save(tmp_path / "book.xlsx", workbook({"People": ROWS, "More": titled}))

    looked = look_at(book)

    assert [table.place[1] for table in looked] == ["People", "More"]
    assert [table.skipped for table in looked] == [
        ((4, "row.total"),),
        ((1, "header.title"), (5, "row.total")),
    ]
    assert [len(t.table.frame) for t in looked if t.table is not None] == [2, 2]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_may_be_separated_by_any_usual_mark(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text("Our clinic\nFile No,Dx,EDSS\n1,RR,2\n".replace(",", mark), encoding="utf-8")

    (looked,) = look_at(path)

    assert looked.table is not None
    assert looked.table.frame.columns.tolist() == ["File No", "Dx", "EDSS"]
    assert looked.table.lines == (3,)


def test_files_of_one_folder_are_sorted_and_others_refused(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "notes.docx"):
        (tmp_path / name).write_text("x,y\n1,2\n", encoding="utf-8")

    assert [p.name for p in raw_files([tmp_path])] == ["a.csv", "b.csv"]
    assert raw_files([tmp_path / "b.csv", tmp_path / "a.csv"]) == raw_files([tmp_path])
    with pytest.raises(UsageFault, match="cannot be read"):
        raw_files([tmp_path / "notes.docx"])
    with pytest.raises(UsageFault, match="no such file"):
        raw_files([tmp_path / "c.csv"])
