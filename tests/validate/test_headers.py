"""Rules on the names of columns."""

import pandas as pd

from clinic import BUNDLED
from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.headers import header_violations
from rtxoutcomes.validate.schema import table_fields


def found(*columns: str) -> list[Violation]:
    frame = pd.DataFrame([["x"] * len(columns)], columns=list(columns), dtype=object)
    return header_violations(
        RawTable("relapses", "relapses.csv", frame, (2,), ""), table_fields(BUNDLED)["relapses"]
    )


def test_the_names_of_the_data_model_are_sound() -> None:
    assert found("patient_id", "month", "detected_via") == []


def test_a_misspelt_required_column_is_one_finding_with_its_place() -> None:
    told = found("patient_id", "Month ")

    assert [(v.column, v.line, v.rule) for v in told] == [("month", 1, "column.missing")]
    assert told[0].remedy == "is it column 2?"


def test_a_misspelt_name_that_can_be_shown_is_shown() -> None:
    (told,) = found("patient_id", "monht")

    assert told.remedy == "is it column 2, monht?"


def test_a_misspelt_optional_column_is_unknown_with_the_nearest_meant() -> None:
    (told,) = found("patient_id", "month", "detected_vai")

    assert (told.column, told.rule) == ("detected_vai", "column.unknown")
    assert told.remedy == "did you mean detected_via?"


def test_a_strange_column_is_told_with_those_there_are() -> None:
    (told,) = found("patient_id", "month", "xyz")

    assert (told.column, told.rule) == ("column 3", "column.unknown")
    assert told.value == "[text, 3 characters]"
    assert "columns are patient_id, month" in told.remedy


def test_a_missing_column_is_told_with_what_it_holds() -> None:
    (told,) = found("patient_id")

    assert (told.column, told.rule) == ("month", "column.missing")
    assert told.remedy.startswith("add it: ")


def test_a_first_line_that_names_no_column_may_be_a_patient_and_is_not_repeated() -> None:
    (told,) = found("P01", "7.4")

    assert (told.column, told.line, told.rule) == ("", 1, "header.missing")
    assert "P01" not in told.sentence()


def test_a_header_that_may_name_somebody_is_not_repeated() -> None:
    (told,) = found("patient_id", "month", "Jane Doe 0912")

    assert told.column == "column 3"
    assert "Jane" not in told.sentence()


def filled(columns: tuple[str, ...], *cells: str) -> list[Violation]:
    frame = pd.DataFrame([list(cells)], columns=list(columns), dtype=object)
    raw = RawTable("relapses", "relapses.csv", frame, (2,), "")
    return header_violations(raw, table_fields(BUNDLED)["relapses"])


def test_a_name_that_says_whose_the_column_is_is_worst() -> None:
    (told,) = filled(("patient_id", "month", "Phone"), "P01", "3", "1")

    assert (told.column, told.rule, told.value) == (
        "column 3",
        "phi.column",
        "[text, 5 characters]",
    )


def test_what_stands_in_a_strange_column_is_told_with_its_line() -> None:
    (told,) = filled(("patient_id", "month", "colour"), "P01", "3", "0912 555 0143")

    assert (told.column, told.line, told.rule) == ("column 3", 2, "phi.value.phone")
    assert told.value == "[phone, 13 characters]"


def test_a_slip_is_named_even_where_it_holds_what_identifies() -> None:
    (told,) = filled(("patient_id", "month", "detected_vai"), "P01", "3", "s@mail.example")

    assert (told.column, told.rule) == ("detected_vai", "phi.value.email")


def test_a_misspelt_required_column_that_identifies_is_told_beside_what_is_missing() -> None:
    told = filled(("patient_id", "monht"), "P01", "2019-03-05")

    assert [(v.column, v.rule) for v in told] == [
        ("month", "column.missing"),
        ("monht", "phi.value.date"),
    ]


def test_a_short_name_is_compared_but_not_repeated() -> None:
    frame = pd.DataFrame([["P01", "0", "3"]], columns=["patient_id", "month", "edsz"], dtype=object)
    raw = RawTable("visits", "visits.csv", frame, (2,), "")

    (told,) = header_violations(raw, table_fields(BUNDLED)["visits"])

    assert (told.column, told.rule) == ("column 3", "column.unknown")
    assert told.remedy == "did you mean edss?"
