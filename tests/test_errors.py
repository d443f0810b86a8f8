"""Faults and their words."""

import pytest

from rtxoutcomes.errors import (
    DisclosureError,
    EnvironmentFault,
    ImmortalTimeError,
    IngestError,
    IngestProblem,
    MapError,
    OutputsDiffer,
    StudyError,
    StudyProblem,
    StyleError,
    TableError,
    TextError,
    TextFault,
    UsageFault,
    Violation,
    place_in,
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


def test_a_finding_about_a_table_has_no_line_and_no_patient() -> None:
    of_table = Violation("visits", "", None, "", "file.empty", "must have a header", "", "")

    assert of_table.sentence() == "visits: must have a header [file.empty]"


def test_every_finding_is_in_the_message() -> None:
    fault = TableError([FINDING, FINDING])

    assert str(fault).splitlines()[0] == "2 findings of 1 rule: visits 2"
    assert str(fault).count("visits.edss line 3, patient P0007") == 2
    assert str(TableError([FINDING])).startswith("1 finding of 1 rule")


def test_every_fault_of_a_study_file_is_in_the_message() -> None:
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
    error = ImmortalTimeError("total")

    assert error.exposure == "total"
    assert "immortal time bias" in str(error)
    assert '"landmark"' in str(error)


def test_outputs_that_differ_are_named() -> None:
    assert OutputsDiffer("two files", ["a.csv", "b.csv"]).names == ("a.csv", "b.csv")


@pytest.mark.parametrize(
    ("sheet", "line", "column", "place"),
    [
        ("", None, None, ""),
        ("", 7, None, "record 7"),
        ("visits", None, None, "sheet visits"),
        ("visits", None, "C", "sheet visits, column C"),
        ("visits", 7, None, "sheet visits, row 7"),
        ("visits", 7, "C", "sheet visits, cell C7"),
    ],
)
def test_a_place_is_named_as_in_the_program_it_was_typed_in(
    sheet: str, line: int | None, column: str | None, place: str
) -> None:
    assert place_in(sheet, line, column) == place


def test_a_reference_that_cannot_be_resolved_is_reported_with_its_place_and_the_nearest() -> None:
    faults = [
        TextFault("mine.md", "line 3", "edss.RRMS.meen", "is unknown", "edss.RRMS.mean_change"),
        TextFault("mine.md", "line 9", "x", "is unknown", ""),
    ]

    lines = str(TextError(faults)).splitlines()

    assert lines[0] == "2 references that cannot be filled"
    assert lines[1].strip() == (
        "mine.md line 3: {{ edss.RRMS.meen }} is unknown (nearest: edss.RRMS.mean_change)"
    )
    assert lines[2].strip() == "mine.md line 9: {{ x }} is unknown"


def test_a_fault_of_an_export_is_reported_without_its_contents() -> None:
    error = IngestError(
        [
            IngestProblem("chat.txt", 3, "must be dated", "export it again"),
            IngestProblem("chat.zip", None, "must hold one text"),
        ]
    )

    assert str(error).splitlines() == [
        "refused, nothing was written",
        "  chat.txt, line 3: must be dated (export it again)",
        "  chat.zip: must hold one text",
    ]


def test_files_with_the_tables_name_which_they_are() -> None:
    problem = [StudyProblem("a", "must be there")]

    assert "in the map" in str(MapError("m.toml", problem))
    assert "in the style file" in str(StyleError("s.toml", problem))
