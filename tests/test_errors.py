"""Faults and their words."""

from rtxoutcomes.errors import (
    DisclosureError,
    EnvironmentFault,
    ImmortalTimeError,
    OutputsDiffer,
    StudyError,
    StudyProblem,
    TableError,
    UsageFault,
    Violation,
)

FINDING = Violation(
    table="visits",
    column="edss",
    line=3,
    patient="P0007",
    rule="score.on_scale",
    must="must be between 0 and 10 in steps of 0.5",
    value="3.25",
    remedy="look the value up in the notes",
)


def test_a_finding_names_table_column_line_patient_value_rule_and_remedy() -> None:
    assert FINDING.sentence() == (
        "visits.edss line 3, patient P0007: must be between 0 and 10 in steps of 0.5, got 3.25 "
        "(look the value up in the notes) [score.on_scale]"
    )


def test_a_finding_about_a_whole_table_has_no_line_and_no_patient() -> None:
    whole = Violation("visits", "", None, "", "file.empty", "must have a header", "", "")

    assert whole.sentence() == "visits: must have a header [file.empty]"


def test_every_finding_stands_in_the_message() -> None:
    fault = TableError([FINDING, FINDING])

    assert str(fault).splitlines()[0] == "2 findings of 1 rule: visits 2"
    assert str(fault).count("visits.edss line 3, patient P0007") == 2
    assert str(TableError([FINDING])).startswith("1 finding of 1 rule")


def test_every_fault_of_a_study_file_stands_in_the_message() -> None:
    problems = [StudyProblem("scores[0].step", "must be above 0"), StudyProblem("study", "missing")]

    fault = StudyError("my.toml", problems)

    assert str(fault).splitlines() == [
        "my.toml: 2 faults in the study file",
        "  scores[0].step: must be above 0",
        "  study: missing",
    ]


def test_each_kind_of_fault_has_the_exit_code_of_the_contract() -> None:
    codes = [
        UsageFault("x").exit_code,
        DisclosureError("x").exit_code,
        TableError([]).exit_code,
        StudyError("x", []).exit_code,
        OutputsDiffer("x", ["a"]).exit_code,
        EnvironmentFault("x").exit_code,
        ImmortalTimeError("total").exit_code,
    ]

    assert codes == [2, 3, 4, 4, 5, 6, 4]


def test_an_exposure_that_shares_its_time_with_the_outcome_is_refused_with_why_and_what_else() -> (
    None
):
    told = ImmortalTimeError("total")

    assert told.exposure == "total"
    assert "who relapses early has had less time" in str(told)
    assert '"landmark"' in str(told)


def test_outputs_that_differ_are_named() -> None:
    assert OutputsDiffer("two files", ["a.csv", "b.csv"]).names == ("a.csv", "b.csv")
