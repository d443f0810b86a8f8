"""The declared family of tests."""

import math
from typing import Any

from cohorts import study
from rtxoutcomes.analysis.family import adjusted
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import Role, Row

PLAN = study(multiplicity={"family": ["edss.A.t", "edss.B.t", "igg.A.signed_rank"]})


def row(
    endpoint: str,
    group: str,
    quantity: Quantity,
    p_value: float,
    role: Role = "reported",
    month: float = math.nan,
) -> Row:
    kind: dict[str, Any] = {
        "measure": Measure.TEST,
        "method_key": MethodKey.SIGNED_RANK,
        "method": "m",
    }
    value = (
        Estimate(**kind, n=0, status="not_estimable", note="group_absent")
        if math.isnan(p_value)
        else Estimate(**kind, n=9, p_value=p_value)
    )
    statistic = Statistic(quantity, value, role, month=month)
    return Question("change", endpoint).row(group, statistic)


def test_each_member_is_adjusted_by_the_size_that_was_planned() -> None:
    rows = [
        row("edss", "A", Quantity.MEAN_CHANGE, 0.01),
        row("edss", "A", Quantity.SIGNED_RANK, 0.02),
        row("edss", "B", Quantity.MEAN_CHANGE, math.nan),
        row("igg", "A", Quantity.SIGNED_RANK, 0.04),
        row("igg", "A", Quantity.SIGNED_RANK, 0.05, "alternative"),
    ]

    p_values = [r.p_adjusted for r in adjusted(rows, PLAN)]

    # Holm over three planned tests, one of which could not be made: 3 x 0.01 and 2 x 0.04.
    assert p_values[0] == 0.03
    assert p_values[3] == 0.08
    assert all(math.isnan(p_values[k]) for k in (1, 2, 4))


def test_the_test_of_a_ratio_is_the_t_test_of_its_score() -> None:
    plan = study(multiplicity={"family": ["igg.A.t"]})

    (only,) = adjusted([row("igg", "A", Quantity.GEOMETRIC_MEAN_RATIO, 0.01)], plan)

    assert only.p_adjusted == 0.01


def test_the_fixed_time_is_no_member() -> None:
    fixed, last = adjusted(
        [
            row("edss", "A", Quantity.MEAN_CHANGE, 0.02, month=12.0),
            row("edss", "A", Quantity.MEAN_CHANGE, 0.01),
        ],
        PLAN,
    )

    assert math.isnan(fixed.p_adjusted)
    assert last.p_adjusted == 0.03


def test_a_member_without_a_row_still_counts() -> None:
    (only,) = adjusted([row("edss", "A", Quantity.MEAN_CHANGE, 0.01)], PLAN)

    assert only.p_adjusted == 0.03


def test_without_a_family_there_is_no_adjusted_p() -> None:
    (only,) = adjusted([row("edss", "A", Quantity.MEAN_CHANGE, 0.01)], study())

    assert math.isnan(only.p_adjusted)


def test_only_a_test_that_a_family_could_have_is_said_to_lack_its_adjustment() -> None:
    """The families have tests at the last visit: the fixed time is in none, whatever the groups."""
    rows = [
        row("edss", "female", Quantity.MEAN_CHANGE, 0.01),
        row("edss", "female", Quantity.MEAN_CHANGE, 0.02, month=12.0),
        row("edss", "female", Quantity.MEAN_CHANGE, 0.03, "sensitivity"),
    ]

    notes = [r.value.note for r in adjusted(rows, PLAN.grouped_by("sex"))]

    assert notes == ["other_grouping", "", ""]
