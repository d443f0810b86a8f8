"""The dates of first infusions, as `ingest` reads them."""

from pseudonymise.small import PATIENTS, plan_of, raw_of
from rtxoutcomes.pseudonymise.starts import start_dates


def test_each_patient_has_the_earliest_date_in_the_order_of_the_numbers() -> None:
    assert start_dates(raw_of(plan_of(PATIENTS))).decode().splitlines() == [
        "patient_id,start_date",
        "1,2019-12-20",
        "2,2020-06-01",
    ]


def test_without_a_date_that_is_read_the_header_stands_alone() -> None:
    raw = raw_of(plan_of(PATIENTS), drug=["no,given", "1,"])

    assert start_dates(raw) == b"patient_id,start_date\n"
