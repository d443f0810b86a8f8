"""Numbers of two files results.csv."""

import pytest

from released import small
from rtxoutcomes.publish.differing_numbers import (
    Difference,
    differing_cells,
    differing_numbers,
    number_lines,
    same_number,
    shown_pair,
)
from rtxoutcomes.tables.write import frame_csv

HEAD = "key,role,n,estimate,status,method\n"


def file(*rows: str) -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


def found(old: bytes, new: bytes) -> list[tuple[str, str, str, str]]:
    return [(d.key, d.column, d.old, d.new) for d in differing_numbers(old, new)]


def test_a_number_that_differs_has_its_row_and_column() -> None:
    old = file("a,reported,5,1.5,ok,t", "b,reported,5,2,ok,t")
    new = file("a,reported,5,1.6,ok,t", "b,reported,4,2,ok,another")

    assert found(old, new) == [("a", "estimate", "1.5", "1.6"), ("b", "n", "5", "4")]


def test_reported_rows_come_first() -> None:
    old = file("a,sensitivity,5,1,ok,t", "b,reported,5,1,ok,t")
    new = file("a,sensitivity,5,2,ok,t", "b,reported,5,2,ok,t")

    assert [key for key, *_ in found(old, new)] == ["b", "a"]


def test_a_row_that_only_one_has_is_a_difference() -> None:
    row = file("a,reported,5,1.5,ok,t")
    every = [("a", "n", "5", ""), ("a", "estimate", "1.5", ""), ("a", "status", "ok", "")]

    assert found(row, file()) == every
    assert found(file(), row) == [(k, c, new, old) for k, c, old, new in every]


def test_a_column_that_one_of_them_lacks_is_not_compared() -> None:
    old = b"key,role,n\na,reported,5\n"

    assert found(old, file("a,reported,5,1.5,ok,t")) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.5", "1.5000000001", True),
        ("1.5", "1.50000001", False),
        ("ok", "ok", True),
        ("ok", "1", False),
        ("", "0", False),
    ],
)
def test_numbers_are_the_same_within_a_relative_billionth(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same


def test_a_row_of_results_is_named_in_words() -> None:
    results = small()
    new = frame_csv(results.estimates, results.origin).encode()
    old = frame_csv(results.estimates.assign(estimate=7.25), results.origin).encode()

    words = {d.words for d in differing_numbers(old, new, results) if "edss.A.mean_ch" in d.key}

    assert "EDSS, points, A: Mean change" in words


def test_a_line_has_all_that_differs_in_a_row() -> None:
    rows = [
        Difference("a", "Mean", "reported", "estimate", "1.23456", "2"),
        Difference("a", "Mean", "reported", "p_value", "", "0.0312345"),
        Difference("b", "Risk", "reported", "status", "ok", "not_estimable"),
    ]

    assert number_lines(rows, 1) == [
        "Mean [a]: estimate 1.235, now 2; P none, now 0.03123",
        "... and 1 more row",
    ]
    assert len(number_lines(rows)) == 2


def test_numbers_that_look_alike_are_shown_in_full() -> None:
    assert shown_pair("1.23456", "1.23457") == ("1.23456", "1.23457")


def test_cells_are_counted_with_rows_that_one_file_lacks() -> None:
    assert differing_cells(b"a,b\n1,2\n3,4\n", b"a,b\n1,5\n") == 3
