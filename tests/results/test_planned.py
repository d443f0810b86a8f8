"""Which rows of the results are part of the recorded plan."""

from typing import Any

import pytest

from cohorts import STUDY, study
from plans import FAMILY, recorded
from rtxoutcomes.results import Estimate, Measure, MethodKey, Row
from rtxoutcomes.results.planned import new_tests, planned
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Study

VALUE = Estimate(measure=Measure.COUNT, method="count", method_key=MethodKey.COUNT, n=3, estimate=3)


def row(**changed: Any) -> Row:
    words: dict[str, Any] = {
        "analysis": "change",
        "endpoint": "edss",
        "group": "A",
        "quantity": Quantity.MEAN_CHANGE,
        "value": VALUE,
    }
    return Row(**words | changed)


def state(now: Study, **changed: Any) -> str:
    return planned(now.with_plan(recorded(study())))(row(**changed))


def test_without_a_recorded_plan_nothing_is_stated() -> None:
    assert planned(study())(row()) == ""
    assert state(study()) == "recorded"


OTHER_SCORE = [{**STUDY["scores"][0], "follow_up_months": [3, "end"]}]  # type: ignore[index]
GROUPS = [*STUDY["diagnoses"], {"code": "C", "label": "Third"}]


@pytest.mark.parametrize(
    ("changes", "of_row", "expected"),
    [
        ({"scores": OTHER_SCORE}, {}, "not_recorded"),
        ({"scores": OTHER_SCORE}, {"endpoint": "relapse"}, "recorded"),
        ({"relapse": {"merge_days": 60}}, {"endpoint": "time_to_relapse"}, "not_recorded"),
        ({"relapse": {"merge_days": 60}}, {}, "recorded"),
        ({"engagement": {"lag_months": 1}}, {"analysis": "engagement"}, "not_recorded"),
        ({"missing": {"imputations": 9}}, {"analysis": "missing"}, "not_recorded"),
        ({"sensitivity": {"washout_days": [9]}}, {"analysis": "sensitivity"}, "not_recorded"),
        ({"outcomes": [{"endpoint": "edss", "role": "primary"}]}, {}, "not_recorded"),
        ({"diagnoses": GROUPS}, {"group": "C"}, "not_recorded"),
        ({"channels": []}, {"channel": "chat"}, "not_recorded"),
        ({"report": {"statistic": "median"}}, {}, "recorded"),
    ],
)
def test_a_row_is_no_part_of_the_plan_where_its_definition_was_changed(
    changes: dict[str, Any], of_row: dict[str, Any], expected: str
) -> None:
    assert state(study(**changes), **of_row) == expected


def test_another_grouping_concerns_every_row() -> None:
    now = study().with_plan(recorded(study())).grouped_by("sex")

    assert planned(now)(row()) == "not_recorded"


def test_of_a_test_that_was_added_the_estimate_is_still_planned() -> None:
    between = {"endpoint": "relapse", "group": "all", "quantity": Quantity.BETWEEN_GROUPS}
    families = {"families": [FAMILY]}

    assert state(study(multiplicity=families), **between) == "test_not_recorded"
    assert state(study(multiplicity=families)) == "recorded"
    assert state(study(multiplicity={"family": ["edss.A.t"]})) == "test_not_recorded"
    assert state(study(multiplicity={"family": ["edss.A.t"]}), month=12.0) == "recorded"


def test_a_family_that_was_removed_has_no_test() -> None:
    before = study(multiplicity={"families": [FAMILY]})
    now = study().with_plan(recorded(before))

    assert new_tests(now, now.unplanned) == frozenset()
