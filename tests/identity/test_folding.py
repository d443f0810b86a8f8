"""Text as it is compared."""

import pytest

from rtxoutcomes.identity.folding import fold, fold_name


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


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("\u0639\u0644\u064a", "\u0639\u0644\u06cc"),
        ("\u0639\u0644\u0649", "\u0639\u0644\u06cc"),
        ("\u0645\u0643\u06cc", "\u0645\u06a9\u06cc"),
        ("\u0645\u06be\u0633\u0627", "\u0645\u0647\u0633\u0627"),
        ("\u0639\u0644\u0640\u0640\u06cc", "\u0639\u0644\u06cc"),
        ("\ufee3\ufeec\ufeb4\ufe8e", "\u0645\u0647\u0633\u0627"),
        ("Bob \u2764\ufe0f", "Bob \u2764"),
        ("\uff22\uff4f\uff42", "Bob"),
        ("B\u200bo\u200db\ufeff", "Bob"),
        ("an\xadna", "anna"),
    ],
)
def test_a_name_is_one_whatever_keyboard_typed_it(typed: str, same: str) -> None:
    assert fold_name(typed) == fold_name(same) == same


def test_other_letters_keep_names_apart() -> None:
    names = ["Anna", "anna", "\u00c5nna", "Ana", "\u0639\u0644\u06cc\u0627"]

    assert len({fold_name(name) for name in names}) == len(names)


def test_forms_of_letters_do_not_change_what_pseudonyms_are_made_of() -> None:
    assert fold("\u0649\u06be\xad") == "\u0649\u06be\xad"
