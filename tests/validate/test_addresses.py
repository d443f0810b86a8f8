"""Findings in the words of files that have no lines."""

from dataclasses import replace

import pandas as pd

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.addresses import addressed

TABLE = RawTable("visits", "a.csv", pd.DataFrame(), (2,), "")
SHEET = replace(TABLE, counted="cells", sheet="visits", letters={"edss": "C"})
RECORDS = replace(TABLE, counted="records")
FOUND = Violation("visits", "edss", 7, "P01", "number.range", "must be", "", "")


def told(table: RawTable, **changes: object) -> Violation:
    return addressed([replace(FOUND, **changes)], {"visits": table})[0]  # type: ignore[arg-type]


def test_a_line_of_text_stays_a_line() -> None:
    assert told(TABLE) == FOUND
    assert addressed([FOUND], {}) == [FOUND]


def test_a_cell_of_a_sheet_is_named_as_a_spreadsheet_names_it() -> None:
    assert told(SHEET).address == "sheet visits, cell C7"
    assert told(SHEET, column="igg").address == "sheet visits, row 7"
    assert told(SHEET, line=None).address == "sheet visits, column C"
    assert told(SHEET, line=None, column="").address == "sheet visits"
    assert told(SHEET).sentence().startswith("visits.edss, sheet visits, cell C7, patient P01: ")


def test_a_record_of_a_file_without_sheets_is_counted() -> None:
    assert told(RECORDS).address == "record 7"
    assert told(RECORDS, line=None).address == ""


def test_names_of_columns_stand_in_no_record() -> None:
    found = told(RECORDS, rule="column.unknown", line=1)

    assert (found.line, found.address) == (None, "")
    assert told(SHEET, rule="header.missing", line=1).address == "sheet visits, column C"


def test_an_address_that_the_reading_gave_stays() -> None:
    assert told(SHEET, address="sheet 2").address == "sheet 2"
