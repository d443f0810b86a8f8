"""Where the words of a PDF lie, in points, as poppler reads them."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

# Boxes of poppler are as high as the font, and touch those of the next line.
_WIDE, _HIGH = 1.0, 0.4
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SIDES = ("xMin", "yMin", "xMax", "yMax")


class Word(NamedTuple):
    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    number: int
    width: float
    height: float
    words: tuple[Word, ...]

    def outside(self, across: float, up: float) -> list[str]:
        """Words in margins of these widths."""
        return [
            f"page {self.number}: {word.text}"
            for word in self.words
            if word.left < across - _WIDE
            or word.right > self.width - across + _WIDE
            or word.top < up
            or word.bottom > self.height - up
        ]

    def overlapping(self) -> list[str]:
        """Pairs of words that are printed over each other."""
        return [f"page {self.number}: {a.text}, {b.text}" for a, b in self._near() if _meet(a, b)]

    def _near(self) -> Iterator[tuple[Word, Word]]:
        """Pairs of words of which one begins above the foot of the other."""
        words = sorted(self.words, key=lambda word: word.top)
        for k, one in enumerate(words):
            for other in words[k + 1 :]:
                if other.top >= one.bottom:
                    break
                yield one, other


def _meet(one: Word, other: Word) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return across > _WIDE and up > _HIGH * lower


def pages(pdf: bytes, folder: Path) -> Iterator[Page]:
    """The pages with their words; skips the test without poppler, and fails where all must run."""
    program = shutil.which("pdftotext")
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("pdftotext is missing")
    path = folder / "made.pdf"
    path.write_bytes(pdf)
    run = subprocess.run([program, "-bbox", str(path), "-"], capture_output=True, check=True)
    root = ElementTree.fromstring(_CONTROL.sub(b"", run.stdout))
    for number, page in enumerate(root.iterfind(".//{*}page"), start=1):
        width, height = (float(page.get(side, "nan")) for side in ("width", "height"))
        yield Page(number, width, height, tuple(map(_word, page.iterfind(".//{*}word"))))


def _word(found: ElementTree.Element) -> Word:
    left, top, right, bottom = (float(found.get(side, "nan")) for side in _SIDES)
    return Word(found.text or "", left, top, right, bottom)
