"""Rules on the names of columns."""

from typing import Literal

import pandas as pd
import pytest

from clinic import BUNDLED
from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.headers import header_violations
from rtxoutcomes.validate.schema import table_fields


def violations_of(*columns: str) -> list[Violation]:
    frame = pd.DataFrame([["x"] * len(columns)], columns=list(columns), dtype=object)
    return header_violations(
        RawTable("relapses", "relapses.csv", frame, (2,), ""), table_fields(BUNDLED)["relapses"]
    )


def test_the_names_of_the_data_model_are_sound() -> None:
    assert violations_of("patient_id", "month", "detected_via") == []


def test_a_misspelt_required_column_is_one_finding_with_its_place() -> None:
    violations = violations_of("patient_id", "Month ")

    assert [(v.column, v.line, v.rule) for v in violations] == [("month", 1, "column.missing")]
    assert violations[0].remedy == "is it column 2?"


def test_a_misspelt_name_that_can_be_shown_is_shown() -> None:
    (violation,) = violations_of("patient_id", "monht")

    assert violation.remedy == "is it column 2, monht?"


def test_a_misspelt_optional_column_is_unknown_with_the_nearest_meant() -> None:
    (violation,) = violations_of("patient_id", "month", "detected_vai")

    assert (violation.column, violation.rule) == ("detected_vai", "column.unknown")
    assert violation.remedy == "did you mean detected_via?"


def test_a_strange_column_is_reported_with_the_known_ones() -> None:
    (violation,) = violations_of("patient_id", "month", "xyz")

    assert (violation.column, violation.rule) == ("column 3", "column.unknown")
    assert violation.value == "[text, 3 characters]"
    assert violation.choices.startswith("columns are patient_id, month")
    assert "delete" not in violation.remedy


def test_a_missing_column_is_reported_with_its_description() -> None:
    (violation,) = violations_of("patient_id")

    assert (violation.column, violation.rule) == ("month", "column.missing")
    assert violation.remedy.startswith("add it: ")


def test_a_first_line_that_names_no_column_may_be_a_patient_and_is_not_repeated() -> None:
    (violation,) = violations_of("P01", "7.4")

    assert (violation.column, violation.line, violation.rule) == ("", 1, "header.missing")
    assert "P01" not in violation.sentence()


def test_a_header_that_may_name_somebody_is_not_repeated() -> None:
    (violation,) = violations_of("patient_id", "month", "Jane Doe 0912")

    assert violation.column == "column 3"
    assert "Jane" not in violation.sentence()


def filled(columns: tuple[str, ...], *cells: str) -> list[Violation]:
    frame = pd.DataFrame([list(cells)], columns=list(columns), dtype=object)
    raw = RawTable("relapses", "relapses.csv", frame, (2,), "")
    return header_violations(raw, table_fields(BUNDLED)["relapses"])


def test_a_column_that_identifies_by_name_is_worst() -> None:
    (violation,) = filled(("patient_id", "month", "Phone"), "P01", "3", "1")

    assert (violation.column, violation.rule, violation.value) == (
        "column 3",
        "phi.column",
        "Phone",
    )


def test_the_contents_of_an_unknown_column_is_reported_with_its_line() -> None:
    (violation,) = filled(("patient_id", "month", "colour"), "P01", "3", "0912 555 0143")

    assert (violation.column, violation.line, violation.rule) == (
        "column 3",
        2,
        "phi.value.phone",
    )
    assert violation.value == "[phone, 13 characters]"


def test_a_slip_is_named_even_where_it_holds_what_identifies() -> None:
    (violation,) = filled(("patient_id", "month", "detected_vai"), "P01", "3", "s@mail.example")

    assert (violation.column, violation.rule) == ("detected_vai", "phi.value.email")


def test_a_misspelt_required_column_that_identifies_is_reported_with_what_is_missing() -> None:
    violations = filled(("patient_id", "monht"), "P01", "2019-03-05")

    assert [(v.column, v.rule) for v in violations] == [
        ("month", "column.missing"),
        ("monht", "phi.value.date"),
    ]


def test_a_short_name_is_compared_but_not_repeated() -> None:
    frame = pd.DataFrame([["P01", "0", "3"]], columns=["patient_id", "month", "edsz"], dtype=object)
    raw = RawTable("visits", "visits.csv", frame, (2,), "")

    (violation,) = header_violations(raw, table_fields(BUNDLED)["visits"])

    assert (violation.column, violation.rule) == ("column 3", "column.unknown")
    assert violation.remedy == "did you mean edss?"


@pytest.mark.parametrize("name", ["Maryam Hosseini", "مریم حسینی", "Sara Ahmadi-Rad"])
def test_a_name_as_a_heading_is_never_shown(name: str) -> None:
    for violation in [*violations_of("patient_id", "month", name), *violations_of(name, "month")]:
        assert name not in violation.sentence()


def test_a_name_that_resembles_a_column_is_not_shown_either() -> None:
    (violation,) = violations_of("patient_id", "month", "Detected Viaa")

    assert violation.column == "column 3"
    assert violation.remedy == "did you mean detected_via?"


@pytest.mark.parametrize(
    ("columns", "rules"),
    [
        (("patient_id", "month", "redcap_event_name"), ["table.redcap"]),
        (("record_id", "month", "demographics_complete"), ["table.redcap"]),
        (("record_id", "month", "drug___1"), ["table.redcap"]),
        (("record_id", "month"), ["column.missing", "column.unknown"]),
        (("patient_id", "month", "visit_complete"), ["column.unknown"]),
    ],
)
def test_an_export_of_redcap_is_known_by_what_redcap_adds(
    columns: tuple[str, ...], rules: list[str]
) -> None:
    assert [violation.rule for violation in violations_of(*columns)] == rules


def test_a_column_of_another_table_is_not_to_be_deleted() -> None:
    frame = pd.DataFrame([["P1", "1", "2", "x"]], columns=["patient_id", "month", "edss", "dose"])
    raw = RawTable("relapses", "relapses.csv", frame, (2,), "", letters={"edss": "C"})
    others = {"visits": ["edss"], "one_table": ["dose"]}

    fields = table_fields(BUNDLED)["relapses"]
    found = {v.column: v for v in header_violations(raw, fields, others)}

    assert found["column 3"].remedy == "it is one of the table visits"
    assert (found["column 3"].letters, found["column 3"].value) == ("C", "edss")
    assert "the form with a row a patient" in found["column 4"].remedy
    assert not any("delete" in v.remedy for v in found.values())


@pytest.mark.parametrize(
    ("counted", "line"), [("lines", 1), ("cells", 1), ("records", None), ("rows", None)]
)
def test_a_name_has_a_line_only_where_names_have_one(
    counted: Literal["lines", "cells", "records", "rows"], line: int | None
) -> None:
    frame = pd.DataFrame([["P1", "1", "2"]], columns=["patient_id", "month", "xyz"])
    raw = RawTable("relapses", "relapses", frame, (0,), "", counted=counted)

    (violation,) = header_violations(raw, table_fields(BUNDLED)["relapses"])

    assert violation.line == line


@pytest.mark.parametrize(
    ("columns", "value"),
    [
        (("patient_id", "redcap_event_name"), "1 column that REDCap adds"),
        (("record_id", "redcap_event_name", "x_complete"), "3 columns that REDCap adds"),
    ],
)
def test_the_columns_that_redcap_adds_are_counted(columns: tuple[str, ...], value: str) -> None:
    assert violations_of(*columns)[0].value == value
