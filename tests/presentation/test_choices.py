"""Choices of sensitivity analyses in words."""

import pytest

from cohorts import study
from released import bundled
from rtxoutcomes.presentation.choices import choice_words
from rtxoutcomes.presentation.multiverse import definition_words, nearest_defaults
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.quantity import Choice


@pytest.mark.parametrize(
    ("endpoint", "choice", "level", "words"),
    [
        ("edss", Choice.VISIT_WINDOW, "1", "last visit from month 6"),
        ("edss", Choice.VISIT_WINDOW, "3", "last visit in months 6 to 24"),
        (
            "edss",
            Choice.VISIT_WINDOW_AND_STEPS,
            "2",
            "last visit from month 6; steps 0: 1.5, 1-5.5: 1, 6-10: 0.5",
        ),
        ("worsening_12_weeks", Choice.DEFINITION, "1", "the definition of the study"),
        (
            "worsening_12_weeks",
            Choice.DEFINITION,
            "128",
            "confirmed at 168 days; sustained; roving reference; every visit used; PIRA by Kappos "
            "2020; steps 0: 1.5, 1-5.5: 1, 6-10: 0.5",
        ),
        ("relapse", Choice.WASHOUT, "0", "every relapse counted"),
        ("relapse", Choice.WASHOUT, "30", "relapses of the first 30 days not counted"),
    ],
)
def test_a_choice_is_named_in_words(endpoint: str, choice: Choice, level: str, words: str) -> None:
    made = bundled()
    rows = [
        r
        for r in index(made).of("sensitivity")
        if (r.endpoint, r.choice, r.level) == (endpoint, choice, level)
    ]

    assert rows
    assert {choice_words(made.study, row) for row in rows} == {words}


def test_a_definition_is_named_by_what_differs_from_that_of_the_study() -> None:
    block = {
        "name": "w",
        "label": "W",
        "score": "edss",
        "confirm_days": 168,
        "sustained": True,
        "reference": "roving",
        "exclude_days_after_relapse": 0,
        "pira": "kappos2020",
    }
    choices = {
        "sustained": [False],
        "reference": ["fixed", "roving_worsening"],
        "exclude_days_after_relapse": [30],
        "pira": ["mueller2023"],
    }
    made = study(confirmed=[block], sensitivity={"confirmed": {"w": choices}})
    named = [definition_words(made, "w", k, ".") for k in range(1, 25)]

    assert named[0] == "the definition of the study"
    assert named[1] == "PIRA by Müller 2023"
    assert named[2] == "visits within 30 days of a relapse left out"
    assert named[4] == "reference fixed at baseline"
    assert named[8] == "reference roving after worsenings only"
    assert named[12] == "not sustained"
    assert list(nearest_defaults(made, "w")) == []
