"""One row a patient."""

from pathlib import Path

import pytest

from clinic import ONE_TABLE, findings, one_table, sound


def with_cell(row: int, cell: int, text: str) -> list[str]:
    lines = list(ONE_TABLE)
    cells = lines[row].split(",")
    cells[cell] = text
    lines[row] = ",".join(cells)
    return lines


@pytest.mark.parametrize(
    ("row", "cell", "text", "column", "rule"),
    [
        (1, 4, "0", "relapsed", "relapse.disagree"),
        (2, 6, "1", "relapse_count", "relapse.disagree"),
        (2, 5, "3", "relapse_month", "relapse.disagree"),
        (1, 5, "", "relapse_month", "relapse.month_needed"),
        (1, 5, "24.5", "relapse_month", "time.after_follow_up"),
        (1, 10, "25", "engagement_window_months", "time.after_follow_up"),
        (2, 0, "p01", "patient_id", "id.repeated"),
        (1, 4, "Yes", "relapsed", "value.yes_no"),
        (1, 7, "3.25", "edss_baseline", "score.on_scale"),
    ],
)
def test_each_rule_is_broken_once(
    row: int, cell: int, text: str, column: str, rule: str, tmp_path: Path
) -> None:
    violations = findings(one_table(tmp_path, with_cell(row, cell, text)))

    assert [(v.column, v.line, v.rule) for v in violations] == [(column, row + 1, rule)]


def one_table_findings(lines: list[str], place: Path) -> list[tuple[str, int | None, str]]:
    return [(v.column, v.line, v.rule) for v in findings(one_table(place, lines))]


def test_flags_alone_are_enough_to_know_that_nobody_relapsed(tmp_path: Path) -> None:
    lines = ["patient_id,diagnosis,follow_up_months,relapsed", "P01,RRMS,24,no"]

    cohort = sound(one_table(tmp_path, lines))

    assert cohort.relapses is not None
    assert cohort.relapses.empty


@pytest.mark.parametrize("column", ["relapsed", "relapse_count"])
def test_an_attack_without_a_column_of_months_is_refused_and_not_lost(
    column: str, tmp_path: Path
) -> None:
    yes, no = {"relapsed": ("yes", "no"), "relapse_count": ("2", "0")}[column]
    header = f"patient_id,diagnosis,follow_up_months,{column}"
    lines = [header, f"P01,RRMS,24,{no}", *(f"P0{n},RRMS,24,{yes}" for n in (2, 3))]

    (found,) = findings(one_table(tmp_path, lines))

    assert (found.column, found.line, found.rule) == (
        "relapse_month",
        None,
        "relapse.month_needed",
    )
    assert found.value == "2 patients with an attack"


def test_a_patient_without_information_on_attacks_is_refused(
    tmp_path: Path,
) -> None:
    lines = ["patient_id,diagnosis,follow_up_months,relapsed", "P01,RRMS,24,no", "P02,RRMS,24,"]

    violations = one_table_findings(lines, tmp_path)

    assert violations == [("relapsed", 3, "relapse.unsaid")]


def test_where_only_the_month_was_asked_for_an_empty_cell_is_no(tmp_path: Path) -> None:
    lines = ["patient_id,diagnosis,follow_up_months,relapse_month", "P01,RRMS,24,5", "P02,RRMS,24,"]

    assert one_table_findings(lines, tmp_path) == []


def test_of_two_answers_that_disagree_the_detail_is_reported(tmp_path: Path) -> None:
    lines = ["patient_id,diagnosis,follow_up_months,relapsed,relapse_count", "P01,RRMS,24,yes,0"]

    assert one_table_findings(lines, tmp_path) == [("relapse_count", 2, "relapse.disagree")]
