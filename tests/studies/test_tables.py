"""What an editor would strike from the tables and paragraphs of single studies among the six."""

import re

import pytest

from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from studies.six import NAMES, released, report
from studies.test_sentences import generated, sections


def tables(name: str) -> dict[str, Table]:
    return {table.key: table for table in all_tables(released(name))}


def test_one_group_is_not_shown_again_as_all_patients() -> None:
    for table in tables("one_group").values():
        assert not {"All patients", "All patients (n = 40)"} & set(table.header), table.key
        lines = [(line[0], *line[2:]) for line in table.rows if "EOS" in line[1:2]]
        again = [(line[0], *line[2:]) for line in table.rows if "All patients" in line[1:2]]
        assert not set(lines) & set(again), table.key


def test_one_group_is_not_compared_with_others() -> None:
    own = tables("one_group")

    assert own["baseline_characteristics"].title == "Baseline characteristics"
    assert own["score_change"].title == "Change of scores from baseline"
    for table in own.values():
        assert not re.search(r"not tested|tests between", " ".join(table.footnotes)), table.key


def test_differences_at_baseline_are_not_tested_because_nobody_was_randomised() -> None:
    note = (
        "Differences between diagnoses at baseline are described by their size and were not tested."
    )

    assert note in tables("equal_follow_up")["baseline_characteristics"].footnotes
    notes = tables("two_arms")["baseline_characteristics"].footnotes
    assert not any("not tested" in each for each in notes)


@pytest.mark.parametrize("name", ["single_arm", "no_relapses"])
def test_only_patients_of_a_single_arm_are_said_to_have_received_the_treatment(name: str) -> None:
    cells = {line[1] for line in tables(name)["not_identifiable"].rows}

    treated = "No random allocation: low-dose rituximab in all patients"
    assert (treated in cells) == (name == "single_arm")
    assert ("No random allocation" in cells) == (name != "single_arm")


def test_a_trial_gives_the_difference_between_its_arms_where_it_is_none() -> None:
    text = " ".join(generated("two_arms"))

    assert "In all, 40 patients were randomised (Figure 1)." in text
    assert (
        "The difference in the proportion with at least one relapse, psychotherapy minus waiting "
        "list, was 0 percentage points (95% CI "
    ) in text
    assert "the data do not allow a conclusion about differences between arms (Table S" in text


def test_a_follow_up_that_is_the_same_for_all_has_no_median() -> None:
    (text,) = [t for t in generated("equal_follow_up") if t.startswith("In all, 40 patients were")]

    assert "All patients were followed for 12.0 months." in text
    assert "Median" not in text


@pytest.mark.parametrize("name", NAMES)
def test_no_method_of_an_endpoint_is_described_twice(name: str) -> None:
    for paragraph in sections(report(name).supplement, "Supplementary methods"):
        text = re.sub(r"(?:Alternatives|Sensitivity analyses): ", "", paragraph.text)
        clauses = [part.strip(" .").casefold() for part in re.split(r"(?<=\.) (?=[A-Z])|;", text)]
        assert len(clauses) == len(set(clauses)), paragraph.text
