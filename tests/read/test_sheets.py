"""Which sheets are tables and which are legends."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from rtxoutcomes.errors import Violation
from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.grid import CellGrid
from rtxoutcomes.read.sheets import ids_in, is_legend, is_one_table, table_in
from rtxoutcomes.read.tables import read_tables

HEADERS = {
    "patients": ["patient_id", "diagnosis", "follow_up_months", "end_reason"],
    "visits": ["patient_id", "month", "edss"],
    "one_table": ["patient_id", "diagnosis", "follow_up_months", "edss_baseline", "relapsed"],
}
ONE: list[list[Value]] = [[*HEADERS["one_table"]], ["P01", "RRMS", 24.0, 3.0, "no"]]
PATIENTS: list[list[Value]] = [[*HEADERS["patients"]], ["P01", "RRMS", 24.0, "ongoing"]]
VISITS: list[list[Value]] = [[*HEADERS["visits"]], ["P01", 0.0, 3.0]]
LEGEND: list[list[Value]] = [["RRMS = relapsing"], ["sex", "1 = male"]]


def test_a_sheet_is_the_table_of_which_it_has_most_columns() -> None:
    assert table_in(CellGrid(ONE), "", HEADERS) == "one_table"
    assert table_in(CellGrid(VISITS), "", HEADERS) == "visits"
    assert table_in(CellGrid(LEGEND), "", HEADERS) == ""
    assert table_in(CellGrid([["patient_id"], ["edss"]]), "", HEADERS) == ""
    assert table_in(CellGrid([["Title"], [None], *ONE]), "", HEADERS) == "one_table"
    assert table_in(CellGrid([*[["x"]] * 10, *ONE]), "", HEADERS) == ""


def test_of_tables_that_fit_equally_it_is_that_of_its_name() -> None:
    shared = CellGrid([["patient_id", "diagnosis", "follow_up_months"]])

    assert table_in(shared, "one_table", HEADERS) == "one_table"
    assert table_in(shared, "Sheet1", HEADERS) == "patients"
    assert not is_one_table(shared, "patients", HEADERS)
    assert is_one_table(CellGrid(ONE), "patients", HEADERS)


def test_a_legend_names_no_patient() -> None:
    ids = ids_in(CellGrid([["Title"], *ONE, ["P02"]]), HEADERS)

    assert ids == {"P01", "P02"}
    assert is_legend(CellGrid(LEGEND), HEADERS, ids)
    assert not is_legend(CellGrid([*LEGEND, ["P02", "excluded"]]), HEADERS, ids)
    assert not is_legend(CellGrid(VISITS), HEADERS, ids)
    assert ids_in(CellGrid(LEGEND), HEADERS) == frozenset()
    wide: list[list[Value]] = [["a", "b", "c", "d", 1.0]] * 5
    assert not is_legend(CellGrid(wide), HEADERS, ids)
    assert is_legend(CellGrid(wide[:4]), HEADERS, ids)
    assert is_legend(CellGrid([row[:4] for row in wide]), HEADERS, ids)


def book(place: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> tuple[str, list[str]]:
    pytest.importorskip("python_calamine", reason="the extra excel is not installed")
    workbooks = pytest.importorskip("workbooks")
    path = workbooks.save(place / "clinic.xlsx", workbooks.workbook(sheets))
    result = read_tables(path, headers=HEADERS)
    faults: list[Violation] = list(result.violations)
    return result.raw.form, [*result.raw.tables, *(v.rule for v in faults)]


@pytest.mark.parametrize(
    ("sheets", "form", "expected"),
    [
        ({"Cohort 2023": ONE, "Legend": LEGEND}, "one_table", ["one_table"]),
        ({"Legend": LEGEND, "patients": ONE}, "one_table", ["one_table"]),
        ({"patients": ONE}, "one_table", ["one_table"]),
        ({"patients": PATIENTS}, "tables", ["patients"]),
        ({"patients": PATIENTS, "visits": VISITS, "Key": LEGEND}, "tables", ["patients", "visits"]),
        # What names a patient is no legend, nor is what has the columns of a table.
        ({"A": ONE, "B": [["P01", "excluded"]]}, "one_table", ["sheet.one"]),
        ({"2022": ONE, "2023": ONE}, "one_table", ["sheet.one"]),
        ({"patients": PATIENTS, "B": VISITS}, "tables", ["patients", "sheet.unknown"]),
        ({"patients": PATIENTS, "Visit": LEGEND}, "tables", ["patients", "sheet.unknown"]),
        ({"A": LEGEND, "B": LEGEND}, "one_table", ["sheet.one"]),
        (
            {"A": PATIENTS, "B": VISITS},
            "tables",
            ["sheet.unknown", "sheet.unknown", "table.missing"],
        ),
    ],
)
def test_the_form_of_a_workbook_is_that_of_its_sheets(
    sheets: dict[str, list[list[object]]], form: str, expected: list[str], tmp_path: Path
) -> None:
    assert book(tmp_path, sheets) == (form, expected)
