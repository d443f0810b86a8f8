"""The conditions that sentences share."""

from typing import Any

import pytest

from cohorts import STUDY, study
from rtxoutcomes.results.row import Row
from rtxoutcomes.text import conditions
from rtxoutcomes.text.draft import Draft, draft
from tables.made_up import released_of, row

BLOCK: Any = STUDY["study"]
EVENTS = row("relapse/relapse/all/rate", estimate=0.5)
CHANGE = row("change/edss/A/mean_change", estimate=-1.0)
NOTHING = row("relapse/relapse/all/rate", status="not_attempted", note="not_collected")


def known(*rows: Row, **identity: Any) -> Draft:
    return draft(released_of(*(rows or (EVENTS,)), study=study(study=BLOCK | identity)))


def test_what_was_not_attempted_was_not_collected() -> None:
    assert conditions.relapses_collected(known(EVENTS))
    assert not conditions.relapses_collected(known(NOTHING))
    assert conditions.outcomes_collected(known(NOTHING, CHANGE))
    assert not conditions.scores_collected(known(EVENTS))
    assert not conditions.adverse_events_collected(known(EVENTS))


@pytest.mark.parametrize(
    ("design", "allocation", "trial", "single"),
    [
        ("single-arm", None, False, True),
        ("prospective single arm", None, False, True),
        ("two-arm randomised", None, True, False),
        ("", "random", True, False),
        ("non-randomised", None, False, False),
        ("retrospective cohort", None, False, False),
        ("", None, False, False),
    ],
)
def test_the_design_decides_on_allocation_and_arms(
    design: str, allocation: str | None, trial: bool, single: bool
) -> None:
    made = known(design=design, allocation=allocation, reference_group="A")

    assert conditions.trial(made) == trial
    assert conditions.randomised(made) == trial
    assert conditions.single_arm(made) == single


def test_a_trial_by_another_grouping_is_a_trial_whose_groups_were_not_randomised() -> None:
    plan = study(study=BLOCK | {"design": "randomised", "reference_group": "A"})
    made = draft(released_of(EVENTS, study=plan.grouped_by("sex")))

    assert conditions.trial(made)
    assert not conditions.randomised(made)
    assert conditions.groups_not_randomised(made)


def test_groups_without_patients_do_not_count() -> None:
    def enrolled(n: int) -> Draft:
        one = row("flow/flow/A/enrolled", n=9, estimate=9.0)
        return known(one, row("flow/flow/B/enrolled", n=n, estimate=float(n)))

    assert conditions.several_groups(enrolled(3))
    assert not conditions.several_groups(enrolled(0))
