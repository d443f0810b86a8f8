"""Whether a map fits the study and the raw tables."""

import pytest

from pseudonymise.small import FIELDS, PATIENTS, RELAPSES, VISITS, plan_of, raw_of
from rtxoutcomes.pseudonymise.fitting import study_problems, table_problems

MISFITS = [
    ('colour = "x"', "is not a column of this table"),
    ('ag_years = "x"', "did you mean age_years?"),
    ('patient_id = "x"', "made from the key `id`"),
    ('sex = { months = "x" }', "is not counted in months"),
    ('sex = { born = "x" }', "is not an age"),
    ('age_years = { years_before = "x" }', "is not counted in years before"),
    ("age_years = { last_date = true }", "is not the end of follow-up"),
    ("sex = { number = true }", "is not a number of an event"),
]


def test_a_map_that_fits_has_no_problem() -> None:
    plan = plan_of(PATIENTS, VISITS, RELAPSES)

    assert study_problems(plan, FIELDS) == []
    assert table_problems(plan, raw_of(plan).tables) == []


@pytest.mark.parametrize(("line", "words"), MISFITS)
def test_a_column_that_cannot_be_made_so_is_reported_with_its_key(line: str, words: str) -> None:
    (problem,) = study_problems(plan_of(f"{PATIENTS}{line}\n"), FIELDS)

    assert problem.path == f"tables.patients.columns.{line.partition(' ')[0]}"
    assert words in problem.must


def test_a_table_that_does_not_exist_and_a_column_that_must_be_there_are_reported() -> None:
    visits = VISITS.replace("visits", "visit")
    people = PATIENTS.replace('diagnosis = "dx"\n', "")

    problems = study_problems(plan_of(people, visits), FIELDS)

    assert [(p.path, p.must.partition(":")[0]) for p in problems[1:]] == [
        ("tables (patients)", "must map diagnosis")
    ]
    assert problems[0].path == "tables.visit.table"


def test_raw_columns_that_are_not_there_are_reported_without_the_raw_names() -> None:
    plan = plan_of(PATIENTS)
    raw = raw_of(plan, drug=["number,given_on"], people=["no,dxx,last"])

    problems = table_problems(plan, raw.tables)

    assert [p.path for p in problems] == [
        "first_infusion.id",
        "first_infusion.date",
        "tables.patients.columns.diagnosis",
        "tables.patients.columns.follow_up_months",
    ]
    must = "the raw table has no column 'dx' (is it column 2?); columns: 'no', 'last', "
    assert problems[2].must == f"{must}1 not shown"
    assert not any(word in p.must for p in problems for word in ("dxx",))
