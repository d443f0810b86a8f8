"""Keyed pseudonyms."""

import hashlib
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.pseudonymise.identify import pseudonyms, same_id, sound_key

KEY = b"a made-up key of more than thirty-two characters"
TEMPLATE = "@@@@########"


@given(st.sets(st.text(min_size=1, max_size=20), min_size=1, max_size=40))
def test_each_id_has_one_pseudonym_of_the_template_and_no_two_share_it(ids: set[str]) -> None:
    found = pseudonyms(ids, KEY, TEMPLATE)

    assert found.keys() == ids
    assert len(set(found.values())) == len(ids)
    assert all(re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{4}[0-9]{8}", name) for name in found.values())


def test_a_pseudonym_is_the_hmac_of_the_id_in_mixed_digits() -> None:
    digest = hmac.new(KEY, b"rtxoutcomes pseudonym 1\x0010-4471", hashlib.sha256).hexdigest()

    (name,) = pseudonyms(["10-4471"], KEY, "P-####").values()

    assert name == "P-" + f"{int(digest, 16) % 10_000:04d}"[::-1]


def test_another_key_gives_another_pseudonym_and_the_same_the_same() -> None:
    assert pseudonyms(["1"], KEY, TEMPLATE) == pseudonyms(["1", "1"], KEY, TEMPLATE)
    assert pseudonyms(["1"], KEY, TEMPLATE) != pseudonyms(["1"], KEY + b"x", TEMPLATE)


def test_a_collision_is_refused() -> None:
    with pytest.raises(UsageFault, match="two of 1001 patients"):
        pseudonyms(map(str, range(1001)), KEY, "P###")


def test_two_spellings_of_a_number_are_one_patient() -> None:
    assert same_id(" K7-118\u200e") == same_id("k7-118")
    assert same_id("\u06f1\u06f0") == "10"
    assert same_id("007") != same_id("7")


@pytest.mark.parametrize(
    "content", [b"", b"x" * 64, b"0123456789abcdef" * 1 + b"0123456789abcde", b" " * 99]
)
def test_a_weak_key_is_refused(content: bytes) -> None:
    with pytest.raises(UsageFault, match="at least 32"):
        sound_key(content)


def test_a_key_ends_before_the_end_of_its_line() -> None:
    assert sound_key(KEY + b"\r\n") == KEY
