"""What a study consists of, in a few words."""

from cohorts import study
from rtxoutcomes.study.glance import parts_of


def test_parts_are_listed_in_the_order_of_the_file() -> None:
    plan = study()

    assert parts_of("a drug", plan.codes, plan.scores, plan.channels) == {
        "drug": "a drug",
        "groups": "A, B",
        "scores": "edss, igg",
        "channels": "chat",
    }


def test_what_a_study_has_not_is_named() -> None:
    assert parts_of("a drug", ("A",), (), ())["channels"] == "none"
