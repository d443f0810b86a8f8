"""The declared family of tests."""

import math

from cohorts import study
from rtxoutcomes.analysis.family import adjusted
from rtxoutcomes.results import Estimate, Row

PLAN = study(multiplicity={"family": ["edss.A.t", "edss.B.t", "igg.A.signed_rank"]})


def row(endpoint: str, group: str, term: str, p_value: float, role: str = "reported") -> Row:
    value = (
        Estimate(method="m", n=0, status="not_estimable", note="group_absent")
        if math.isnan(p_value)
        else Estimate(method="m", n=9, p_value=p_value)
    )
    return Row(
        analysis="change",
        endpoint=endpoint,
        group=group,
        term=term,
        value=value,
        role=role,  # type: ignore[arg-type]
    )


def test_each_member_is_adjusted_by_the_size_that_was_planned() -> None:
    rows = [
        row("edss", "A", "mean_change", 0.01),
        row("edss", "A", "signed_rank", 0.02),
        row("edss", "B", "mean_change", math.nan),
        row("igg", "A", "signed_rank", 0.04),
        row("igg", "A", "signed_rank", 0.05, "beside"),
    ]

    told = [r.p_adjusted for r in adjusted(rows, PLAN)]

    # Holm over three planned tests, one of which could not be made: 3 x 0.01 and 2 x 0.04.
    assert told[0] == 0.03
    assert told[3] == 0.08
    assert all(math.isnan(told[k]) for k in (1, 2, 4))


def test_a_member_without_a_row_still_counts() -> None:
    told = adjusted([row("edss", "A", "mean_change", 0.01)], PLAN)

    assert told[0].p_adjusted == 0.03


def test_without_a_family_nothing_is_adjusted() -> None:
    told = adjusted([row("edss", "A", "mean_change", 0.01)], study())

    assert math.isnan(told[0].p_adjusted)
