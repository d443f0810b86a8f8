"""The files of the cohort as bytes."""

import tomllib

from pseudonymise.small import FIELDS, PATIENTS, RELAPSES, made, plan_of, raw_of
from rtxoutcomes.pseudonymise.output import files_of, read_back
from rtxoutcomes.pseudonymise.plan import parse_plan

ONE = """
calendar = "gregorian"
order = "ymd"
declared_by = 'clinic "A"'
[first_infusion]
file = "people.csv"
id = "no"
date = "seen"
[[tables]]
table = "one_table"
file = "people.csv"
id = "no"
[tables.columns]
diagnosis = "dx"
follow_up_months = { value = "12" }
relapse_month = { months = "seen" }
"""


def test_a_csv_a_table_in_the_order_of_the_data_model_and_a_declaration() -> None:
    raw = raw_of(plan_of(PATIENTS, RELAPSES), attacks=["no,onset"])

    files = files_of(made(raw), raw.plan, FIELDS)

    assert list(files) == ["patients.csv", "relapses.csv", "cohort.toml"]
    assert files["patients.csv"].splitlines()[0] == b"patient_id,diagnosis,follow_up_months"
    # A header alone: asked for, and none occurred.
    assert files["relapses.csv"] == b"patient_id,month\n"
    assert tomllib.loads(files["cohort.toml"].decode()) == {"origin": "patient"}


def test_what_is_read_back_is_what_the_bytes_hold() -> None:
    raw = raw_of(plan_of(PATIENTS))

    cohort = read_back(files_of(made(raw), raw.plan, FIELDS))

    assert cohort.form == "tables"
    assert cohort.tables["patients"].lines == (2, 3)
    assert set(cohort.tables["patients"].frame["diagnosis"]) == {"RRMS", "SPMS"}
    assert set(cohort.sources) == {"patients.csv", "cohort.toml"}


def test_one_table_is_one_file_with_its_declaration() -> None:
    plan = parse_plan(ONE.encode(), "map")
    raw = raw_of(plan)

    files = files_of(made(raw), plan, FIELDS)

    assert list(files) == ["cohort.csv", "cohort.cohort.toml"]
    assert tomllib.loads(files["cohort.cohort.toml"].decode())["declared_by"] == 'clinic "A"'
    assert read_back(files).form == "one_table"
