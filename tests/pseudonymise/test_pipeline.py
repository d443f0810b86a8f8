"""From raw tables to the proved bytes of a cohort."""

from dataclasses import replace

import pytest

from pseudonymise.small import (
    ATTACKS,
    CLINIC,
    DRUG,
    KEY,
    PATIENTS,
    RELAPSES,
    STUDY,
    VISITS,
    plan_of,
    raw_of,
)
from rtxoutcomes.errors import MapError, TableError, Violation
from rtxoutcomes.pseudonymise.pipeline import Deidentified, RowCounts, pseudonymise, safe_header


def deidentified(*blocks: str, **changed: list[str]) -> Deidentified:
    plan = plan_of(*blocks)
    return pseudonymise(raw_of(plan, **changed).tables, plan, KEY, STUDY, "map.toml")


def findings(*blocks: str, **changed: list[str]) -> tuple[Violation, ...]:
    with pytest.raises(TableError) as result:
        deidentified(*blocks, **changed)
    assert result.value.__context__ is None
    return result.value.violations


def test_what_was_done_is_reported_with_its_counts() -> None:
    result = deidentified(PATIENTS, VISITS, RELAPSES)

    assert result.patients == 2
    assert result.tables["relapses"] == RowCounts(
        2, 1, {"onset at or before the first infusion": 1}
    )
    assert result.dropped["people.csv"] == ("name",)
    assert result.proof.faults == ()


def test_a_broken_rule_is_reported_in_the_words_of_the_raw_table() -> None:
    (violation,) = findings(PATIENTS, VISITS, clinic=[*CLINIC, "2,2020-07-01,3.25"])

    assert (violation.table, violation.column, violation.line) == ("clinic.csv", "edss", 5)
    assert (violation.rule, violation.value, violation.patient) == ("score.on_scale", "3.25", "")
    assert violation.remedy.startswith("as visits.edss: ")


def test_faults_of_every_stage_are_reported_at_once_and_a_lost_patient_is_not_reported_again() -> (
    None
):
    people = ["no,name,dx,seen", "1,X,RRMS,last spring", "2,Y,MSS,2021-06-01"]
    drug = [*DRUG, "3,2020-01-01"]

    violations = findings(
        PATIENTS, VISITS, people=people, drug=drug, clinic=[*CLINIC, "3,2020-07-01,3.25"]
    )

    assert [(v.table, v.line, v.rule) for v in violations] == [
        ("people.csv", 2, "date.shape"),
        ("people.csv", 3, "value.allowed"),
        ("clinic.csv", 5, "score.on_scale"),
        ("clinic.csv", 5, "id.unknown"),
    ]


def test_a_pseudonym_is_never_shown_with_its_raw_line() -> None:
    late = findings(PATIENTS, RELAPSES, attacks=[*ATTACKS, "1,2022-01-01"])
    repeated = findings(PATIENTS, people=["no,dx,seen", "1,RRMS,2021-01-01", "1,RRMS,2021-01-01"])

    names = set(
        deidentified(PATIENTS).files["patients.csv"].decode().replace(",", "\n").split("\n")
    )
    for violation in (*late, *repeated):
        assert violation.line is not None
        assert not [name for name in names if len(name) == 12 and name in repr(violation)]
    assert [v.rule for v in (*late, *repeated)] == ["time.after_follow_up", "id.repeated"]


def test_a_finding_on_a_table_has_no_raw_line() -> None:
    violations = findings(PATIENTS, people=["no,dx,seen"])

    assert [(v.rule, v.line) for v in violations] == [("table.no_patients", None)]


def test_a_template_that_does_not_fit_the_study_is_reported() -> None:
    plan = plan_of(PATIENTS).model_copy(update={"pseudonym": "########"})

    with pytest.raises(MapError, match="id_pattern"):
        pseudonymise(raw_of(plan).tables, plan, KEY, STUDY, "map.toml")


def test_a_map_that_does_not_fit_is_refused_before_anything_is_read() -> None:
    plan = plan_of(PATIENTS + 'colour = "x"\n')

    with pytest.raises(MapError, match="colour"):
        pseudonymise({}, plan, KEY, STUDY, "map.toml")


def test_a_sheet_is_named_with_its_file() -> None:
    plan = plan_of(PATIENTS)
    tables = {
        place: replace(table, counted="cells", sheet="2")
        for place, table in raw_of(plan).tables.items()
    }

    result = pseudonymise(tables, plan, KEY, STUDY, "map.toml")

    assert result.dropped == {"people.csv, sheet 2": ("name",), "drug.csv, sheet 2": ()}


@pytest.mark.parametrize(
    ("header", "printed"),
    [
        ("Full name", "Full name"),
        ("EDSS_2", "EDSS_2"),
        ("09125550143", "column 3"),
        ("a@b.org", "column 3"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "column 3"),
        ("2024-05-31", "column 3"),
        ("Doe, Jane", "column 3"),
    ],
)
def test_the_name_of_a_dropped_column_is_shown_unless_it_identifies(
    header: str, printed: str
) -> None:
    assert safe_header(header, 3) == printed
