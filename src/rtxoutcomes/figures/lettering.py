"""Text measured before it is placed: how wide it is, where it breaks, and when it must shrink."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags

from rtxoutcomes.figures.style import MM_PER_INCH
from rtxoutcomes.figures.typefaces import families, files_of

MM_PER_POINT = MM_PER_INCH / 72
# Of DejaVu Sans, in its size: above and below the line of writing, and the gap between lines.
ASCENT, DESCENT, LINE_GAP = 0.76, 0.24, 0.2
LINE = ASCENT + DESCENT + LINE_GAP
SMALLEST_POINTS, STEP_POINTS = 6.0, 0.5
_MEASURED_AT = 100
# A word ends at a space, and after a hyphen or slash within it.
_WORDS = re.compile(r"[^\s/-]*[/-]+(?=\w)|\S+?(?=[/-]\w)|\S+")
_RIGHT_TO_LEFT = ("R", "AL")
_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_FROM_THE_LEFT = "\N{LEFT-TO-RIGHT MARK}"
# Matplotlib orders and joins letters of these scripts from 3.11 on; before, it draws the marks.
_ORDERS_SCRIPTS = tuple(mpl.__version_info__[:2]) >= (3, 11)


class Lettering(NamedTuple):
    """A text broken into lines that fit their room, at a size in points."""

    text: str
    points: float

    @property
    def lines(self) -> int:
        return self.text.count("\n") + 1 if self.text else 0

    @property
    def height_mm(self) -> float:
        """The height of all lines; accents and long descenders make a line higher."""
        heights = (_size(line)[1] for line in self.text.split("\n"))
        return self.points * MM_PER_POINT * sum(heights) if self.text else 0.0


def line_mm(points: float) -> float:
    """The distance of two lines of a text, in millimetres."""
    return LINE * points * MM_PER_POINT


def width_mm(text: str, points: float) -> float:
    """The width in millimetres of the longest line of a text."""
    return max(_size(line)[0] for line in text.split("\n")) * points * MM_PER_POINT


def _size(line: str) -> tuple[float, float]:
    """Width and height of one line, in its size."""
    return _measured(line, families())


@lru_cache(maxsize=4096)
def _measured(line: str, fonts: tuple[str, ...]) -> tuple[float, float]:
    """In hundredths, since processors may differ in further digits."""
    font = get_font(files_of(fonts))
    font.set_size(_MEASURED_AT, 72)
    font.set_text(line, 0.0, LoadFlags.NO_HINTING)
    (width, height), below = font.get_width_height(), font.get_descent()
    wide, up, down = (round(side / 64 / _MEASURED_AT, 2) for side in (width, height - below, below))
    return wide, max(up, ASCENT) + max(down, DESCENT) + LINE_GAP


def fitted(text: str, room_mm: float, points: float, lines: int = 3) -> Lettering:
    """The text in lines that fit the room: broken first, then smaller, down to 6 points.

    What still does not fit is broken within its words, and takes the lines that it needs.
    """
    size = points
    while size >= SMALLEST_POINTS:
        broken = _broken(text, room_mm, size)
        if len(broken) <= lines and all(width_mm(line, size) <= room_mm for line in broken):
            return Lettering("\n".join(broken), size)
        size -= STEP_POINTS
    broken = [
        part
        for line in _broken(text, room_mm, SMALLEST_POINTS)
        for part in _cut(line, room_mm, SMALLEST_POINTS)
    ]
    return Lettering("\n".join(broken), SMALLEST_POINTS)


def _broken(text: str, room_mm: float, points: float) -> list[str]:
    """Lines that fit where their words do; a line break of the text stays."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _WORDS.finditer(paragraph):
            gap = " " if word.start() and paragraph[word.start() - 1].isspace() else ""
            longer = f"{line}{gap}{word[0]}" if line else word[0]
            if line and width_mm(longer, points) > room_mm:
                lines.append(line)
                longer = word[0]
            line = longer
        lines.append(line)
    return _isolated_lines(lines)


def _isolated_lines(lines: Sequence[str]) -> list[str]:
    """The lines, each with the marks of the isolate that it is a part of."""
    whole, is_open = [], False
    for line in lines:
        start = _ISOLATE if is_open else ""
        is_open = line.rfind(_ISOLATE) > line.rfind(_END) or (is_open and _END not in line)
        whole.append(f"{start}{line}{_END if is_open else ''}")
    return whole


def _cut(line: str, room_mm: float, points: float) -> list[str]:
    """A line in parts that fit, of one letter at least."""
    parts: list[str] = []
    while len(line) > 1 and width_mm(line, points) > room_mm:
        end = next(k for k in range(len(line) - 1, 0, -1) if k == 1 or _fits(line[:k], room_mm))
        parts.append(line[:end])
        line = line[end:]
    return [*parts, line]


def _fits(text: str, room_mm: float) -> bool:
    return width_mm(text, SMALLEST_POINTS) <= room_mm


def isolated(label: str) -> str:
    """A label that does not reorder the numbers next to it where it is written from the right."""
    turned = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in label)
    return f"{_ISOLATE}{label}{_END}" if turned and _ORDERS_SCRIPTS else label


def from_the_left(words: str) -> str:
    """English words that keep their order where they begin with a label from the right."""
    first = next(filter(None, map(_direction, words)), "L")
    return f"{_FROM_THE_LEFT}{words}" if first == "R" and _ORDERS_SCRIPTS else words


def _direction(letter: str) -> str:
    """L or R of a letter that is written in one direction, empty for a digit or a sign."""
    found = unicodedata.bidirectional(letter)
    return "R" if found in _RIGHT_TO_LEFT else "L" if found == "L" else ""


def spread(wanted: Sequence[float], heights: Sequence[float], high: float) -> list[float]:
    """Middles of texts near their wanted places, from 0 to `high`, moved until none overlap.

    All in millimetres. Texts that need more than that reach below 0.
    """
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    places = list(wanted)
    floor = 0.0
    for k in order:
        places[k] = max(places[k], floor + heights[k] / 2)
        floor = places[k] + heights[k] / 2
    ceiling = high
    for k in reversed(order):
        places[k] = min(places[k], ceiling - heights[k] / 2)
        ceiling = places[k] - heights[k] / 2
    return places
