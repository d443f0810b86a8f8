"""Columns of groups."""

from released import bundled, one_diagnosis_empty
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.tables import groups


def test_a_heading_has_the_short_name_and_the_number_of_patients() -> None:
    results = index(bundled())

    assert list(groups.headings(results, ["RRMS", "all"])) == [
        "RRMS (n = 42)",
        "All patients (n = 99)",
    ]


def test_a_group_without_patients_has_no_column_and_is_named() -> None:
    results = index(one_diagnosis_empty())
    shown = groups.groups_of(results, "relapse")
    empty = [g for g in results.groups if groups.size(results, g) == 0]

    assert len(empty) == 1
    assert empty[0] not in shown
    assert "There were no patients in: " in " ".join(groups.notes(results, shown))


def test_a_pool_of_diseases_is_said_to_be_descriptive() -> None:
    results = index(bundled())

    assert groups.DESCRIPTIVE in list(groups.notes(results, ["RRMS", "all"]))
    assert groups.DESCRIPTIVE not in list(groups.notes(results, ["RRMS"]))
