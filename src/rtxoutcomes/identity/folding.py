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
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def fold(text: str) -> str:
    """Compatible forms unified (NFKC), digits of any script as 0-9, no invisible characters."""
    if text.isascii():
        return _INVISIBLE.sub("", text) if not text.isprintable() else text
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS)
    folded = _DASHES.sub("-", folded)
    return "".join(_digit(c) for c in folded)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
