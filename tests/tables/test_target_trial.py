"""What these data cannot identify."""

from typing import Any

from rtxoutcomes.study import Study
from rtxoutcomes.tables.target_trial import not_identifiable
from tables.made_up import PLAN, engagement_rows, flow_rows, relapse_rows, released_of


def data(*rows: Any, study: Study = PLAN) -> list[str]:
    """What these data have, row by row."""
    return [line[1] for line in not_identifiable(released_of(*rows, study=study)).rows]


def test_three_columns_say_what_differs_and_why_it_matters() -> None:
    table = not_identifiable(released_of(*engagement_rows()))

    assert table.header == (
        *("A target trial would have", "These data have", "Why the difference matters"),
    )
    assert "does not follow the statement" in " ".join(table.footnotes)


def test_rows_are_true_of_the_study_at_hand_only() -> None:
    together = "No patient known to have begun the drug before the channels"
    no_control = "No random allocation: rituximab, low dose in all patients"

    assert data(*flow_rows()) == [no_control]
    assert data(*engagement_rows())[:2] == [together, no_control]
    assert data(*relapse_rows()) == [no_control, "No record of blinding"]


def test_a_randomised_blinded_trial_without_channels_has_no_such_table() -> None:
    own = {"design": "randomised", "assessor_blinded": True}
    trial = PLAN.model_copy(update={"study": PLAN.study.model_copy(update=own)})

    assert data(*relapse_rows(), study=trial) == []


def test_a_required_follow_up_is_a_selection() -> None:
    identity = PLAN.study.model_copy(update={"minimum_follow_up_months": 12.0})

    assert data(*flow_rows(), study=PLAN.model_copy(update={"study": identity}))[-1] == (
        "A minimum follow-up as a condition for inclusion"
    )
