"""The masked form of a text."""

from rtxoutcomes.identity.marks import PHONE, masked, plain_kind


def test_kind_and_length_are_all_that_is_shown() -> None:
    assert masked(PHONE, "09125550143") == "[phone, 11 characters]"
    assert plain_kind("x") == "[text, 1 character]"
