"""What sentences call a declared outcome."""

import pytest

from rtxoutcomes.presentation.outcomes import outcome_in_text, outcome_words, primary_words
from rtxoutcomes.study import Outcome
from trial import TRIAL, trial_study


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"endpoint": "relapse"}, "admission to hospital"),
        ({"endpoint": "time_to_relapse"}, "the time to the first admission to hospital"),
        ({"endpoint": "adverse_events"}, "adverse events"),
        ({"endpoint": "hit"}, "the change in HIT from baseline"),
        ({"endpoint": "hit", "label": "the change of HIT."}, "the change of HIT"),
        ({"label": "quality of life"}, "quality of life"),
    ],
)
def test_an_outcome_is_called_by_its_label_else_by_its_endpoint(
    keys: dict[str, str], words: str
) -> None:
    assert outcome_in_text(TRIAL, Outcome.model_validate(keys | {"role": "primary"})) == words


def test_the_parts_of_an_estimand_have_names() -> None:
    words = outcome_words(TRIAL)

    assert words["outcome_2_population"] == "all patients assigned to an arm"
    assert words["outcome_2_event_2"] == "a new preventive drug"
    assert words["outcome_2_handling_2"] == "days count whether or not one was begun"
    assert "outcome_1_population" not in words


def test_several_primary_outcomes_are_all_named() -> None:
    both = [{"endpoint": name, "role": "primary"} for name in ("relapse", "hit")]

    assert primary_words(trial_study(outcomes=both)) == (
        "admission to hospital and the change in HIT from baseline"
    )
    assert primary_words(trial_study(outcomes=())) == ""
