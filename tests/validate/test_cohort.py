"""Validation of raw tables, and the places of violations."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from clinic import BUNDLED, findings, folder, put, sound
from rtxoutcomes.cohort import RawCohort, RawTable
from rtxoutcomes.errors import TableError, Violation
from rtxoutcomes.validate.cohort import addressed, validate_cohort


def declared(place: Path, text: str) -> Path:
    folder(place)
    (place / "cohort.toml").write_text(text, encoding="utf-8")
    return place


def test_a_cohort_without_a_declaration_is_of_patients(tmp_path: Path) -> None:
    assert sound(folder(tmp_path)).origin == "patient"


def test_a_declaration_travels_with_the_cohort(tmp_path: Path) -> None:
    text = 'origin = "public"\ndeclared_by = "a clinic"\ndeclared_on = "2026-01-31"\n'

    cohort = sound(declared(tmp_path, text))

    assert (cohort.origin, cohort.declared_by, cohort.declared_on) == (
        "public",
        "a clinic",
        "2026-01-31",
    )


def test_tables_have_their_types_and_absent_columns_are_empty(tmp_path: Path) -> None:
    cohort = sound(folder(tmp_path))

    assert cohort.engagement is not None
    assert cohort.engagement["end_month"].tolist() == [1.0, 2.0]
    assert cohort.patients["prior_treatment"].isna().all()
    assert cohort.visits is not None
    assert set(cohort.visits["phase"]) == {""}


def test_a_table_that_is_not_there_was_not_collected(tmp_path: Path) -> None:
    place = folder(tmp_path)
    for name in ("visits", "engagement", "relapses"):
        (place / f"{name}.csv").unlink()

    cohort = sound(place)

    assert cohort.visits is None
    assert cohort.engagement is None
    assert cohort.relapses is None
    assert cohort.adverse_events is not None


def test_a_cohort_needs_a_patient(tmp_path: Path) -> None:
    place = folder(tmp_path / "in")
    for path in place.iterdir():
        if path.stem != "patients":
            path.unlink()
    (place / "patients.csv").write_text("patient_id,diagnosis,follow_up_months\n", encoding="utf-8")

    assert [v.rule for v in findings(place)] == ["table.no_patients"]


def test_findings_come_in_the_order_of_tables_and_lines(tmp_path: Path) -> None:
    def change(tables: dict[str, list[str]]) -> None:
        put("relapses", 2, 1, "99")(tables)
        put("visits", 5, 2, "3.25")(tables)
        put("visits", 2, 2, "3.25")(tables)
        put("patients", 4, 1, "MS")(tables)

    violations = findings(folder(tmp_path, change))

    assert [(v.table, v.line) for v in violations] == [
        ("patients", 4),
        ("visits", 2),
        ("visits", 5),
        ("relapses", 2),
    ]


def test_without_any_table_there_is_no_cohort() -> None:
    with pytest.raises(TableError):
        validate_cohort(RawCohort("tables", {}, {}, {}), BUNDLED)


TEXT = RawTable("visits", "a.csv", pd.DataFrame(), (2,), "")
SHEET = replace(TEXT, counted="cells", sheet="visits", letters={"edss": "C"})
RECORDS = replace(TEXT, counted="records")
FINDING = Violation("visits", "edss", 7, "P01", "number.range", "must be", "", "")


def located(table: RawTable, **changes: object) -> Violation:
    return addressed([replace(FINDING, **changes)], {"visits": table})[0]  # type: ignore[arg-type]


def test_a_line_of_text_stays_a_line() -> None:
    assert located(TEXT) == FINDING
    assert addressed([FINDING], {}) == [FINDING]


def test_a_cell_of_a_sheet_is_named_as_a_spreadsheet_names_it() -> None:
    assert located(SHEET).address == "sheet visits, cell C7"
    assert located(SHEET, column="igg").address == "sheet visits, row 7"
    assert located(SHEET, line=None).address == "sheet visits, column C"
    assert located(SHEET, line=None, column="").address == "sheet visits"
    assert located(SHEET).sentence().startswith("visits.edss, sheet visits, cell C7, patient P01: ")


def test_a_record_of_a_file_without_sheets_is_counted() -> None:
    assert located(RECORDS).address == "record 7"
    assert located(RECORDS, line=None).address == ""


def test_names_of_columns_have_no_record() -> None:
    violation = located(RECORDS, rule="column.unknown", line=1)

    assert (violation.line, violation.address) == (None, "")
    assert located(SHEET, rule="header.missing", line=1).address == "sheet visits, column C"


def test_an_address_that_the_reading_gave_stays() -> None:
    assert located(SHEET, address="sheet 2").address == "sheet 2"


@pytest.mark.parametrize(("term", "rules"), [("سر\u200cدرد", []), ("flu\ufffe", ["text.control"])])
def test_terms_are_texts_that_every_output_can_hold(
    tmp_path: Path, term: str, rules: list[str]
) -> None:
    place = folder(tmp_path, put("adverse_events", 2, 3, term))

    assert [v.rule for v in findings(place)] == rules


def test_visits_have_the_scores_that_were_collected_and_no_others(tmp_path: Path) -> None:
    def without_igg(tables: dict[str, list[str]]) -> None:
        tables["visits"] = [",".join(row.split(",")[:3]) for row in tables["visits"]]

    every, some = sound(folder(tmp_path / "a")), sound(folder(tmp_path / "b", without_igg))

    assert every.visits is not None
    assert some.visits is not None
    assert list(every.visits) == ["patient_id", "month", "edss", "igg_g_per_l", "phase"]
    assert list(some.visits) == ["patient_id", "month", "edss", "phase"]
    assert every.visits["edss"].tolist() == [3.0, 2.5, 4.0, 4.5]
