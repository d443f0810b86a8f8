"""The proof detects a shifted date, an exchanged patient and a lost row."""

from collections.abc import Mapping, Sequence

import pytest

from pseudonymise.small import (
    ATTACKS,
    FIELDS,
    PATIENTS,
    RELAPSES,
    VISITS,
    made,
    people,
    plan_of,
    raw_of,
)
from rtxoutcomes.pseudonymise.output import files_of, read_back
from rtxoutcomes.pseudonymise.proof import Proof, prove
from rtxoutcomes.pseudonymise.raw import Raw

Tables = dict[str, list[dict[str, str]]]
HEADERS = {table: {f.name: f.header for f in fields} for table, fields in FIELDS.items()}


def written(raw: Raw) -> Tables:
    files = files_of(made(raw), raw.plan, FIELDS)
    return {
        name: [{str(k): str(v) for k, v in row.items()} for row in table.frame.to_dict("records")]
        for name, table in read_back(files).tables.items()
    }


def proof(raw: Raw, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Proof:
    result = made(raw)
    kept = {name: result.read[name] - result.left_out[name].total() for name in tables}
    return prove(raw, people(raw).names, tables, kept, HEADERS)


@pytest.fixture
def raw() -> Raw:
    attacks = [*ATTACKS, "1,2020-08-01", "2,2020-07-01"]
    return raw_of(plan_of(PATIENTS, VISITS, RELAPSES), attacks=attacks)


def test_a_faithful_output_is_proved_with_what_was_compared(raw: Raw) -> None:
    comparison = proof(raw, written(raw))

    # Two ends of follow-up, three visits and three attacks from the start; two intervals between.
    assert (comparison.intervals, comparison.orders, comparison.rows) == (10, 2, 8)
    assert comparison.largest_gap < 1e-9
    assert comparison.faults == ()


def test_one_day_of_one_visit_is_seen(raw: Raw) -> None:
    tables = written(raw)
    row = max(tables["visits"], key=lambda row: float(row["month"]))
    row["month"] = str(float(row["month"]) + 0.5 / 30.4375)

    comparison = proof(raw, tables)

    assert comparison.faults == ("visits.month: an interval differs",)
    assert comparison.largest_gap == pytest.approx(0.5, abs=1e-9)


def test_a_lost_row_and_a_row_too_many_are_seen(raw: Raw) -> None:
    tables = written(raw)
    lost = {**tables, "visits": tables["visits"][:-1]}
    more = {**tables, "visits": [*tables["visits"], tables["visits"][0]]}

    assert proof(raw, lost).faults[0] == "visits: 2 rows written, 3 expected"
    assert "visits: 4 rows written, 3 expected" in proof(raw, more).faults


def test_patients_who_were_exchanged_are_seen(raw: Raw) -> None:
    tables = written(raw)
    names = [row["patient_id"] for row in tables["patients"]]
    other = dict(zip(names, reversed(names), strict=True))
    for rows in tables.values():
        for row in rows:
            row["patient_id"] = other[row["patient_id"]]

    assert proof(raw, tables).faults


def test_an_exchanged_order_is_seen(raw: Raw) -> None:
    tables = written(raw)
    first = people(raw).names["1"]
    for row in tables["relapses"]:
        if row["patient_id"] == first:
            row["month"] = str(float(row["month"]) + 5.5)

    comparison = proof(raw, tables)

    assert "the order of a patient's dates differs" in comparison.faults
    assert "relapses.month: an interval differs" in comparison.faults


def test_empty_cells_and_further_rows_of_a_patient_are_no_difference() -> None:
    one = PATIENTS.replace('id = "no"', 'id = "no"\none_per_patient = true')
    seen = ["no,name,dx,seen", "1,X,RRMS,", "1,X,RRMS,2021-01-01", "1,X,RRMS,2021-01-01"]
    raw = raw_of(plan_of(one, VISITS), people=seen, clinic=["no,day,edss", "1,,3", ",,"])

    comparison = proof(raw, written(raw))

    assert comparison.faults == ()
    assert comparison.intervals == 1


def test_events_of_one_day_are_in_order_and_must_stay_of_one_day() -> None:
    clinic = ["no,day,edss", "1,2020-01-01,3.5", "1,2020-03-01,4", "2,2020-07-01,4"]
    raw = raw_of(plan_of(PATIENTS, VISITS, RELAPSES), clinic=clinic, attacks=ATTACKS)
    tables = written(raw)
    # The second attack and the second visit are of one day.
    assert proof(raw, tables).faults == ()

    row = max(tables["relapses"], key=lambda row: float(row["month"]))
    row["month"] = str(float(row["month"]) + 0.25)

    assert "the order of a patient's dates differs" in proof(raw, tables).faults
