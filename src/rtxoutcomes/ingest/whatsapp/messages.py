"""A WhatsApp text export as a log; a line that can be read in two ways is refused."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.characters import name_key, without_marks
from rtxoutcomes.ingest.dates import ChatCalendar, Order
from rtxoutcomes.ingest.log import NOBODY, LineKind, Log
from rtxoutcomes.ingest.question import asks
from rtxoutcomes.ingest.refusal import refusal, refuse_all
from rtxoutcomes.ingest.skip import refuse_unskipped
from rtxoutcomes.ingest.whatsapp.clock import PERIODS, Clock, minute_of_day, word_key
from rtxoutcomes.ingest.whatsapp.header import (
    Names,
    Shape,
    cut_header,
    date_parts,
    may_be_authored,
    may_begin_header,
    resemblance,
    shape_of,
    split_author,
)
from rtxoutcomes.ingest.whatsapp.lines import MAX_LINE, LineBlock
from rtxoutcomes.ingest.whatsapp.order import settle
from rtxoutcomes.ingest.whatsapp.placeholders import Placeholders, classify

MAX_NAMES = 20_000
_MENTION = re.compile(r"@(?:\u2068[^\u2069]*\u2069|\+?[0-9][0-9 ]{5,})")
_SPACE = re.compile(r"\s+")
_PUT_A_SPACE = "if it is part of a message, put a space before it in a copy of the export"
_SKIP = "if it cannot be mended in the chat, skip it by its number: --skip LINE"
_BAD_CUT = "breaks off within the date, time or name that begins a message"


@dataclass(frozen=True, slots=True)
class WhatsAppOptions:
    """How to read an export. `order` and `clock` None: only if the export leaves no doubt.

    `unordered` accepts lines dated more than a day before the line above. `compare` keeps a hash
    of each text, for merging. `skip` holds the lines of records to skip.
    """

    words: Placeholders
    order: Order | None = None
    clock: Clock | None = None
    calendar: ChatCalendar = "gregorian"
    unordered: bool = False
    compare: bool = False
    skip: frozenset[int] = frozenset()


@dataclass(slots=True)
class _ReaderState:
    """The log so far, and what the reader needs of the lines before.

    `spellings` numbers the authors by name as written, of which `listed` are in the roster; `dates`
    numbers the distinct dates; `times` are minutes by time and period. Of the current message, set
    by the line that begins it, `single` is that of its first line, `size` its length; `text` is its
    lines if compared.
    """

    log: Log
    shape: Shape
    names: Names
    options: WhatsAppOptions
    spellings: dict[str, int] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    dates: dict[str, int] = field(default_factory=dict)
    times: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: list[IngestProblem] = field(default_factory=list)
    single: bool = field(init=False)
    size: int = field(init=False)
    text: list[str] = field(default_factory=list)


def read_whatsapp(
    blocks: Iterable[LineBlock],
    file: str,
    names: Names,
    options: WhatsAppOptions,
    progress: Callable[[str], None] = lambda _: None,
) -> Log:
    """The dated lines of an export.

    Parameters
    ----------
    blocks
        The lines of the export; `file` names it in messages and is never its real name.
    names
        The names of the roster. Only names with a colon change how a line is read.

    Raises
    ------
    IngestError
        Every line that can be read in two ways or in none: a date that fits two orders, an
        impossible date, a second shape of header, a truncated header, an unknown word next to the
        time, a placeholder that is not in the list.
    """
    state: _ReaderState | None = None
    for block in blocks:
        if state is None:
            shape = _first_shape(block.lines[0], file, options.clock)
            state = _ReaderState(Log(file), shape, names, options)
        _read(state, block)
        progress(f"{file}, {block.first + len(block.lines) - 1:,} lines read")
    if state is None:
        raise refusal(file, None, "is empty", "export the chat again")
    _hash_text(state)
    refuse_all(state.problems)
    refuse_unskipped(state.log, options.skip)
    parts = [date_parts(date) for date in state.dates]
    settle(state.log, parts, options.order, options.calendar, options.unordered)
    return state.log


def _first_shape(line: str, file: str, clock: Clock | None) -> Shape:
    shape = shape_of(line)
    if isinstance(shape, str):
        must = "has a word next to the time that is not known, so morning and evening cannot be "
        must += "distinguished"
        raise refusal(file, 1, must, "set the phone to a clock of 24 hours and export again")
    if shape is None:
        must = "must begin with date and time, as the first line of an export does"
        raise refusal(file, 1, must, "is it the unchanged text file that WhatsApp wrote?")
    if clock is not None and (clock == "12") != shape.twelve_hours:
        has = "AM or PM" if shape.twelve_hours else "neither AM nor PM"
        raise refusal(file, 1, f"has {has} next to the time, but --clock {clock} was given")
    return shape


def _read(state: _ReaderState, block: LineBlock) -> None:
    match, number, skip = state.shape.pattern.match, block.first, state.options.skip
    for line in block.lines:
        header = match(line)
        if skip and number in skip and (header or _resembles(state, line)):
            _skip(state, number)
        elif header is None:
            _continue(state, line, number)
        else:
            _begin(state, header, line[header.end() :], number)
        number += 1
    if not block.closed:
        _check_end(state, block.lines[-1], number - 1)


def _resembles(state: _ReaderState, line: str) -> bool:
    """Whether a line is refused though it begins no message of this export."""
    return _is_foreign_header(state, line) or cut_header(line, state.shape)


def _skip(state: _ReaderState, number: int) -> None:
    """Skip a record, with the lines below that continue it."""
    _hash_text(state)
    if not state.log.dated:
        must = "begins the export, and how it is written is learnt from it"
        raise refusal(state.log.file, number, must, "delete the line in a copy of the export")
    state.log.add_apart(LineKind.SKIPPED, number)
    state.single, state.size = False, 0


def _begin(state: _ReaderState, header: re.Match[str], rest: str, line: int) -> None:
    """Add a dated line: its time, author and kind."""
    _hash_text(state)
    log = state.log
    log.dated += 1
    day = state.dates.setdefault(header["date"], len(state.dates))
    minute = _time(state, header, line)
    name, _, body = rest.partition(": ")
    author: str | None = name
    if name not in state.listed:
        author, body = split_author(rest, state.names)
    if author is None:
        _refuse_lost_author(state, rest, line)
        log.add(NOBODY, day, minute, LineKind.SYSTEM, asks=False, line=line)
        state.single, state.size = False, len(body)
        return
    number = state.spellings.get(author)
    if number is None:
        number = _new_author(state, author, line)
    first = classify(body, state.options.words, state.shape.bracket)
    if first.doubtful:
        must = "holds nothing but words in angle brackets, like a placeholder for media, and is "
        must += "not in the list"
        remedy = "give these words with --media, or with --spoken if somebody typed them"
        state.problems.append(IngestProblem(log.file, line, must, remedy))
    question = first.kind is LineKind.MESSAGE and asks(body)
    log.add(number, day, minute, first.kind, asks=question, line=line)
    state.single, state.size = first.single, len(body)
    if state.options.compare:
        state.text = [body]


def _new_author(state: _ReaderState, author: str, line: int) -> int:
    """The number of an author at the first line with this spelling of the name."""
    if len(state.spellings) >= MAX_NAMES:
        must = f"is the first of more than {MAX_NAMES:,} names, which no group has"
        raise refusal(state.log.file, line, must, "is it an export of WhatsApp?")
    key = name_key(author)
    if key in state.names.keys:
        state.listed.add(author)
    state.log.spelled.setdefault(key, author)
    number = state.spellings[author] = state.log.number(key)
    return number


def _refuse_lost_author(state: _ReaderState, rest: str, line: int) -> None:
    """Refuse a line without an author that may be somebody's message all the same."""
    if may_be_authored(rest, state.names):
        must = "begins with a name of the roster, but neither with a colon nor with a word after "
        must += "it, so that it may be a message or of the application"
        state.problems.append(IngestProblem(state.log.file, line, must, _SKIP))


def _time(state: _ReaderState, header: re.Match[str], line: int) -> int:
    time, word = header["time"], header["period"] if state.shape.twelve_hours else ""
    minute = state.times.get((time, word))
    if minute is not None:
        return minute
    period = word_key(word) if word else None
    known = period is None or period in PERIODS
    minute = minute_of_day(time, period) if known else None
    if minute is None:
        must = "has a word next to the time that is neither AM nor PM in any language of the list"
        must = "has a time that no clock shows" if known else must
        state.problems.append(IngestProblem(state.log.file, line, must, _PUT_A_SPACE))
        return 0
    state.times[time, word] = minute
    return minute


def _continue(state: _ReaderState, line: str, number: int) -> None:
    """Add a further line to the message above, unless it is a header of another shape."""
    log = state.log
    state.size += len(line) + 1
    if state.size > MAX_LINE:
        raise refusal(log.file, number, "ends a message of more than 1 MiB, which none is")
    if state.single and line.strip():
        log.kind[-1] = LineKind.MESSAGE
        state.single = False
    if log.kind[-1] == LineKind.MESSAGE and not log.asks[-1] and asks(line):
        log.asks[-1] = 1
    if state.options.compare:
        state.text.append(line)
    if may_begin_header(line) and _is_foreign_header(state, line):
        must = "begins as a message does, but its date and time are written in another way than in "
        must += "line 1, so that it belongs to another export"
        state.problems.append(IngestProblem(log.file, number, must, _PUT_A_SPACE))


def _is_foreign_header(state: _ReaderState, line: str) -> bool:
    """Whether a line is a header of another export: of the other kind of phone, or a known name's.

    Dates alone prove nothing, since messages contain dates. But an export is written in one go, so
    that all its headers have one shape; if two exports were put into one file, the second would be
    lost in the last message of the first.
    """
    other_phone, rest = resemblance(line, state.shape)
    author, _ = split_author(rest, state.names)
    return author is not None and (other_phone or name_key(author) in state.names.keys)


def _check_end(state: _ReaderState, line: str, number: int) -> None:
    """Refuse a file that ends without a line break within a header: it may have been cut."""
    dated = state.log.line[-1] == number
    if number in state.options.skip:
        return
    if state.log.author[-1] == NOBODY if dated else cut_header(line, state.shape):
        remedy = "export again; if the file is whole, add an empty line at its end"
        state.problems.append(IngestProblem(state.log.file, number, _BAD_CUT, remedy))


def _hash_text(state: _ReaderState) -> None:
    """Hash the text of the message that has ended, equal on every phone."""
    log = state.log
    if not state.options.compare or not log.dated:
        return
    text = _MENTION.sub("@", "\n".join(state.text))
    is_message = log.kind[-1] == LineKind.MESSAGE
    log.text_hash.append(hash(_SPACE.sub(" ", without_marks(text)).strip()) if is_message else 0)
    state.text = []
