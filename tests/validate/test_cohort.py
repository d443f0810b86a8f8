"""The one door to a cohort."""

from pathlib import Path

import pytest

from clinic import BUNDLED, findings, folder, one_table, put, sound
from rtxoutcomes.cohort import RawCohort
from rtxoutcomes.errors import TableError
from rtxoutcomes.validate.cohort import validate_cohort


def declared(place: Path, text: str) -> Path:
    folder(place)
    (place / "cohort.toml").write_text(text, encoding="utf-8")
    return place


def test_a_cohort_that_says_nothing_is_of_patients(tmp_path: Path) -> None:
    assert sound(folder(tmp_path)).origin == "patient"


def test_a_declaration_travels_with_the_cohort(tmp_path: Path) -> None:
    text = 'origin = "public"\ndeclared_by = "a clinic"\ndeclared_on = "2026-01-31"\n'

    cohort = sound(declared(tmp_path, text))

    assert (cohort.origin, cohort.declared_by, cohort.declared_on) == (
        "public",
        "a clinic",
        "2026-01-31",
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('origin = "invented"', "declaration.origin"),
        ('orgin = "public"', "declaration.unknown"),
        ('origin = "synthetic"', "declaration.prefix"),
    ],
)
def test_each_fault_of_a_declaration_is_told(text: str, rule: str, tmp_path: Path) -> None:
    assert [v.rule for v in findings(declared(tmp_path, text))] == [rule]


def test_patients_of_a_clinic_cannot_have_ids_of_made_up_ones(tmp_path: Path) -> None:
    lines = ["patient_id,diagnosis,follow_up_months", "SYN-001,RRMS,24"]

    assert [v.rule for v in findings(one_table(tmp_path, lines))] == ["declaration.prefix"]


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

    found = findings(folder(tmp_path, change))

    assert [(v.table, v.line) for v in found] == [
        ("patients", 4),
        ("visits", 2),
        ("visits", 5),
        ("relapses", 2),
    ]


def test_without_any_table_there_is_no_cohort() -> None:
    with pytest.raises(TableError):
        validate_cohort(RawCohort("tables", {}, {}, {}), BUNDLED)
