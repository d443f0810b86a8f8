"""The words and numerals that a file prints, whatever draws or compresses it."""

import io
import math
import re
import zipfile
from html import unescape

_TEXT = (".md", ".tex", ".csv")
_DOCUMENT = "word/document.xml"
_DRAWN = re.compile(r"<(svg|script|style)\b.*?</\1>", re.DOTALL)
_PARAGRAPH = re.compile(r"</w:p>|</?(?:p|h\d|li|tr|td|th|div|caption|summary|figcaption)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\s*\n\s*")
# Room for the double that holds a decimal number.
_ROUNDING = 1.001


def printed_text(name: str, data: bytes) -> str | None:
    """What a reader of the file sees, a paragraph a line; None for a picture and other files."""
    if name.endswith(_TEXT):
        return data.decode("utf-8", "replace")
    if name.endswith(".html"):
        return _without_tags(_DRAWN.sub("", data.decode("utf-8", "replace")))
    if not name.endswith(".docx"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _without_tags(archive.read(_DOCUMENT).decode("utf-8", "replace"))
    except (zipfile.BadZipFile, KeyError, OSError, ValueError):
        return ""


def _without_tags(markup: str) -> str:
    return unescape(_TAG.sub("", _PARAGRAPH.sub("\n", markup)))


def same_in_print(one: str, other: str, *, rounded: bool = False) -> bool:
    """Whether two texts have the same words and numerals.

    With `rounded` a numeral may differ by one unit of its last digit: the number behind it is the
    same, and lies on the edge between the two.
    """
    if one == other:
        return True
    if _NUMERAL.split(one) != _NUMERAL.split(other):
        return False
    return all(
        a == b or (rounded and _are_neighbours(a, b))
        for a, b in zip(numerals(one), numerals(other), strict=True)
    )


def numerals(text: str) -> list[str]:
    """Every numeral of a text, without its sign."""
    return _NUMERAL.findall(text)


def _are_neighbours(one: str, other: str) -> bool:
    decimals = {len(text.partition(".")[2]) for text in (one, other)}
    unit = 10.0 ** -max(decimals)
    return len(decimals) == 1 and math.fabs(float(one) - float(other)) <= unit * _ROUNDING


def sentences(text: str) -> list[str]:
    """The sentences of a text, in their order."""
    return [sentence for part in _SENTENCE.split(text) if (sentence := part.strip())]
