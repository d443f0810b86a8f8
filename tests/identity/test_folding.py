"""Text as it is compared."""

import pytest

from rtxoutcomes.identity.folding import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0912", "0912"),
        ("۰۹۱۲", "0912"),
        ("٠٩١٢", "0912"),
        ("\uff10\uff19", "09"),
        ("0\u200e9\u202b1", "091"),
        ("a\u00a0b", "a b"),
        ("09\u20131", "09-1"),
        ("\u0643\u064a", "\u06a9\u06cc"),
        ("a\x00b", "ab"),
    ],
)
def test_one_form_of_every_letter_and_digit(text: str, expected: str) -> None:
    assert fold(text) == expected
