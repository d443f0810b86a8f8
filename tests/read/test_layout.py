"""Rows that belong to the layout of a sheet and not to its table."""

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.read.layout import layout_rows, title_rows

HEADER = ["patient_id", "diagnosis", "edss"]
ROWS = [["P01", "RRMS", "3"], ["P02", "SPMS", "2.5"], ["P03", "RRMS", "4"]]


def found(*more: list[str], rows: list[list[str]] = ROWS) -> dict[int, str]:
    return layout_rows(pd.DataFrame([*rows, *more], columns=HEADER, dtype=object))


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        ([HEADER, *ROWS], 0),
        ([["Cohort of 2024", "", ""], HEADER, *ROWS], 1),
        ([["Cohort"], ["as of May"], HEADER, *ROWS], 2),
        # A date beside the title: two cells of six.
        ([["Cohort", "", "", "", "", "May"], [*HEADER, *HEADER], [*ROWS[0], *ROWS[1]]], 1),
        ([["# exported by R"], HEADER, *ROWS], 1),
        # The second row holds numbers and may be a patient: names are missing in the first.
        ([["patient_id", "", "", "", "", ""], ["P01", "RRMS", "3", "1", "2", "x"]], 1),
        ([["patient_id", "edss", "", "", "", ""], ["P01", "RRMS", "3", "1", "2", "x"]], 0),
        ([["patient_id"], ["P01"], ["P02"]], 0),
        # Half as many names as the widest row has cells are names.
        ([["a", "b", "", ""], ["w", "x", "y", "z"]], 0),
        ([["a", "b", "", "", ""], ["v", "w", "x", "y", "z"]], 1),
        ([], 0),
    ],
)
def test_titles_stand_above_the_names(rows: list[list[str]], above: int) -> None:
    assert title_rows(rows) == above


def test_a_title_is_looked_for_in_the_first_rows_only() -> None:
    notes = [[f"note {k}"] for k in range(9)]

    assert title_rows([*notes, HEADER]) == 9
    assert title_rows([*notes, ["note 9"], HEADER]) == 0


@pytest.mark.parametrize(
    "label",
    ["Total", "total:", "Mean (SD)", "جمع", "میانگین", "Sum of all"],
)
def test_a_total_is_one_in_any_language(label: str) -> None:
    assert found([label, "", "9.5"]) == {3: "row.total"}
    assert found(["", label, "9.5"]) == {3: "row.total"}
    assert found([label, "", ""]) == {3: "row.total"}


def test_words_that_begin_like_a_total_are_none() -> None:
    assert found(["Totti1", "RRMS", "3"]) == {}
    assert found(["mean of the last two or three visits", "RRMS", "3"]) == {}


@pytest.mark.parametrize("heading", ["RRMS", "Group 1", "* EDSS by Dr. X", "گروه دوم"])
def test_a_heading_or_a_note_does_not_look_like_a_patient(heading: str) -> None:
    assert found([heading, "", ""], ROWS[0], ROWS[1]) == {3: "row.section"}


def test_a_patient_of_whom_nothing_else_is_known_is_no_heading() -> None:
    assert found(["P99", "", ""]) == {}
    patients = [[f"Patient {k}", "RRMS", "3"] for k in range(3)]
    assert found(["Patient 7", "", ""], rows=patients) == {}
    assert found(["", "", "3"]) == {}
    # Without other rows there is nothing to compare with.
    assert found(["RRMS", "", ""], rows=ROWS[:1]) == {}


def test_rows_that_are_mostly_sparse_are_what_the_table_is() -> None:
    assert found(*([f"word {'x' * k}", "", ""] for k in range(5)), rows=ROWS[:2]) == {}


def test_units_below_the_names_and_names_that_are_repeated_are_no_patients() -> None:
    assert layout_rows(
        pd.DataFrame([["", "code", "points"], *ROWS], columns=HEADER, dtype=object)
    ) == {0: "header.several"}
    assert found(HEADER, ROWS[0]) == {3: "header.several"}
    # A word in a column of numbers may be that of a patient with an id.
    assert found(rows=[["P00", "RRMS", "unknown"], *ROWS]) == {}


def test_totals_at_the_end_of_a_large_table_are_found() -> None:
    rows = 30_000
    frame = pd.DataFrame(
        {
            "patient_id": np.array([f"P{k}" for k in range(rows)], dtype=object),
            "diagnosis": "RRMS",
            "edss": "3",
        },
        dtype=object,
    )
    frame.loc[rows] = ["Total", "", "90000"]
    frame.loc[rows + 1] = ["see the protocol", "", ""]

    assert layout_rows(frame) == {rows: "row.total", rows + 1: "row.section"}


def test_narrow_and_empty_tables_have_no_layout() -> None:
    assert layout_rows(pd.DataFrame([["Total", "3"]], columns=HEADER[:2], dtype=object)) == {}
    assert layout_rows(pd.DataFrame([], columns=HEADER, dtype=object)) == {}


def test_a_label_of_a_total_has_at_most_three_words() -> None:
    assert found(["total of women", "", "3"]) == {3: "row.total"}
    assert found(["total of the women", "RRMS", "3"]) == {}


def test_half_of_the_rows_may_be_headings() -> None:
    full = [["P01", "RRMS", "3"], ["P02", "RRMS", "3"]]
    headings = [["one", "", ""], ["two", "", ""]]

    assert set(found(*headings, rows=full)) == {2, 3}
    assert found(*headings, ["three", "", ""], rows=full) == {}


def test_units_are_two_words_or_more_and_a_column_of_two_numbers() -> None:
    def labelled(first: list[str], *rows: list[str]) -> dict[int, str]:
        return layout_rows(pd.DataFrame([first, *rows], columns=HEADER, dtype=object))

    assert labelled(["", "code", "points"], ROWS[0], ROWS[1]) == {0: "header.several"}
    assert labelled(["", "code", "points"], ROWS[0]) == {}
    # A single word is found too, as what stands alone in a row.
    assert labelled(["", "", "points"], ROWS[0], ROWS[1]) == {0: "row.section"}
