"""The text of a Word paragraph as one string, and changes of it that keep the runs' looks."""

from collections.abc import Sequence
from typing import NamedTuple

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Change(NamedTuple):
    """Characters `start` to `end` of a paragraph become `value`."""

    start: int
    end: int
    value: str


def texts(paragraph: BaseOxmlElement) -> list[BaseOxmlElement]:
    """The text elements of a paragraph itself, without those of a text box within it."""
    own = qn("w:p")
    return [
        element
        for element in paragraph.iter(qn("w:t"))
        if next(element.iterancestors(own)) is paragraph
    ]


def joined(paragraph: BaseOxmlElement) -> str:
    """The text of a paragraph, as if Word had not split it."""
    return "".join(element.text or "" for element in texts(paragraph))


def change(paragraph: BaseOxmlElement, changes: Sequence[Change]) -> None:
    """Make changes that do not overlap; the run in which one begins gives it its look."""
    elements = texts(paragraph)
    for start, end, value in sorted(changes, reverse=True):
        place, first = 0, True
        for element in elements:
            text = element.text or ""
            low, high = max(start - place, 0), min(end - place, len(text))
            place += len(text)
            if low >= high:
                continue
            element.text = text[:low] + (value if first else "") + text[high:]
            element.set(_SPACE, "preserve")
            first = False
