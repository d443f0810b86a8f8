"""Families of tests in words."""

import pytest

from cohorts import study
from rtxoutcomes.presentation.families import (
    declares,
    families_of,
    family_of,
    family_words,
    in_words,
    listed,
)
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.quantity import Quantity
from tables.made_up import released_of, row

EDSS = ["edss.A.t", "edss.B.t"]
OTHERS = {
    "name": "others",
    "tests": ["igg.A.signed_rank", "relapse.all.between_groups"],
    "chosen": "pre-specified",
}


def test_a_family_is_named_by_how_it_was_chosen_its_size_and_its_score() -> None:
    plan = study(multiplicity={"family": EDSS, "chosen": "post hoc", "families": [OTHERS]})

    assert [family_words(plan, family) for family in plan.multiplicity.declared] == [
        "post hoc family of two EDSS tests",
        'pre-specified family "others" of two tests',
    ]


def test_a_family_of_one_is_in_the_singular_and_not_called_pre_specified_unasked() -> None:
    plan = study(multiplicity={"family": ["igg.A.t"]})

    (family,) = plan.multiplicity.declared
    assert family_words(plan, family) == "family of one IgG test"


def test_a_family_has_its_name_only_where_there_is_another() -> None:
    alone = study(multiplicity={"families": [OTHERS]})
    two = study(multiplicity={"families": [OTHERS, {"name": "EDSS", "tests": EDSS}]})

    assert [family_words(alone, each) for each in alone.multiplicity.declared] == [
        "pre-specified family of two tests"
    ]
    assert [family_words(two, each) for each in two.multiplicity.declared] == [
        'pre-specified family "others" of two tests',
        'family "EDSS" of two EDSS tests',
    ]


def test_the_families_of_rows_are_those_of_their_adjusted_tests() -> None:
    released = released_of(
        row("change/edss/RRMS/mean_change", estimate=1.0, p=0.02, adjusted=0.02),
        row("change/igg/RRMS/geometric_mean_ratio", estimate=1.0, p=0.02),
    )
    adjusted, other = index(released).rows

    assert families_of(released.study, [adjusted, other]) == [
        released.study.multiplicity.declared[0]
    ]
    assert families_of(released.study, [other]) == []


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("a", "of the a"),
        ("ab", "of the a and of the b"),
        ("abc", "of the a, of the b and of the c"),
    ],
)
def test_families_are_listed_with_their_preposition(names: str, words: str) -> None:
    assert listed(list(names), "of") == words


def test_a_row_belongs_to_the_family_that_names_its_test() -> None:
    released = released_of(
        row("change/edss/RRMS/mean_change", p=0.02), row("change/edss/RRMS/signed_rank", p=0.02)
    )
    change, ranks = index(released).rows

    assert family_of(released.study, change) == released.study.multiplicity.declared[0]
    assert family_of(released.study, ranks) is None


def test_a_study_declares_a_test_of_a_score_in_whatever_group() -> None:
    plan = study(multiplicity={"families": [OTHERS]})

    assert declares(plan, "igg", Quantity.SIGNED_RANK)
    assert not declares(plan, "igg", Quantity.MEAN_CHANGE)
    assert not declares(plan, "edss", Quantity.SIGNED_RANK)


@pytest.mark.parametrize(("count", "words"), [(3, "three"), (10, "ten"), (11, "11")])
def test_small_numbers_are_words(count: int, words: str) -> None:
    assert in_words(count) == words
