"""One CSV file as a table of text."""

import pytest

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.read import csv_table as subject
from rtxoutcomes.read.csv_table import csv_table

SOUND = "patient_id,month,edss\nP01,0,3\nP02,1.5,2.5\n"


def read(text: str) -> tuple[RawTable | None, list[Violation]]:
    return csv_table(text.encode(), "visits", "visits.csv", "ab")


def faults(text: str) -> list[tuple[str, int | None]]:
    return [(v.rule, v.line) for v in read(text)[1]]


def cells(text: str) -> list[list[str]]:
    table, _ = read(text)
    assert table is not None
    return table.frame.to_numpy().tolist()


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    table, violations = read(SOUND)

    assert violations == []
    assert table is not None
    assert (table.letters, table.lines) == (
        {"patient_id": "A", "month": "B", "edss": "C"},
        range(2, 4),
    )


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("Cohort of the MS clinic,,\n,,\n", 3),
        ("# exported on Monday\n", 2),
        ("Cohort\nsecond line\n\n", 4),
    ],
)
def test_lines_above_the_names_are_one_finding(above: str, line: int) -> None:
    table, (violation,) = read(above + SOUND)

    assert table is None
    assert (violation.rule, violation.line) == ("header.title", 1)
    assert violation.remedy.endswith(f"the names seem to be in line {line}")


def test_columns_that_hold_nothing_are_not_there() -> None:
    plain = SOUND.replace("\n", ",,\n")
    quoted = plain.replace("P01", '"P01"')
    between = "patient_id,,month\nP01,,0\n"

    assert cells(plain) == cells(quoted) == cells(SOUND)
    assert (faults(plain), faults(quoted)) == ([], [])
    table, _ = read(between)
    assert table is not None
    assert table.letters == {"patient_id": "A", "month": "C"}


def test_a_column_without_a_name_that_holds_something_is_one_finding() -> None:
    text = "patient_id,month,,\nP01,0,,\nP02,1,x,\n"

    table, (violation,) = read(text)

    assert table is None
    assert (violation.rule, violation.line) == ("header.empty", 1)
    assert violation.remedy == "name column C or delete it"
    assert violation.value == "a column without a name and with 1 filled cells"


def test_a_header_with_another_number_of_cells_than_every_row_is_one_finding() -> None:
    text = "patient_id,month\n" + "P01,0,3\n" * 30

    assert faults(text) == [("table.ragged", 1)]
    assert faults("patient_id,month\nP01,0,3\n") == [("table.ragged", 2)]
    assert faults("patient_id,month\nP01,0,3\nP01,0,3\nP01,1\n") == [
        ("table.ragged", 2),
        ("table.ragged", 3),
    ]


def test_totals_and_headings_are_found_at_their_lines_and_are_not_rows() -> None:
    text = SOUND + "second group,,\nP03,0,4\nTotal,,9.5\n"

    assert faults(text) == [("row.section", 4), ("row.total", 6)]
    assert [row[0] for row in cells(text)] == ["P01", "P02", "P03"]
    table, _ = read(text)
    assert table is not None
    assert table.lines == (2, 3, 5)


def test_a_repeated_header_is_one_finding() -> None:
    assert faults(SOUND + "patient_id,month,edss\nP03,0,4\n") == [("header.several", 4)]


def test_a_fault_that_stops_reading_is_reported_with_the_rest() -> None:
    assert faults(SOUND + 'P03,"0,1\n') == [("table.quotes", 4)]
    assert faults('"a') == [("table.quotes", 1)]


def test_ragged_rows_are_listed_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MOST_ROWS", 2)
    sound = "".join(f"P{k},{k},3\n" for k in range(10, 20))

    violations = read(SOUND + "P03,1\n" * 5 + sound)[1]

    assert [(v.rule, v.line) for v in violations] == [
        ("table.ragged", 4),
        ("table.ragged", 5),
        ("table.ragged", None),
    ]
    assert violations[-1].value == "3 more rows with too many, too few or too long cells"


def test_columns_of_one_name_are_named_by_their_letters() -> None:
    (violation,) = read("patient_id,month,edss,month\nP01,0,3,1\n")[1]

    assert violation.must == "column names must be unique; columns B, D have the same name"


@pytest.mark.parametrize(("sound", "rules"), [(1, 1), (2, 9)])
def test_the_header_is_wrong_where_nine_of_ten_rows_have_another_width(
    sound: int, rules: int
) -> None:
    text = "patient_id,month\n" + "P01,0,3\n" * 9 + "P01,0\n" * sound

    assert len(faults(text)) == rules


def test_as_many_ragged_rows_as_the_limit_are_all_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MOST_ROWS", 2)

    assert faults(SOUND + "P03,1\n" * 2) == [("table.ragged", 4), ("table.ragged", 5)]
