"""One cell of the cohort."""

from datetime import date

import pytest

from pseudonymise.small import FIELDS, plan_of, raw_of
from rtxoutcomes.errors import Violation
from rtxoutcomes.pseudonymise.cells import CohortCell, cell_of
from rtxoutcomes.pseudonymise.people import Patient

WHO = Patient("P1", date(2020, 1, 1), date(2020, 12, 31))
BLOCK = (
    '[[tables]]\ntable = "patients"\nfile = "people.csv"\nid = "no"\n[tables.columns]\n{} = {}\n'
)


def cell(name: str, source: str, text: str) -> CohortCell | Violation:
    plan = plan_of(BLOCK.format(name, source))
    raw = raw_of(plan, people=["no,x", f"1,{text}"])
    field = next(f for f in FIELDS["patients"] if f.name == name)
    (row,) = raw.rows(("people.csv", ""), ["no", "x"])
    return cell_of(raw, plan.tables[0], field, row, WHO)


@pytest.mark.parametrize(
    ("name", "source", "text", "expected"),
    [
        ("prior_treatment", '"x"', "interferon", "interferon"),
        ("diagnosis", '{ value = "RRMS" }', "", "RRMS"),
        ("follow_up_months", '{ months = "x" }', "2021-05-02", "16"),
        ("follow_up_months", '{ months = "x" }', "", ""),
        ("follow_up_months", '{ months = "x", order = "dmy" }', "02/05/2021", "16"),
        ("follow_up_months", "{ last_date = true }", "", "11.991786447638603"),
        ("age_years", '{ born = "x" }', "1980-01-02", "39"),
        ("disease_duration_years", '{ years_before = "x" }', "2016-01-01", "4"),
        ("disease_duration_years", '"x"', "\u06f3\u066b\u06f5", "3.5"),
        ("sex", '{ column = "x", recode = { F = "female" } }', "f", "female"),
        ("sex", '{ column = "x", recode = { F = "female" } }', "male", "male"),
        ("sex", '{ column = "x", recode = { F = "female" } }', "", ""),
        ("disease_duration_years", '{ column = "x", factor = 0.01 }', "1318", "13.18"),
        ("disease_duration_years", '{ column = "x", factor = 0.1 }', "\u06f3\u066b\u06f5", "0.35"),
        ("disease_duration_years", '{ column = "x", factor = 3 }', "0.1", "0.3"),
        ("disease_duration_years", '{ column = "x", factor = 1000 }', "3", "3000"),
        ("disease_duration_years", '{ column = "x", factor = 0.01 }', "none", "none"),
        ("disease_duration_years", '{ column = "x", factor = 0.01 }', "", ""),
        ("disease_duration_years", '{ column = "x", recode = { "?" = "" } }', "?", ""),
        (
            "disease_duration_years",
            '{ column = "x", factor = 0.5, recode = { never = "0" } }',
            "7",
            "3.5",
        ),
        (
            "disease_duration_years",
            '{ column = "x", factor = 0.5, recode = { never = "3" } }',
            "never",
            "3",
        ),
        ("age_years", '"x"', "41.5", "41.5"),
        ("age_years", '"x"', "about 40", "about 40"),
    ],
)
def test_each_source_gives_its_text(name: str, source: str, text: str, expected: str) -> None:
    assert cell(name, source, text) == CohortCell(expected)


@pytest.mark.parametrize(
    ("source", "text"),
    [('{ born = "x" }', "1929-12-31"), ('"x"', "90"), ('"x"', "\u06f9\u06f2"), ('"x"', "89.5")],
)
def test_ages_above_the_highest_are_lowered_to_it_and_counted(source: str, text: str) -> None:
    assert cell("age_years", source, text) == CohortCell("89", top_coded=True)


@pytest.mark.parametrize(
    ("name", "source", "text", "rule"),
    [
        ("follow_up_months", '{ months = "x" }', "Zarrintaj", "date.shape"),
        ("sex", '{ column = "x", recode = { F = "female" } }', "Zarrintaj", "label.unknown"),
    ],
)
def test_a_faulty_cell_is_a_finding_that_does_not_repeat_it(
    name: str, source: str, text: str, rule: str
) -> None:
    violation = cell(name, source, text)

    assert isinstance(violation, Violation)
    assert (violation.table, violation.column, violation.line, violation.rule) == (
        "people.csv",
        "x",
        2,
        rule,
    )
    assert text not in violation.sentence()
