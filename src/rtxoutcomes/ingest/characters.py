"""Marks, spaces and digits as phones write them, and their plain equivalents.

Only headers and names are normalised; the text of a message is never changed.
"""

import re
import unicodedata

from rtxoutcomes.identity import fold_name

# Direction marks and the byte order mark are invisible and differ from phone to phone. The joiners
# U+200C and U+200D are kept: they belong to Persian words and to composed emoji.
MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
SPACES = " \t\u00a0\u2007\u2009\u202f"
# Within brackets of a pattern: the decimal digits of any script.
DIGITS = r"\d"
COMMAS = ",\u060c"
LEFT_TO_RIGHT = "\u200e"

_MARK = re.compile(f"[{MARKS}]+")
_SPACE = re.compile(f"[{SPACES}]+")
# No decimal digit lies outside of these planes.
_OTHER_DIGITS = [chr(code) for code in range(0x80, 0x20000) if chr(code).isdecimal()]
_TO_PLAIN = str.maketrans(
    {digit: str(unicodedata.decimal(digit)) for digit in _OTHER_DIGITS}
    | {"\u060c": ",", "\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9"}
)


def without_marks(text: str) -> str:
    """Remove invisible marks."""
    return text if text.isascii() else _MARK.sub("", text)


def plain(text: str) -> str:
    """Normalise part of a header: no marks, digits 0 to 9, one kind of comma, single spaces.

    Arabic and Persian keyboards write the letters ye and kaf in two ways, here as in Persian.
    """
    return _SPACE.sub(" ", without_marks(text).translate(_TO_PLAIN)).strip()


def name_key(name: str) -> str:
    """The form in which names of roster and export are compared: plain and folded."""
    return plain(name) if name.isascii() else plain(fold_name(plain(name)))


def handle_key(handle: str) -> str:
    """A plain Skype handle, without the prefix `8:` that only some fields have."""
    return name_key(handle).removeprefix("8:")
