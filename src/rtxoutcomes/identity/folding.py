"""Text as it is compared: one form of every letter and digit, and nothing invisible.

What stands in a file is never changed by this; it is what rules match against, so that a number
in Persian digits, or one with a mark of writing direction inside, is found like any other.
"""

import re
import unicodedata

INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
# The Arabic forms of two letters that Persian keyboards write otherwise; NFKC keeps them apart.
_LETTERS = str.maketrans({"\u064a": "\u06cc", "\u0643": "\u06a9"})
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def invisible(text: str) -> bool:
    """Whether a control, zero-width or direction character stands in it."""
    return INVISIBLE.search(text) is not None


def fold(text: str) -> str:
    """Compatible forms made equal (NFKC), any script's digits as 0-9, invisible ones removed."""
    if text.isascii():
        return INVISIBLE.sub("", text) if not text.isprintable() else text
    told = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS)
    told = _DASHES.sub("-", told)
    return "".join(_digit(c) for c in told)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
