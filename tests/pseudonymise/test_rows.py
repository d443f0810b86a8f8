"""Rows of the cohort, and a reason for each excluded row."""

import pytest

from pseudonymise.small import (
    ATTACKS,
    CLINIC,
    PATIENTS,
    PEOPLE,
    RELAPSES,
    VISITS,
    made,
    people,
    plan_of,
    raw_of,
)
from rtxoutcomes.pseudonymise.rows import OTHER, Made


def left_out(result: Made) -> dict[str, dict[str, int]]:
    return {table: dict(reasons) for table, reasons in result.left_out.items() if reasons}


def rules_of(result: Made) -> list[tuple[str, int | None, str]]:
    return [(v.table, v.line, v.rule) for v in result.findings]


def test_rows_are_in_the_order_of_pseudonyms_and_months() -> None:
    raw = raw_of(plan_of(PATIENTS, VISITS, RELAPSES))

    result = made(raw)

    names = people(raw).names
    assert [row.cells["patient_id"] for row in result.rows["patients"]] == sorted(names.values())
    months = [
        float(r.cells["month"])
        for r in result.rows["visits"]
        if r.cells["patient_id"] == names["1"]
    ]
    assert months == sorted(months)
    assert result.read == {"patients": 2, "visits": 3, "relapses": 2}
    assert result.findings == []


def test_onsets_at_or_before_the_first_infusion_are_excluded_and_counted() -> None:
    attacks = [*ATTACKS, "2,2020-05-31", "2,2020-06-01", "2,2020-06-02"]

    result = made(raw_of(plan_of(PATIENTS, RELAPSES), attacks=attacks))

    assert left_out(result) == {"relapses": {"onset at or before the first infusion": 3}}
    assert len(result.rows["relapses"]) == 2


def test_visits_before_the_baseline_window_are_excluded_and_counted() -> None:
    clinic = [*CLINIC, "2,2020-03-02,3", "2,2020-03-01,3"]

    result = made(raw_of(plan_of(PATIENTS, VISITS), clinic=clinic))

    # The window opens 3 months, 91.3 days, before the first infusion on 1 June 2020.
    assert left_out(result) == {"visits": {"before the earliest month that counts": 1}}


def test_blank_rows_and_groups_of_columns_without_an_entry_are_counted() -> None:
    clinic = [*CLINIC, ",,", "1,,", "2,NA,NA"]

    result = made(raw_of(plan_of(PATIENTS, VISITS), clinic=clinic))

    assert left_out(result) == {"visits": {"blank row": 1, "nothing recorded": 2}}


def test_a_row_of_nobody_and_one_of_a_patient_never_infused_are_findings() -> None:
    clinic = [*CLINIC, ",2020-06-01,3", "9,2020-06-01,3", "9,2020-07-01,3"]

    result = made(raw_of(plan_of(PATIENTS, VISITS), clinic=clinic))

    assert rules_of(result) == [("clinic.csv", 5, "id.missing"), ("clinic.csv", 6, "start.missing")]


def test_a_start_that_is_no_date_is_reported_at_its_cell_alone() -> None:
    drug = ["no,given", "1,2020-01-01", "2,in June"]

    result = made(raw_of(plan_of(PATIENTS, VISITS), drug=drug))

    assert rules_of(result) == [("drug.csv", 3, "date.shape")]


def test_patients_who_may_be_excluded_go_with_all_their_rows() -> None:
    seen = [*PEOPLE, "9,Z,RRMS,2021-01-01", "3,W,RRMS,2020-02-02"]
    drug = ["no,given", "1,2020-01-01", "2,2020-06-01", "3,2020-02-02"]
    clinic = [*CLINIC, "9,2020-06-01,3", "3,2020-02-02,3"]
    plan = plan_of(PATIENTS, VISITS, without_start=True, without_follow_up=True)

    result = made(raw_of(plan, people=seen, drug=drug, clinic=clinic))

    assert result.findings == []
    reasons = {"patient without a first infusion": 1, "patient without follow-up": 1}
    assert left_out(result) == {"patients": reasons, "visits": reasons}


def test_follow_up_of_no_length_stays_for_the_rules_where_the_map_does_not_say() -> None:
    result = made(raw_of(plan_of(PATIENTS), people=["no,name,dx,seen", "2,Y,SPMS,2020-06-01"]))

    assert [row.cells["follow_up_months"] for row in result.rows["patients"]] == ["0"]


def test_rows_that_agree_on_a_patient_become_one() -> None:
    one = PATIENTS.replace('id = "no"', 'id = "no"\none_per_patient = true')
    seen = ["no,name,dx,seen", "1,X,,2021-01-01", "1,X,RRMS,2021-01-01", "1,X,SPMS,"]

    result = made(raw_of(plan_of(one), people=seen))

    assert [row.cells["diagnosis"] for row in result.rows["patients"]] == ["RRMS"]
    assert left_out(result) == {"patients": {"further row of the same patient": 2}}
    assert rules_of(result) == [("people.csv", 4, "patient.differs")]


def test_a_faulty_cell_is_a_finding_and_its_row_is_not_made() -> None:
    result = made(raw_of(plan_of(PATIENTS, VISITS), clinic=["no,day,edss", "1,yesterday,3"]))

    assert rules_of(result) == [("clinic.csv", 2, "date.shape")]
    assert result.rows["visits"] == []


def test_events_are_numbered_in_the_order_of_months() -> None:
    harm = """
[[tables]]
table = "adverse_events"
file = "attacks.csv"
id = "no"
[tables.columns]
event_id = { number = true }
month = { months = "onset" }
term = { value = "rash" }
"""
    attacks = ["no,onset", "1,2020-05-01", "2,2020-07-01", "1,2020-03-01", "1,"]

    result = made(raw_of(plan_of(PATIENTS, harm), attacks=attacks))

    numbers = {r.cells["month"]: r.cells["event_id"] for r in result.rows["adverse_events"]}
    assert sorted(numbers.values()) == ["1", "1", "2"]
    assert left_out(result) == {"adverse_events": {"nothing recorded": 1}}


def test_a_month_that_is_given_as_such_is_copied() -> None:
    copied = VISITS.replace('{ months = "day" }', '"day"')

    result = made(raw_of(plan_of(PATIENTS, copied), clinic=["no,day,edss", "1,soon,3"]))

    assert [row.cells["month"] for row in result.rows["visits"]] == ["soon"]


def rows_chosen(keys: str) -> tuple[list[str], dict[str, int]]:
    text = VISITS.replace('id = "no"\n', f'id = "no"\n{keys}\n')
    plan = plan_of(PATIENTS, text)
    clinic = [
        "no,day,edss,redcap_event_name,redcap_repeat_instrument,site",
        "1,2020-01-01,3.5,Baseline arm 1,,A",
        "1,2020-07-01,3,month_6_arm_1,visits,A",
        "2,2020-06-01,4,baseline_arm_1,visits,B",
    ]
    result = made(raw_of(plan, clinic=clinic))
    return [row.cells["edss"] for row in result.rows["visits"]], dict(result.left_out["visits"])


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('events = ["baseline_arm_1"]', ["3.5", "4"]),
        ('instrument = "visits"', ["3", "4"]),
        ('instrument = ""', ["3.5"]),
        ('only = { site = ["a"] }', ["3.5", "3"]),
        ('only = { site = ["B", "C"] }\ninstrument = "Visits"', ["4"]),
        ("", ["3.5", "3", "4"]),
    ],
)
def test_a_block_reads_the_rows_that_it_chooses_and_counts_the_others(
    keys: str, expected: list[str]
) -> None:
    values, left_out = rows_chosen(keys)

    assert sorted(values) == sorted(expected)
    assert left_out == ({OTHER: 3 - len(expected)} if len(expected) < 3 else {})
