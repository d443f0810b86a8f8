"""Marks, spaces and digits as phones write them, and their plain equivalents.

Only headers and names are normalised; the text of a message is never changed.
"""

import re
import unicodedata

# Direction marks and the byte order mark are invisible and differ from phone to phone. The joiners
# U+200C and U+200D are kept: they belong to Persian words and to composed emoji.
MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
SPACES = " \t\u00a0\u2007\u2009\u202f"
DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
COMMAS = ",\u060c"
LEFT_TO_RIGHT = "\u200e"

_MARK = re.compile(f"[{MARKS}]+")
_SPACE = re.compile(f"[{SPACES}]+")
_EASTERN_DIGITS = "".join(chr(zero + k) for zero in (0x0660, 0x06F0) for k in range(10))
_TO_PLAIN = str.maketrans(_EASTERN_DIGITS + "\u060c", 2 * "0123456789" + ",")


def without_marks(text: str) -> str:
    """Remove invisible marks."""
    return text if text.isascii() else _MARK.sub("", text)


def plain(text: str) -> str:
    """Normalise part of a header: no marks, digits 0 to 9, one kind of comma, single spaces."""
    return _SPACE.sub(" ", without_marks(text).translate(_TO_PLAIN)).strip()


def name_key(name: str) -> str:
    """The form in which names of roster and export are compared: plain, in Unicode NFC."""
    return unicodedata.normalize("NFC", plain(name))


def handle_key(handle: str) -> str:
    """A plain Skype handle, without the prefix `8:` that only some fields have."""
    return name_key(handle).removeprefix("8:")
