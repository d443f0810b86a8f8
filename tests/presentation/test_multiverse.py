"""The definitions of a confirmed change, in words."""

from cohorts import study
from rtxoutcomes.presentation.multiverse import definition_words, nearest_defaults


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
    assert named[2] == "visits within 30 days of a relapse not used"
    assert named[4] == "reference fixed at baseline"
    assert named[8] == "reference roving after worsenings only"
    assert named[12] == "not sustained"
    assert list(nearest_defaults(made, "w")) == []
