"""The beginning of a WhatsApp message: date and time, then author and text.

An export has one shape of header from its first line to its last. A line of any other shape
continues the message above it, except a header of another shape, which is refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rtxoutcomes.ingest.characters import (
    COMMAS,
    DIGITS,
    MARKS,
    SPACES,
    name_key,
    plain,
    without_marks,
)
from rtxoutcomes.ingest.whatsapp.clock import CONNECTORS, PERIODS, word_key

# Bounded, so that a line of a million marks takes no time.
_M = f"[{MARKS}]{{0,4}}"
_S = f"[{SPACES}]"
_D = f"[{DIGITS}]"
_WORDS = rf"[^{DIGITS}\[\]:\n]"
# A loose pattern for all phones: `DATE words TIME words - ` or `[DATE words TIME words] `.
_ANY = re.compile(
    rf"{_M}(?P<open>\[?){_M}"
    rf"(?P<date>{_D}{{1,4}}{_M}(?P<mark>[./-]){_S}?{_M}{_D}{{1,2}}{_M}(?P=mark){_S}?{_M}{_D}{{1,4}}\.?)"
    rf"(?P<before>{_WORDS}{{1,24}}?)"
    rf"(?P<time>{_D}{{1,2}}(?P<colon>[:.]){_D}{{2}}(?:(?P=colon){_D}{{2}})?)"
    rf"(?P<after>{_WORDS}{{0,20}}?)"
    rf"(?P<close>\]{_S}?|{_S}-(?:{_S}|$))"
)
_NUMBER = re.compile(f"{_D}+")
_DIGIT_RUN = re.compile("[0-9]+")
_LETTER_RUN = re.compile(r"[^\W\d_]+")
# The possible first characters of a header.
_START = re.compile(rf"[\[{DIGITS}{MARKS}]")
_END_OF_NAME = ": "
_COLON = re.compile("[:\uff1a\ufe55\ufe13]")
_BEFORE_TEXT = re.compile(rf"[{MARKS}]{{0,4}}[{SPACES}]")
# What may have become of a colon. "Bob, Anna and Carl left" was written by the application.
_NO_WORD = re.compile("[;\uff1b\u061b|=>]| [\u2013\u2014-] ")
# No phone saves a longer name: text before a colon further on is not an author.
MAX_NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of the headers of one export.

    `pattern` matches a header, with the groups date, time and, on a 12-hour clock, period.
    `template` is a header with one character for each run of digits or letters.
    """

    bracket: bool
    twelve_hours: bool
    pattern: re.Pattern[str]
    template: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a roster, in the form of `name_key`."""

    keys: frozenset[str]


def names_of(keys: Iterable[str]) -> Names:
    """The names of a roster, prepared for `split_author`."""
    return Names(frozenset(keys))


def split_author(rest: str, names: Names) -> tuple[str | None, str]:
    """Author, as written, and text of what follows date and time; None if there is no author.

    A name of the roster ends at a colon of any width, whatever marks and spaces are around it, and
    may hold colons itself: the longest such name is the author. Any other name ends at the first
    colon with a space.
    """
    for colon in reversed([*_COLON.finditer(rest, 0, MAX_NAME_LENGTH + 1)]):
        author = rest[: colon.start()]
        if name_key(author) in names.keys:
            space = _BEFORE_TEXT.match(rest, colon.end())
            return author, rest[colon.end() if space is None else space.end() :]
    author, end, body = rest.partition(_END_OF_NAME)
    # An editor or a transfer may have removed the final space of an empty message.
    if not end and rest.endswith(":"):
        author, end, body = rest[:-1], _END_OF_NAME, ""
    named = end and author.strip() and len(author) <= MAX_NAME_LENGTH
    return (author, body) if named else (None, rest)


def may_be_authored(rest: str, names: Names) -> bool:
    """Whether a line without an author begins with a name of the roster and no word after it.

    What the application writes about a person goes on with a word: "Bob left".
    """
    marks = _NO_WORD.finditer(rest, 0, MAX_NAME_LENGTH)
    return any(name_key(rest[: mark.start()]) in names.keys for mark in marks)


def may_begin_header(line: str) -> bool:
    """Fast pre-check: whether the first character is one with which headers begin."""
    return _START.match(line) is not None


def shape_of(line: str) -> Shape | str | None:
    """The shape of the header with which a line begins; None if it begins with none.

    If a word next to the time is unknown, the word: it may mean the morning or the evening.
    """
    header = _any_header(line)
    if header is None:
        return None
    before, after = words = word_key(header["before"]), word_key(header["after"])
    for word in words:
        if word not in PERIODS and word not in CONNECTORS:
            return word
    pattern = (
        f"{_M}{re.escape(header['open'])}{_M}(?P<date>{_date(header)})"
        f"{_adjacent(header['before'], before)}"
        f"(?P<time>{_time(header)}){_adjacent(header['after'], after)}"
        f"{_M}{rf'][{SPACES}]?' if header['open'] else f'{_S}-(?:{_S}|$)'}"
    )
    twelve_hours = before in PERIODS or after in PERIODS
    shape = Shape(bool(header["open"]), twelve_hours, re.compile(pattern), _template(header[0]))
    return shape if shape.pattern.match(line) is not None else None


def resemblance(line: str, shape: Shape) -> tuple[bool, str]:
    """Of a line that resembles a header, but not of this shape, the text after the header.

    Also whether it is a header of the other kind of phone. The text is empty without resemblance.
    """
    header = _any_header(line)
    if header is None:
        return False, ""
    comma = any(mark in header["before"] for mark in COMMAS)
    return comma and bool(header["open"]) != shape.bracket, line[header.end() :]


def _any_header(line: str) -> re.Match[str] | None:
    """The header of any phone with which a line begins, its bracket closed if it was opened."""
    header = _ANY.match(line)
    if header is None or bool(header["open"]) != header["close"].startswith("]"):
        return None
    return header


def cut_header(line: str, shape: Shape) -> bool:
    """Whether a line is the beginning of a header and nothing else."""
    template = _template(line)
    return bool(template) and (shape.template + " ").startswith(template)


def date_parts(date: str) -> tuple[str, str, str]:
    """The three numbers of a date, in digits 0 to 9."""
    first, second, third = _DIGIT_RUN.findall(plain(date))
    return first, second, third


def _date(header: re.Match[str]) -> str:
    """A pattern for dates with the mark, the spaces and the length of the year of this header."""
    first, _, last = map(len, _NUMBER.findall(without_marks(header["date"])))
    space = f"{_S}?" if re.search(_S, header["date"]) else ""
    between = f"{_M}{re.escape(header['mark'])}{space}{_M}"
    short, year = f"{_D}{{1,2}}", f"{_D}{{4}}"
    parts = [year if first > 2 else short, short, year if last > 2 >= first else short]
    return between.join(parts) + (r"\." if header["date"].endswith(".") else "") + _M


def _time(header: re.Match[str]) -> str:
    colon = re.escape(header["colon"])
    seconds = f"{colon}{_D}{{2}}" if header["time"].count(header["colon"]) == 2 else ""
    return f"{_D}{{1,2}}{colon}{_D}{{2}}{seconds}"


def _adjacent(text: str, word: str) -> str:
    """A pattern for the words next to a time; AM in this line may be PM in the next."""
    if word in PERIODS:
        comma = f"[{COMMAS}]" if any(mark in text for mark in COMMAS) else ""
        letter = rf"[^{DIGITS}\[\]:,\u060c\s]"
        return rf"{comma}[{SPACES}{MARKS}]{{0,4}}(?P<period>{letter}{_WORDS}{{0,15}}?){_S}*"
    runs: list[str] = re.findall(rf"{_S}+|.", without_marks(text))
    return "".join(map(_as_pattern, runs)) + _M


def _as_pattern(run: str) -> str:
    if run[0] in SPACES:
        return f"{_M}{_S}+"
    return f"{_M}[{COMMAS}]" if run in COMMAS else f"{_M}{re.escape(run)}"


def _template(text: str) -> str:
    return _LETTER_RUN.sub("a", _DIGIT_RUN.sub("0", plain(text)))
