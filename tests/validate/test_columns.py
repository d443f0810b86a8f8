"""Rules on one column at a time."""

import numpy as np
import pandas as pd
import pytest

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import CheckedTable, check_columns, typed
from rtxoutcomes.validate.distinct import distinct
from rtxoutcomes.validate.judgement import judged
from rtxoutcomes.validate.schema import Field, table_fields


def checked(
    name: str, header: str, *rows: str, study: Study = BUNDLED, tokens: tuple[str, ...] = ()
) -> CheckedTable:
    frame = pd.DataFrame([r.split(",") for r in rows], columns=header.split(","), dtype=object)
    lines = tuple(range(2, 2 + len(rows)))
    raw = RawTable(name, f"{name}.csv", frame, lines, "")
    return check_columns(raw, table_fields(study)[name], tokens)


def only(table: CheckedTable) -> Violation:
    assert len(table.violations) == 1
    return table.violations[0]


def test_sound_cells_become_values() -> None:
    table = checked("visits", "patient_id,month,edss", "P01,0,3.5", "P01,12,")

    assert table.violations == ()
    assert table.frame["edss"].tolist()[0] == 3.5
    assert pd.isna(table.frame["edss"].iloc[1])
    assert "igg_g_per_l" in table.frame
    assert table.collected == {"patient_id", "month", "edss"}


@pytest.mark.parametrize("value", ["0.5", "3.25", "10.5", "-1"])
def test_a_value_off_the_scale_is_one_finding(value: str) -> None:
    violation = only(checked("visits", "patient_id,month,edss", "P01,0,3.5", f"P07,0,{value}"))

    assert (violation.column, violation.line, violation.patient, violation.value) == (
        "edss",
        3,
        "P07",
        value,
    )
    assert violation.rule in ("score.on_scale", "number.range")


def test_the_scale_is_reported_with_its_step_and_gap() -> None:
    violation = only(checked("visits", "patient_id,month,edss", "P07,0,3.25"))

    assert violation.must == "must be between 0 and 10 in steps of 0.5, but not 0.5"


def test_a_hundredfold_value_gets_the_hint_on_its_unit() -> None:
    violation = only(checked("visits", "patient_id,month,igg_g_per_l", "P07,0,1013"))

    assert "is the unit g/L?" in violation.remedy


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("diagnosis", "MS", "value.allowed"),
        ("follow_up_months", "-0.1", "number.range"),
        ("follow_up_months", "", "value.missing"),
        ("follow_up_months", "12,5", "number.decimal_comma"),
        ("age_years", "93", "phi.age"),
        ("relapses_prior_year", "1.5", "number.whole"),
        ("relapses_prior_year", "-1", "number.range"),
        ("prior_treatment", "a\u200bb", "text.control"),
        ("prior_treatment", " a", "text.spaces"),
        ("follow_up_months", "24 ", "text.spaces"),
        ("patient_id", "0912 555", "id.pattern"),
        ("patient_id", "", "value.missing"),
    ],
)
def test_each_rule_of_a_patient_s_column(column: str, value: str, rule: str) -> None:
    cells = {"patient_id": "P01", "diagnosis": "RRMS", "follow_up_months": "24"} | {column: value}
    frame = pd.DataFrame([cells], dtype=object)
    raw = RawTable("patients", "patients.csv", frame, (2,), "")

    violation = only(check_columns(raw, table_fields(BUNDLED)["patients"], ()))

    assert (violation.column, violation.line, violation.rule) == (column, 2, rule)
    assert violation.value in (
        value,
        "an empty cell",
        f"[text, {len(value)} characters]",
        f"[age, {len(value)} characters]",
    )


def test_an_age_over_89_is_to_be_topped() -> None:
    violation = only(
        checked("patients", "patient_id,diagnosis,follow_up_months,age_years", "P01,RRMS,24,90")
    )

    assert "identify" in violation.remedy


@pytest.mark.parametrize(
    ("value", "sound"),
    [("1", True), ("no", True), ("true", True), ("Yes", False), ("ja", False), ("", True)],
)
def test_yes_and_no_are_written_in_one_of_three_ways(value: str, sound: bool) -> None:
    table = checked("relapses", "patient_id,month,confirmed_by_examination", f"P01,3,{value}")

    assert (table.violations == ()) == sound


def test_a_misspelt_column_is_reported_once_with_its_place() -> None:
    violation = only(checked("relapses", "patient_id,monht", "P01,3"))

    assert (violation.column, violation.rule) == ("month", "column.missing")
    assert violation.remedy == "is it column 2, monht?"


def test_a_header_that_may_name_somebody_is_not_repeated() -> None:
    violation = only(checked("relapses", "patient_id,month,Jane Doe 0912", "P01,3,x"))

    assert violation.column == "column 3"
    assert "Jane" not in violation.sentence()


def test_the_study_s_words_for_missing_are_missing() -> None:
    table = checked(
        "visits", "patient_id,month,act_points", "Q001,0,NA", study=ASTHMA, tokens=("NA",)
    )

    assert table.violations == ()
    assert table.frame["act_points"].isna().all()


def test_messages_name_the_study_s_columns() -> None:
    violation = only(
        checked("patients", "Code,diagnosis,follow_up_months", "X1,EOS,12", study=ASTHMA)
    )

    assert (violation.column, violation.rule) == ("Code", "id.pattern")


def test_a_cell_that_breaks_two_rules_is_one_finding() -> None:
    violation = only(checked("visits", "patient_id,month,edss", "P01,0,99.3"))

    assert violation.rule == "number.range"


def test_a_table_without_rows_is_sound() -> None:
    table = checked("relapses", "patient_id,month")

    assert table.violations == ()
    assert table.frame.empty


def test_a_column_in_another_unit_is_one_finding_of_the_column() -> None:
    rows = [f"P{k:02d},0,{950 + k}" for k in range(1, 9)]

    violation = only(checked("visits", "patient_id,month,igg_g_per_l", *rows))

    assert (violation.column, violation.line, violation.patient) == ("igg_g_per_l", None, "")


def test_a_table_without_ids_has_no_patient_to_show() -> None:
    table = checked("visits", "month,edss", "0,3.25")

    assert [(v.rule, v.patient) for v in table.violations if v.column == "edss"] == [
        ("score.on_scale", "")
    ]


def test_what_was_checked_shows_no_cell_of_itself() -> None:
    table = checked("visits", "patient_id,month,edss", "P01,0,3.5")

    assert repr(table) == "<CheckedTable: visits, 1 rows, 0 findings>"


def values(field: Field, *texts: str) -> pd.Series:
    column = distinct(pd.Series(texts, dtype=object), ())
    return typed(field, column, judged(field, column))


def test_numbers_have_one_zero_and_faulty_ones_are_missing() -> None:
    series = values(Field("x", "x", "number", "", minimum=0, maximum=9), "3.5", "-0", "", "10", "x")

    np.testing.assert_array_equal(series.to_numpy(), [3.5, 0.0, np.nan, np.nan, np.nan])
    assert not np.signbit(series[1])


def test_whole_numbers_and_flags_can_be_missing() -> None:
    numbers = values(Field("x", "x", "whole", ""), "3", "", "1.5")
    flags = values(Field("x", "x", "yes_no", ""), "yes", "0", "", "ja")

    assert numbers.dtype == "Int64"
    assert numbers.isna().tolist() == [False, True, True]
    assert flags.dtype == "boolean"
    assert flags.tolist()[:2] == [True, False]
    assert flags.isna().tolist() == [False, False, True, True]


def test_words_are_words_and_a_column_that_is_absent_is_empty() -> None:
    field = Field("x", "x", "category", "", allowed=("a", "b"))

    series = values(field, "a", "", "c", "a")
    absent = typed(field, distinct(pd.Series([""], dtype=object), ()), None)

    assert series.isna().tolist() == [False, True, True, False]
    assert series[0] == series[3] == "a"
    assert absent.isna().all()
