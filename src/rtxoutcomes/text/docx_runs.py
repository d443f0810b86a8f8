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
    ordered = sorted(changes)
    place = first = 0
    for element in texts(paragraph):
        text = element.text or ""
        end, last = place + len(text), first
        while last < len(ordered) and ordered[last].start < end:
            last += 1
        if first < last:
            element.text = _changed(text, place, ordered[first:last])
            element.set(_SPACE, "preserve")
            # Only the last of them can go on in the next run.
            first = last - (ordered[last - 1].end > end)
        place = end


def _changed(text: str, place: int, changes: Sequence[Change]) -> str:
    """The text of a run that begins at `place`, with the changes that reach into it."""
    parts, done = [], 0
    for start, end, value in changes:
        parts += [text[done : max(start - place, 0)], value if start >= place else ""]
        done = end - place
    return "".join([*parts, text[done:]])
