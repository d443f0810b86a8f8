"""Strict rows."""

from rtxoutcomes.errors import Violation
from rtxoutcomes.read import rows as subject
from rtxoutcomes.read.rows import MAX_LINE, MAX_LINES_OF_RECORD, Columns, records, row_fault


def read(content: bytes) -> tuple[list[tuple[int, list[str]]], list[Violation]]:
    faults: list[Violation] = []
    return list(records(content, "visits", faults)), faults


def test_each_record_has_the_line_it_begins_on() -> None:
    records, faults = read(b'\xef\xbb\xbfa,b\r\n"x\ny",1\r\n\r\n , \n2,3')

    assert records == [(1, ["a", "b"]), (2, ["x\ny", "1"]), (6, ["2", "3"])]
    assert faults == []


def test_a_quote_that_is_not_closed_ends_the_reading_with_its_line() -> None:
    records, faults = read(b'a,b\n1,2\n3,"4\n5,6\n')

    assert records == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert [(v.rule, v.line) for v in faults] == [("table.quotes", 3)]


def test_a_row_without_end_is_not_gathered() -> None:
    _, long = read(b"a,b\n" + b"x" * (MAX_LINE + 1) + b"\n")
    _, quoted = read(b'a,b\n"' + b"x\n" * (MAX_LINES_OF_RECORD + 2) + b'",1\n')

    assert [(v.rule, v.line) for v in long] == [("table.row_size", 2)]
    assert [(v.rule, v.line) for v in quoted] == [("table.row_size", 2)]


def test_the_longest_row_and_the_record_of_most_lines_are_read() -> None:
    # The line break counts among the characters of a line.
    cells, faults = read(b"a\n" + b"x" * (MAX_LINE - 1) + b"\n")
    record = b'"' + b"\n" * (MAX_LINES_OF_RECORD - 1) + b'"\n'

    assert (len(cells), faults) == (2, [])
    assert read(b"a\n" + record.replace(b'"', b'"x', 1))[1] == []
    more = record.replace(b"\n", b"\n\n", 1)
    assert [(v.rule, v.line) for v in read(b"a\n" + more)[1]] == [("table.row_size", 2)]


def test_columns_grow_by_chunks() -> None:
    columns = Columns(2)
    count = 2 * subject._CHUNK + 1
    for k in range(count):
        columns.add(k + 2, [f"P{k}", "x"])

    frame = columns.frame(["patient_id", "sex"])

    assert len(frame) == len(columns.lines) == count
    assert frame["patient_id"].tolist() == [f"P{k}" for k in range(count)]
    assert set(frame["sex"]) == {"x"}


def test_no_row_is_an_empty_table() -> None:
    frame = Columns(2).frame(["a", "b"])

    assert frame.empty
    assert list(frame.columns) == ["a", "b"]


def test_ragged_rows_and_long_cells_are_reported() -> None:
    few, many = row_fault(["1"], 2, "visits", 3), row_fault(["1", "2", "3"], 2, "visits", 3)
    long = row_fault(["1", "x" * 10_001], 2, "visits", 3)

    assert few is not None and (few.rule, few.line, few.value) == ("table.ragged", 3, "1 cells")
    assert many is not None and "decimal comma" in many.remedy
    assert long is not None and long.value == "[text, 10001 characters]"
    assert row_fault(["1", "x" * 10_000], 2, "visits", 3) is None
