"""A WhatsApp text export as a log: strict where a line can be read in two ways."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.characters import name_key, without_marks
from rtxoutcomes.ingest.dates import Calendar, Order, Parts
from rtxoutcomes.ingest.log import NOBODY, Kind, Log
from rtxoutcomes.ingest.question import asks
from rtxoutcomes.ingest.refusal import refusal, refuse_all
from rtxoutcomes.ingest.whatsapp.author import Names, split_author
from rtxoutcomes.ingest.whatsapp.clock import PERIODS, Clock, minute_of_day, word_key
from rtxoutcomes.ingest.whatsapp.header import (
    Shape,
    cut_header,
    date_parts,
    may_begin_header,
    resemblance,
    shape_of,
)
from rtxoutcomes.ingest.whatsapp.lines import MAX_LINE, Block
from rtxoutcomes.ingest.whatsapp.order import settle
from rtxoutcomes.ingest.whatsapp.placeholders import Placeholders, said

MOST_NAMES = 20_000
_MENTION = re.compile(r"@(?:\u2068[^\u2069]*\u2069|\+?[0-9][0-9 ]{5,})")
_SPACE = re.compile(r"\s+")
_PUT_A_SPACE = "if it is part of a message, put a space before it in a copy of the export"
_BAD_CUT = "breaks off within the date, time or name that begins a message"


@dataclass(frozen=True, slots=True)
class Reading:
    """How an export is to be read. `order` and `clock` None: only if there is no doubt.

    `unordered` accepts lines dated more than a day before the line above. `compare` keeps a hash
    of each text, for merging.
    """

    words: Placeholders
    order: Order | None = None
    clock: Clock | None = None
    calendar: Calendar = "gregorian"
    unordered: bool = False
    compare: bool = False


@dataclass(slots=True)
class _Tape:
    """Where the reader is: what it has kept, and what it must still remember of the last line."""

    log: Log
    shape: Shape
    names: Names
    how: Reading
    known: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    dates: dict[str, int] = field(default_factory=dict)
    parts: list[Parts] = field(default_factory=list)
    times: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: list[IngestProblem] = field(default_factory=list)
    whole: bool = False
    size: int = 0
    text: list[str] = field(default_factory=list)


def read_whatsapp(
    blocks: Iterable[Block],
    file: str,
    names: Names,
    how: Reading,
    progress: Callable[[str], None] = lambda _: None,
) -> Log:
    """The dated lines of an export.

    Parameters
    ----------
    blocks
        Its lines; `file` is what messages call it, which is never its name.
    names
        The names of the roster. Only names that hold a colon change how a line is read.

    Raises
    ------
    IngestError
        Every line that can be read in two ways or in none: the date order where two fit, an
        impossible date, a second shape of header, a header cut off, a word beside the time that is
        not known, a placeholder that is not in the list.
    """
    tape: _Tape | None = None
    for block in blocks:
        if tape is None:
            shape = _first_shape(block.lines[0], file, how.clock)
            tape = _Tape(Log(file), shape, names, how)
        _read(tape, block)
        progress(f"{file}, {block.first + len(block.lines) - 1:,} lines read")
    if tape is None:
        raise refusal(file, None, "is empty", "export the chat again")
    _remember_words(tape)
    refuse_all(tape.problems)
    settle(tape.log, tape.parts, how.order, how.calendar, how.unordered)
    return tape.log


def _first_shape(line: str, file: str, clock: Clock | None) -> Shape:
    shape = shape_of(line)
    if isinstance(shape, str):
        must = "has a word beside the time that is not known, so morning and evening cannot be told"
        raise refusal(file, 1, must, "set the phone to a clock of 24 hours and export again")
    if shape is None:
        must = "must begin with date and time, as the first line of an export does"
        raise refusal(file, 1, must, "is it the unchanged text file that WhatsApp wrote?")
    if clock is not None and (clock == "12") != shape.twelve_hours:
        has = "AM or PM" if shape.twelve_hours else "neither AM nor PM"
        raise refusal(file, 1, f"has {has} beside the time, but --clock {clock} was given")
    return shape


def _read(tape: _Tape, block: Block) -> None:
    match, number = tape.shape.pattern.match, block.first
    for line in block.lines:
        found = match(line)
        if found is None:
            _continue(tape, line, number)
        else:
            _begin(tape, found, line[found.end() :], number)
        number += 1
    if not block.closed:
        _look_at_the_end(tape, block.lines[-1], number - 1)


def _begin(tape: _Tape, found: re.Match[str], rest: str, line: int) -> None:
    """A dated line: who, when and what it is."""
    _remember_words(tape)
    log = tape.log
    log.dated += 1
    log.line.append(line)
    log.day.append(_date(tape, found["date"]))
    log.minute.append(_time(tape, found, line))
    author, body = split_author(rest, tape.names)
    if author is None:
        log.author.append(NOBODY)
        log.kind.append(Kind.SYSTEM)
        log.asks.append(0)
        tape.whole = False
        return
    number = tape.known.get(author)
    log.author.append(_new_author(tape, author) if number is None else number)
    what = said(body, tape.how.words, tape.shape.bracket)
    if what.doubtful:
        must = "holds nothing but words in angles, as what stands for media, and is not in the list"
        remedy = "give these words with --media, or with --spoken if somebody typed them"
        tape.problems.append(IngestProblem(log.file, line, must, remedy))
    log.kind.append(what.kind)
    log.asks.append(what.kind is Kind.MESSAGE and asks(body))
    tape.whole, tape.size = what.whole, len(body)
    if tape.how.compare:
        tape.text = [body]


def _new_author(tape: _Tape, author: str) -> int:
    """The number of an author who is met for the first time under this spelling."""
    key = name_key(author)
    if len(tape.known) >= MOST_NAMES:
        must = f"is the first of more than {MOST_NAMES:,} names, which no group has"
        raise refusal(tape.log.file, tape.log.line[-1], must, "is it an export of WhatsApp?")
    number = tape.numbers.get(key)
    if number is None:
        number = tape.numbers[key] = len(tape.log.authors)
        tape.log.authors.append(key)
    tape.known[author] = number
    return number


def _date(tape: _Tape, date: str) -> int:
    number = tape.dates.get(date)
    if number is None:
        number = tape.dates[date] = len(tape.parts)
        tape.parts.append(date_parts(date))
    return number


def _time(tape: _Tape, found: re.Match[str], line: int) -> int:
    time, word = found["time"], found["period"] if tape.shape.twelve_hours else ""
    minute = tape.times.get((time, word))
    if minute is not None:
        return minute
    period = word_key(word) if word else None
    if period is not None and period not in PERIODS:
        must = "has a word beside the time that is neither AM nor PM in any language of the list"
        tape.problems.append(IngestProblem(tape.log.file, line, must, _PUT_A_SPACE))
        return 0
    minute = minute_of_day(time, period)
    if minute is None:
        must = "has a time that no clock shows"
        tape.problems.append(IngestProblem(tape.log.file, line, must, _PUT_A_SPACE))
        return 0
    tape.times[time, word] = minute
    return minute


def _continue(tape: _Tape, line: str, number: int) -> None:
    """A further line of the message above, unless it is a header of another shape."""
    log = tape.log
    tape.size += len(line) + 1
    if tape.size > MAX_LINE:
        raise refusal(log.file, number, "ends a message of more than 1 MiB, which none is")
    if tape.whole and line.strip():
        log.kind[-1] = Kind.MESSAGE
        tape.whole = False
    if log.kind[-1] == Kind.MESSAGE and not log.asks[-1] and asks(line):
        log.asks[-1] = 1
    if tape.how.compare:
        tape.text.append(line)
    if may_begin_header(line) and _is_foreign_header(tape, line):
        must = "begins as a message does, but its date and time are written in another way than in "
        must += "line 1, so that it belongs to another export"
        tape.problems.append(IngestProblem(log.file, number, must, _PUT_A_SPACE))


def _is_foreign_header(tape: _Tape, line: str) -> bool:
    """Dates stand in messages too: only the other kind of phone, or a known name, tells.

    An export is written in one go, so that all its headers have one shape; where two exports were
    put into one file, the second would be lost in the last message of the first.
    """
    like = resemblance(line)
    if like is None:
        return False
    author, _ = split_author(like.rest, tape.names)
    if author is None:
        return False
    other_phone = like.comma and like.bracket != tape.shape.bracket
    return other_phone or name_key(author) in tape.names.keys


def _look_at_the_end(tape: _Tape, line: str, number: int) -> None:
    """A file that ends without a line break may have been cut."""
    dated = tape.log.line[-1] == number
    if tape.log.author[-1] == NOBODY if dated else cut_header(line, tape.shape):
        remedy = "export again; if the file is whole, add an empty line at its end"
        tape.problems.append(IngestProblem(tape.log.file, number, _BAD_CUT, remedy))


def _remember_words(tape: _Tape) -> None:
    """A hash of the text of the message that has ended, alike on every phone."""
    log = tape.log
    if not tape.how.compare or not log.dated:
        return
    text = _MENTION.sub("@", "\n".join(tape.text))
    plain_kind = log.kind[-1] == Kind.MESSAGE
    log.words.append(hash(_SPACE.sub(" ", without_marks(text)).strip()) if plain_kind else 0)
    tape.text = []
