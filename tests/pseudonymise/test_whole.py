"""The whole way, from raw tables to proved bytes."""

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
from rtxoutcomes.pseudonymise.whole import Counted, Deidentified, pseudonymise, shown_header


def whole(*blocks: str, **changed: list[str]) -> Deidentified:
    plan = plan_of(*blocks)
    return pseudonymise(raw_of(plan, **changed).tables, plan, KEY, STUDY, "map.toml")


def findings(*blocks: str, **changed: list[str]) -> tuple[Violation, ...]:
    with pytest.raises(TableError) as told:
        whole(*blocks, **changed)
    assert told.value.__context__ is None
    return told.value.violations


def test_what_was_done_is_told_with_its_counts() -> None:
    told = whole(PATIENTS, VISITS, RELAPSES)

    assert told.patients == 2
    assert told.tables["relapses"] == Counted(2, 1, {"onset at or before the first infusion": 1})
    assert told.dropped["people.csv"] == ("name",)
    assert told.proof.faults == ()


def test_a_broken_rule_is_told_in_the_words_of_the_raw_table() -> None:
    (found,) = findings(PATIENTS, VISITS, clinic=[*CLINIC, "2,2020-07-01,3.25"])

    assert (found.table, found.column, found.line) == ("clinic.csv", "edss", 5)
    assert (found.rule, found.value, found.patient) == ("score.on_scale", "3.25", "")
    assert found.remedy.startswith("as visits.edss: ")


def test_faults_of_every_stage_are_told_at_once_and_a_lost_patient_is_not_told_again() -> None:
    people = ["no,name,dx,seen", "1,X,RRMS,last spring", "2,Y,MSS,2021-06-01"]
    drug = [*DRUG, "3,2020-01-01"]

    found = findings(
        PATIENTS, VISITS, people=people, drug=drug, clinic=[*CLINIC, "3,2020-07-01,3.25"]
    )

    assert [(v.table, v.line, v.rule) for v in found] == [
        ("people.csv", 2, "date.shape"),
        ("people.csv", 3, "value.allowed"),
        ("clinic.csv", 5, "score.on_scale"),
        ("clinic.csv", 5, "id.unknown"),
    ]


def test_a_pseudonym_never_stands_beside_its_raw_line() -> None:
    late = findings(PATIENTS, RELAPSES, attacks=[*ATTACKS, "1,2022-01-01"])
    repeated = findings(PATIENTS, people=["no,dx,seen", "1,RRMS,2021-01-01", "1,RRMS,2021-01-01"])

    names = set(whole(PATIENTS).files["patients.csv"].decode().replace(",", "\n").split("\n"))
    for found in (*late, *repeated):
        assert found.line is not None
        assert not [name for name in names if len(name) == 12 and name in repr(found)]
    assert [v.rule for v in (*late, *repeated)] == ["time.after_follow_up", "id.repeated"]


def test_a_finding_on_a_whole_table_has_no_raw_line() -> None:
    found = findings(PATIENTS, people=["no,dx,seen"])

    assert [(v.rule, v.line) for v in found] == [("table.no_patients", None)]


def test_a_template_that_does_not_fit_the_study_is_told() -> None:
    plan = plan_of(PATIENTS).model_copy(update={"pseudonym": "########"})

    with pytest.raises(MapError, match="id_pattern"):
        pseudonymise(raw_of(plan).tables, plan, KEY, STUDY, "map.toml")


def test_a_map_that_does_not_fit_is_refused_before_anything_is_read() -> None:
    plan = plan_of(PATIENTS + 'colour = "x"\n')

    with pytest.raises(MapError, match="colour"):
        pseudonymise({}, plan, KEY, STUDY, "map.toml")


def test_a_sheet_is_named_beside_its_file() -> None:
    plan = plan_of(PATIENTS)
    tables = {
        place: replace(table, counted="cells", sheet="2")
        for place, table in raw_of(plan).tables.items()
    }

    told = pseudonymise(tables, plan, KEY, STUDY, "map.toml")

    assert told.dropped == {"people.csv, sheet 2": ("name",), "drug.csv, sheet 2": ()}


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("Full name", "Full name"),
        ("EDSS_2", "EDSS_2"),
        ("09125550143", "column 3"),
        ("a@b.org", "column 3"),
        ("x" * 41, "column 3"),
        ("2024-05-31", "column 3"),
        ("Doe, Jane", "column 3"),
    ],
)
def test_the_name_of_a_dropped_column_is_shown_unless_it_identifies(
    header: str, shown: str
) -> None:
    assert shown_header(header, 3) == shown
