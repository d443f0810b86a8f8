"""Rules over rows and between tables."""

import math
from pathlib import Path

import pandas as pd
import pytest

from clinic import BUNDLED, add, findings, folder, put
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.columns import CheckedTable
from rtxoutcomes.validate.rows import START_FOR_ALL, for_all_or_none


def only(place: Path, change: object) -> Violation:
    violations = findings(folder(place, change))  # type: ignore[arg-type]
    assert len(violations) == 1
    return violations[0]


CASES = [
    (add("patients", "p01,RRMS,12,,,0"), "patients", "patient_id", "id.repeated"),
    (add("visits", "P09,3,2.0,"), "visits", "patient_id", "id.unknown"),
    (add("visits", "P01,24.1,2.0,"), "visits", "month", "time.after_follow_up"),
    (add("visits", "P01,-3.5,2.0,"), "visits", "month", "number.range"),
    (add("visits", "P01,12,3.0,"), "visits", "month", "row.repeated"),
    (add("relapses", "P02,19,,"), "relapses", "month", "time.after_follow_up"),
    (add("relapses", "P02,0,,"), "relapses", "month", "number.range"),
    (add("relapses", "P02,7.4,,"), "relapses", "month", "row.repeated"),
    (add("infusions", "P03,12.5,500"), "infusions", "month", "time.after_follow_up"),
    (add("engagement", "P01,0,skype,session,1"), "engagement", "month", "row.repeated"),
    (add("engagement", "P01,2,skype,message,1"), "engagement", "activity", "engagement.activity"),
    (add("adverse_events", "P02,1,4,rash,1,,"), "adverse_events", "event_id", "row.repeated"),
    (
        put("patients", 3, 5, ""),
        "patients",
        "engagement_start_month",
        "engagement.start_for_all",
    ),
]


@pytest.mark.parametrize(("change", "table", "column", "rule"), CASES)
def test_each_rule_is_broken_once(
    change: object, table: str, column: str, rule: str, tmp_path: Path
) -> None:
    violation = only(tmp_path, change)

    assert (violation.table, violation.column, violation.rule) == (table, column, rule)
    assert violation.line is not None
    assert violation.remedy


SOUND = [
    add("visits", "P01,24.0000000001,2.0,"),
    add("visits", "P01,-3,2.0,"),
    add("relapses", "P02,18.5,,"),
    add("engagement", "P02,0,skype,session,1"),
    add("adverse_events", "P01,1,4,rash,1,,"),
    add("visits", "P01,12.001,3.0,"),
]


@pytest.mark.parametrize("change", SOUND)
def test_the_nearest_case_is_sound(change: object, tmp_path: Path) -> None:
    assert findings(folder(tmp_path, change)) == ()  # type: ignore[arg-type]


def test_an_id_refused_among_the_patients_is_not_reported_again_in_other_tables(
    tmp_path: Path,
) -> None:
    violation = only(tmp_path, put("patients", 2, 0, "0912 555 0143"))

    assert (violation.table, violation.rule, violation.value) == (
        "patients",
        "phi.value.phone",
        "[phone, 13 characters]",
    )


def test_an_unknown_id_is_reported_once_however_many_rows_it_has(tmp_path: Path) -> None:
    violation = only(tmp_path, add("visits", "P09,3,2.0,", "P09,6,2.0,"))

    assert violation.line == 6


@pytest.mark.parametrize(
    ("rows", "rules"), [(1, {"id.repeated", "id.unknown"}), (2, {"id.repeated"})]
)
def test_a_repeated_id_may_hide_a_patient_with_several_rows_but_not_with_one(
    rows: int, rules: set[str], tmp_path: Path
) -> None:
    def change(tables: dict[str, list[str]]) -> None:
        add("patients", "p01,RRMS,24,female,41,0")(tables)
        add("visits", *[f"P09,{3 * k},2.0," for k in range(1, rows + 1)])(tables)

    assert {violation.rule for violation in findings(folder(tmp_path, change))} == rules


def test_a_start_that_was_refused_is_not_reported_again(tmp_path: Path) -> None:
    violation = only(tmp_path, put("patients", 3, 5, "soon"))

    assert violation.rule == "number.shape"


def test_tables_are_checked_without_a_table_of_patients(tmp_path: Path) -> None:
    place = folder(tmp_path, add("visits", "P01,12,3.0,"))
    (place / "patients.csv").unlink()

    assert {v.rule for v in findings(place)} == {"table.missing", "row.repeated"}


def test_a_table_of_patients_without_rows_is_one_finding(tmp_path: Path) -> None:
    def emptied(tables: dict[str, list[str]]) -> None:
        del tables["patients"][1:]

    violations = findings(folder(tmp_path, emptied))

    assert [(v.table, v.rule) for v in violations] == [("patients", "table.no_patients")]


@pytest.mark.parametrize(
    ("months", "reason", "refused"),
    [
        ("11.4", "ongoing", True),
        ("11.4", "completed", True),
        # Half a month before is within the tolerance of the study.
        ("11.5", "ongoing", False),
        *(("11.4", reason, False) for reason in ("died", "withdrew", "lost", "")),
    ],
)
def test_follow_up_below_the_minimum_of_the_study_needs_an_early_end(
    months: str, reason: str, refused: bool, tmp_path: Path
) -> None:
    declared = BUNDLED.study.model_copy(update={"minimum_follow_up_months": 12.0})
    study = BUNDLED.model_copy(update={"study": declared})
    patients = ["patient_id,diagnosis,follow_up_months,end_reason", f"P01,RRMS,{months},{reason}"]

    place = folder(tmp_path, lambda tables: _only(tables, patients))
    found = findings(place, study)

    assert [(v.rule, v.column, v.value) for v in found] == (
        [("time.minimum_follow_up", "follow_up_months", months)] if refused else []
    )
    assert findings(place) == ()


def _only(tables: dict[str, list[str]], patients: list[str]) -> None:
    tables.clear()
    tables["patients"] = patients


def test_a_repeated_row_shows_how_long_its_id_is(tmp_path: Path) -> None:
    violation = only(tmp_path, add("adverse_events", "P02,1,4,rash,1,,"))

    assert violation.value == "[text, 1 characters]"


@pytest.mark.parametrize(("filled", "lines"), [(1, [2]), (2, [4, 5]), (3, [5])])
def test_where_half_is_filled_in_the_gaps_are_named(filled: int, lines: list[int]) -> None:
    given = [1.0] * filled + [math.nan] * (4 - filled)
    frame = pd.DataFrame({"patient_id": list("ABCD"), "start": given})
    table = CheckedTable("patients", frame, range(2, 6), {}, frozenset(["start"]), 0, ())

    found = for_all_or_none(table, "start", START_FOR_ALL)

    assert [violation.line for violation in found] == lines
