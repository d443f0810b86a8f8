"""Text in the form in which it is compared: one form of each letter and digit, none invisible.

The text of a file is never changed. Rules match the folded text, so that a number in Persian
digits, or with a mark of writing direction inside, is recognised like any other.
"""

import re
import unicodedata

_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
# The Arabic forms of two letters that Persian keyboards type differently; NFKC keeps both.
_LETTERS = str.maketrans({"\u064a": "\u06cc", "\u0643": "\u06a9"})
# In names only, since pseudonyms are made of what `fold` gives: what selects or stretches a form of
# a letter (soft hyphen, tatweel, variation selectors), and the letters ye, kaf and he as Arabic,
# Urdu and Kurdish keyboards type them.
_FORMS = re.compile(
    r"[\xad\u034f\u061c\u0640\u180b-\u180f\u206a-\u206f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_NAME_LETTERS = str.maketrans(
    {
        **dict.fromkeys("\u0649\u06d2\u06d0", "\u06cc"),
        "\u06aa": "\u06a9",
        **dict.fromkeys("\u06be\u06c1\u06d5", "\u0647"),
    }
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def fold(text: str) -> str:
    """Compatible forms unified (NFKC), digits of any script as 0-9, no invisible characters."""
    if text.isascii():
        return _INVISIBLE.sub("", text) if not text.isprintable() else text
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS)
    folded = _DASHES.sub("-", folded)
    return "".join(_digit(c) for c in folded)


def fold_name(text: str) -> str:
    """`fold`, and one form of the letters that keyboards of different languages type differently.

    Capitals, accents and other letters keep names apart.
    """
    return fold(text) if text.isascii() else fold(_FORMS.sub("", text)).translate(_NAME_LETTERS)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
