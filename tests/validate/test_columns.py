"""Rules on one column at a time."""

import pandas as pd
import pytest

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import Checked, check_columns
from rtxoutcomes.validate.schema import table_fields


def checked(
    name: str, header: str, *rows: str, study: Study = BUNDLED, tokens: tuple[str, ...] = ()
) -> Checked:
    frame = pd.DataFrame([r.split(",") for r in rows], columns=header.split(","), dtype=object)
    lines = tuple(range(2, 2 + len(rows)))
    raw = RawTable(name, f"{name}.csv", frame, lines, "")
    return check_columns(raw, table_fields(study)[name], tokens)


def only(told: Checked) -> Violation:
    assert len(told.violations) == 1
    return told.violations[0]


def test_sound_cells_become_values() -> None:
    told = checked("visits", "patient_id,month,edss", "P01,0,3.5", "P01,12,")

    assert told.violations == ()
    assert told.frame["edss"].tolist()[0] == 3.5
    assert pd.isna(told.frame["edss"].iloc[1])
    assert "igg_g_per_l" in told.frame
    assert told.collected == {"patient_id", "month", "edss"}


@pytest.mark.parametrize("value", ["0.5", "3.25", "10.5", "-1"])
def test_a_value_off_the_scale_is_one_finding(value: str) -> None:
    told = only(checked("visits", "patient_id,month,edss", "P01,0,3.5", f"P07,0,{value}"))

    assert (told.column, told.line, told.patient, told.value) == ("edss", 3, "P07", value)
    assert told.rule in ("score.on_scale", "number.range")


def test_the_scale_is_told_with_its_step_and_gap() -> None:
    told = only(checked("visits", "patient_id,month,edss", "P07,0,3.25"))

    assert told.must == "must be between 0 and 10 in steps of 0.5, but not 0.5"


def test_a_hundredfold_value_gets_the_hint_on_its_unit() -> None:
    told = only(checked("visits", "patient_id,month,igg_g_per_l", "P07,0,1013"))

    assert "is the unit g/L?" in told.remedy


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("diagnosis", "MS", "value.allowed"),
        ("follow_up_months", "0", "number.range"),
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

    told = only(check_columns(raw, table_fields(BUNDLED)["patients"], ()))

    assert (told.column, told.line, told.rule) == (column, 2, rule)
    assert told.value in (
        value,
        "an empty cell",
        f"[text, {len(value)} characters]",
        f"[age, {len(value)} characters]",
    )


def test_an_age_over_89_is_to_be_topped() -> None:
    told = only(
        checked("patients", "patient_id,diagnosis,follow_up_months,age_years", "P01,RRMS,24,90")
    )

    assert "identify" in told.remedy


@pytest.mark.parametrize(
    ("value", "sound"),
    [("1", True), ("no", True), ("true", True), ("Yes", False), ("ja", False), ("", True)],
)
def test_yes_and_no_are_written_in_one_of_three_ways(value: str, sound: bool) -> None:
    told = checked("relapses", "patient_id,month,confirmed_by_examination", f"P01,3,{value}")

    assert (told.violations == ()) == sound


def test_a_misspelt_column_is_told_once_with_its_place() -> None:
    told = only(checked("relapses", "patient_id,monht", "P01,3"))

    assert (told.column, told.rule) == ("month", "column.missing")
    assert told.remedy == "is it column 2, monht?"


def test_a_header_that_may_name_somebody_is_not_repeated() -> None:
    told = only(checked("relapses", "patient_id,month,Jane Doe 0912", "P01,3,x"))

    assert told.column == "column 3"
    assert "Jane" not in told.sentence()


def test_the_study_s_words_for_missing_are_missing() -> None:
    told = checked(
        "visits", "patient_id,month,act_points", "Q001,0,NA", study=ASTHMA, tokens=("NA",)
    )

    assert told.violations == ()
    assert told.frame["act_points"].isna().all()


def test_messages_speak_of_the_study_s_own_columns() -> None:
    told = only(checked("patients", "Code,diagnosis,follow_up_months", "X1,EOS,12", study=ASTHMA))

    assert (told.column, told.rule) == ("Code", "id.pattern")


def test_a_cell_that_breaks_two_rules_is_one_finding() -> None:
    told = only(checked("visits", "patient_id,month,edss", "P01,0,99.3"))

    assert told.rule == "number.range"


def test_a_table_without_rows_is_sound() -> None:
    told = checked("relapses", "patient_id,month")

    assert told.violations == ()
    assert told.frame.empty


def test_a_column_in_another_unit_is_one_finding_of_the_whole_column() -> None:
    rows = [f"P{k:02d},0,{950 + k}" for k in range(1, 9)]

    told = only(checked("visits", "patient_id,month,igg_g_per_l", *rows))

    assert (told.column, told.line, told.patient) == ("igg_g_per_l", None, "")


def test_a_table_without_ids_has_no_patient_to_show() -> None:
    told = checked("visits", "month,edss", "0,3.25")

    assert [(v.rule, v.patient) for v in told.violations if v.column == "edss"] == [
        ("score.on_scale", "")
    ]


def test_what_was_checked_shows_no_cell_of_itself() -> None:
    told = checked("visits", "patient_id,month,edss", "P01,0,3.5")

    assert repr(told) == "<Checked: visits, 1 rows, 0 findings>"
