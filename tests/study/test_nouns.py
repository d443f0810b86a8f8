"""What a study calls its groups and its event."""

import pytest

from cohorts import study
from rtxoutcomes.study.nouns import with_nouns


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Relapse", "relapse, relapses, Relapse, Relapses"),
        ("MS activity", "MS activity, MS activities, MS activity, MS activities"),
        ("Seizure cluster", "seizure cluster, seizure clusters, Seizure cluster, Seizure clusters"),
    ],
)
def test_the_event_has_its_plural_and_its_capital(label: str, words: str) -> None:
    plan = study(relapse={"label": label})

    assert with_nouns(plan, "{event}, {events}, {Event}, {Events}") == words


def test_groups_and_further_words_are_filled_too() -> None:
    assert with_nouns(study(), "{Groups} at {month}", month="12 months") == "Diagnoses at 12 months"
