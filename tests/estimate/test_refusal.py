"""The sentence that refuses an argument."""

import pytest

from rtxoutcomes.estimate.refusal import article, description, refuse


def test_a_refusal_is_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"^tau must be above 0, not -1$"):
        refuse("tau", "above 0", "-1")


def test_short_values_are_shown_and_others_by_their_type() -> None:
    assert description(2.5) == "2.5"
    assert description("efron") == "'efron'"
    assert description("x" * 21) == "a str"
    assert description([1]) == "a list"
    assert description(2**60) == "a number of more than 15 digits"
    assert description(None) == "a NoneType"


def test_the_article_fits_the_noun() -> None:
    assert article("Estimate") == "an Estimate"
    assert article("Curve") == "a Curve"
    assert article("ndarray") == "a ndarray"
