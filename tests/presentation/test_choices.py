"""Choices of sensitivity analyses in words."""

import pytest

from released import bundled
from rtxoutcomes.presentation.choices import choice_words
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
