"""Letters of another alphabet that look like Latin ones: in a code, a slip of the keyboard."""

import unicodedata
from dataclasses import dataclass

ALPHABET = "text.alphabet"
# Cyrillic and Greek letters with the Latin ones that they look like (Unicode Technical Standard
# 39, confusables).
_LOOK = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXSIJaeopcyxsijABEZHIKMNOPTYXo",
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A letter of another alphabet in a Latin text: its place from 1, and its name."""

    place: int
    name: str
    meant: str


def stranger(text: str) -> Stranger | None:
    """The first letter that only looks Latin, if the text would be ASCII without such letters."""
    if text.isascii():
        return None
    latin = unicodedata.normalize("NFKC", text).translate(_LOOK)
    if not latin.isascii() or len(latin) != len(text):
        return None
    place = next(k for k, letter in enumerate(text) if not letter.isascii())
    name = unicodedata.name(text[place], "of another alphabet")
    return Stranger(place + 1, f"{name.capitalize()} (U+{ord(text[place]):04X})", latin)
