import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import table_md

TABLE = Table(
    key="made_up",
    title="A title",
    header=("Diagnosis", "n"),
    rows=(("RRMS", "42"), ("SPMS", "43")),
    footnotes=("A note.",),
    origin="synthetic",
    mark="Synthetic data: made-up patients",
)


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="made_up: 1 cells under 2 headers"):
        Table("made_up", "", ("a", "b"), (("c",),), (), "synthetic", "")


def test_sources_that_do_not_fit_the_cells_are_refused() -> None:
    with pytest.raises(ValueError, match="made_up: sources do not fit the cells"):
        replace(TABLE, sources=(((1,), (2,)),))


def test_marks_and_spanners_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="made_up: marks do not fit the cells"):
        replace(TABLE, marks=(("a", ""),))
    with pytest.raises(ValueError, match="made_up: spanners do not fit the header"):
        replace(TABLE, spanners=("At 12 months",))


def test_notes_of_cells_follow_those_of_the_table_with_their_letters() -> None:
    noted = replace(TABLE, lettered=("One.", "Two."), marks=(("", "a"), ("", "b")))

    assert noted.notes == (("", "A note."), ("a", "One."), ("b", "Two."))
    assert TABLE.letters == (("", ""), ("", ""))


def test_the_heading_above_columns_is_part_of_their_names_in_a_frame() -> None:
    frame = replace(TABLE, spanners=("", "At 12 months")).to_frame()

    assert list(frame) == ["Diagnosis", "At 12 months: n"]


def test_a_numbered_table_says_its_number_in_its_caption() -> None:
    numbered = replace(TABLE, number="S1")

    assert (TABLE.label, TABLE.caption) == ("", "A title")
    assert (numbered.label, numbered.caption) == ("Table S1", "Table S1. A title")


def test_a_table_shows_itself_with_its_mark() -> None:
    assert TABLE.mark in repr(TABLE)
    assert TABLE.mark in TABLE._repr_html_()
    assert TABLE._repr_markdown_() == table_md(TABLE)


def test_every_cell_of_a_notebook_is_aligned_as_in_the_manuscript() -> None:
    html = replace(TABLE, rows=(("<td>", "1"), ("A", "")))._repr_html_()

    cells = re.findall(r"<(?:td|th|caption)\b[^>]*>", html)
    sides = [re.findall(r'style="text-align:(\w+)"', cell) for cell in cells]
    # The caption, the header, a row, a heading, and the note.
    assert sides == [["left"], ["left"], ["center"], ["left"], ["center"], ["left"], ["left"]]
    assert "&lt;td&gt;" in html


def test_the_frame_holds_the_cells() -> None:
    frame = TABLE.to_frame()

    assert list(frame) == ["Diagnosis", "n"]
    assert [tuple(line) for line in frame.to_numpy().tolist()] == list(TABLE.rows)


def test_an_empty_table_keeps_its_header_in_a_frame() -> None:
    empty = Table("made_up", "", ("a", "b"), (), (), "synthetic", "")

    assert list(empty.to_frame()) == ["a", "b"]


@pytest.mark.parametrize("suffix", [".csv", ".md", ".html", ".tex"])
def test_the_suffix_chooses_the_format_and_lines_end_in_lf(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"table{suffix}"

    TABLE.save(target)

    written = target.read_bytes()
    assert b"\r" not in written
    assert "RRMS" in written.decode()


def test_a_word_file_opens_again_with_the_same_cells(tmp_path: Path) -> None:
    TABLE.save(str(tmp_path / "table.docx"))

    grid = Document(str(tmp_path / "table.docx")).tables[0]
    assert [[c.text for c in line.cells] for line in grid.rows][1:] == [list(r) for r in TABLE.rows]


def test_a_csv_carries_the_origin_in_its_last_column(tmp_path: Path) -> None:
    TABLE.save(tmp_path / "table.csv")

    lines = list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text("utf-8"))))
    assert [line[-1] for line in lines] == ["origin", "synthetic", "synthetic"]


def test_an_unknown_suffix_is_refused_and_the_known_ones_listed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"table.xls: .* \.csv, \.docx, \.html, \.md, \.tex"):
        TABLE.save(tmp_path / "table.xls")


def test_columns_and_rows_are_chosen_by_name_or_position_in_the_order_given() -> None:
    table = replace(TABLE, sources=(((1,), (2,)), ((3,), (4,))))

    chosen = table.select(columns=["n", 0], rows=["SPMS"])

    assert chosen.header == ("n", "Diagnosis")
    assert chosen.rows == (("43", "SPMS"),)
    assert chosen.sources == (((4,), (3,)),)
    assert chosen.footnotes == TABLE.footnotes
    assert TABLE.select() == TABLE
    assert TABLE.select(rows=[1, 0]).rows == TABLE.rows[::-1]


def test_a_column_or_row_that_is_not_there_is_refused_and_those_there_listed() -> None:
    with pytest.raises(LookupError, match=r"no column 'Events'; the table has Diagnosis, n"):
        TABLE.select(columns=["Events"])
    with pytest.raises(LookupError, match="no row 7; the table has RRMS, SPMS"):
        TABLE.select(rows=[7])


def test_a_table_makes_the_folders_that_it_is_saved_in(tmp_path: Path) -> None:
    target = tmp_path / "tables" / "main" / "table.csv"

    TABLE.save(target)

    assert target.read_text("utf-8").startswith("Diagnosis")
    with pytest.raises(ValueError, match="a table is written as"):
        TABLE.save(tmp_path / "other" / "table.xls")
    assert not (tmp_path / "other").exists()


def test_a_selection_keeps_what_is_above_and_beside_its_cells() -> None:
    table = Table(
        "t",
        "T",
        ("Group", "Mean", "P"),
        (("A", "1", "2"), ("B", "3", "4")),
        (),
        "synthetic",
        "Synthetic data",
        spanners=("", "At the last visit", "At the last visit"),
        marks=(("", "a", ""), ("", "", "b")),
        lettered=("one", "two"),
    )

    chosen = table.select(columns=["Group", "P"], rows=["B"])

    assert chosen.spanners == ("", "At the last visit")
    assert chosen.marks == (("", "b"),)
    assert chosen.rows == (("B", "4"),)
