"""The patients in the raw tables."""

from datetime import date

from pseudonymise.small import PATIENTS, RELAPSES, VISITS, people, plan_of, raw_of


def test_start_and_last_date_come_from_all_tables() -> None:
    index = people(raw_of(plan_of(PATIENTS, VISITS), clinic=["no,day,edss", "1,2022-02-02,3"]))

    assert (index.known["1"].start, index.known["1"].last) == (date(2019, 12, 20), date(2022, 2, 2))
    assert index.known["2"].last == date(2021, 6, 1)


def test_a_patient_without_dates_ends_at_the_start_and_one_without_a_start_is_not_known() -> None:
    seen = ["no,name,dx,seen", "2,Y,SPMS,", "3,Z,SPMS,2021-01-01", ",,,2021-01-01", "1,X,RRMS,x"]

    index = people(raw_of(plan_of(PATIENTS), people=seen))

    assert index.known.keys() == {"1", "2"}
    assert index.known["2"].last == index.known["2"].start
    assert index.names.keys() == {"1", "2", "3"}


def test_spellings_of_one_id_are_one_patient() -> None:
    attacks = ["no,onset", "\u06f1,2020-03-01"]

    index = people(raw_of(plan_of(PATIENTS, RELAPSES), attacks=attacks))

    assert index.names.keys() == {"1", "2"}
    assert index.findings == ()
