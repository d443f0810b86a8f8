"""The beginning of a WhatsApp message: date, time and, behind them, author and text.

An export has one shape of header from its first line to its last. Everything that is not of that
shape belongs to the message above it, except a header of another shape, which is refused.
"""

import re
from dataclasses import dataclass

from rtxoutcomes.ingest.characters import COMMAS, DIGITS, MARKS, SPACES, plain, without_marks
from rtxoutcomes.ingest.whatsapp.clock import CONNECTORS, PERIODS, word_key

# Bounded, so that a line of a million marks is no work.
_M = f"[{MARKS}]{{0,4}}"
_S = f"[{SPACES}]"
_D = f"[{DIGITS}]"
_WORDS = rf"[^{DIGITS}\[\]:\n]"
# Any header of any phone, loosely: `DATE words TIME words - ` or `[DATE words TIME words] `.
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
# What the first character of a header can be.
_START = re.compile(rf"[\[{DIGITS}{MARKS}]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the headers of one export look like.

    `pattern` matches a header and has the groups date, time and, on a clock of 12 hours, period.
    `template` is a header with one sign for each run of digits and letters.
    """

    bracket: bool
    twelve_hours: bool
    pattern: re.Pattern[str]
    template: str


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A line that begins as a header of any phone does: the text behind, and the kind of header."""

    bracket: bool
    comma: bool
    rest: str


def may_begin_header(line: str) -> bool:
    """Whether the first character is one that headers begin with: a quick look, before all else."""
    return _START.match(line) is not None


def shape_of(line: str) -> Shape | str | None:
    """The shape of the header that begins a line; None where no header does.

    Where a word beside the time is not known, the word itself: whether it means the morning or the
    evening cannot be told.
    """
    found = _ANY.match(line)
    if found is None or bool(found["open"]) != found["close"].startswith("]"):
        return None
    before, after = word_key(found["before"]), word_key(found["after"])
    for word in (before, after):
        if word not in PERIODS and word not in CONNECTORS:
            return word
    pattern = (
        f"{_M}{re.escape(found['open'])}{_M}(?P<date>{_date(found)})"
        f"{_beside(found['before'], before)}"
        f"(?P<time>{_time(found)}){_beside(found['after'], after)}"
        f"{_M}{rf'][{SPACES}]?' if found['open'] else f'{_S}-(?:{_S}|$)'}"
    )
    shape = Shape(
        bracket=bool(found["open"]),
        twelve_hours=before in PERIODS or after in PERIODS,
        pattern=re.compile(pattern),
        template=_template(found[0]),
    )
    return shape if shape.pattern.match(line) is not None else None


def resemblance(line: str) -> Resemblance | None:
    """What a line that has not the shape of its export has in common with a header."""
    found = _ANY.match(line)
    if found is None or bool(found["open"]) != found["close"].startswith("]"):
        return None
    comma = any(mark in found["before"] for mark in COMMAS)
    return Resemblance(bool(found["open"]), comma, line[found.end() :])


def cut_header(line: str, shape: Shape) -> bool:
    """Whether a line is the beginning of a header and no more."""
    told = _template(line)
    return bool(told) and (shape.template + " ").startswith(told)


def date_parts(date: str) -> tuple[str, str, str]:
    """The three numbers of a date, in digits 0 to 9."""
    first, second, third = _DIGIT_RUN.findall(plain(date))
    return first, second, third


def _date(found: re.Match[str]) -> str:
    """The date of this header as a pattern: its mark, its spaces and the length of its year."""
    widths = [len(number) for number in _NUMBER.findall(without_marks(found["date"]))]
    space = f"{_S}?" if re.search(_S, found["date"]) else ""
    between = f"{_M}{re.escape(found['mark'])}{space}{_M}"
    short = f"{_D}{{1,2}}"
    year = f"{_D}{{4}}"
    if widths[0] > 2:
        parts = [year, short, short]
    elif widths[2] > 2:
        parts = [short, short, year]
    else:
        parts = [short, short, short]
    return between.join(parts) + (r"\." if found["date"].endswith(".") else "") + _M


def _time(found: re.Match[str]) -> str:
    colon = re.escape(found["colon"])
    seconds = f"{colon}{_D}{{2}}" if found["time"].count(found["colon"]) == 2 else ""
    return f"{_D}{{1,2}}{colon}{_D}{{2}}{seconds}"


def _beside(text: str, word: str) -> str:
    """The words beside a time as a pattern; a half of the day may be another in the next line."""
    if word in PERIODS:
        comma = f"[{COMMAS}]" if any(mark in text for mark in COMMAS) else ""
        letter = rf"[^{DIGITS}\[\]:,\u060c\s]"
        return rf"{comma}[{SPACES}{MARKS}]{{0,4}}(?P<period>{letter}{_WORDS}{{0,15}}?){_S}*"
    return "".join(_as_pattern(sign) for sign in _runs(without_marks(text))) + _M


def _runs(text: str) -> list[str]:
    return re.findall(rf"{_S}+|.", text)


def _as_pattern(sign: str) -> str:
    if re.fullmatch(f"{_S}+", sign):
        return f"{_M}{_S}+"
    return f"{_M}[{COMMAS}]" if sign in COMMAS else f"{_M}{re.escape(sign)}"


def _template(text: str) -> str:
    return _LETTER_RUN.sub("a", _DIGIT_RUN.sub("0", plain(text)))
