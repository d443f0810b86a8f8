"""Examinations of the results, as a user calls them."""

import rtxoutcomes as rtx
from analysis.many import many, plan
from analysis.small import full
from cohorts import study


def test_subgroups_are_those_of_the_study() -> None:
    rows = rtx.subgroups(many(200), plan())

    assert set(rows["analysis"]) == {"subgroup"}
    assert set(rows["subgroup"]) == {"aqp4", ""}
    assert rtx.subgroups(full(), study()).empty


def test_the_choices_of_a_study_are_tried() -> None:
    assert set(rtx.sensitivity_grid(full(), study())["analysis"]) <= {"sensitivity"}


def test_missing_outcomes_are_counted_by_group() -> None:
    rows = rtx.missing_data(full(), study())

    assert {"A", "B"} <= set(rows["group"])
