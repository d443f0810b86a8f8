"""A Skype export as logs, one a conversation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import BinaryIO

from rtxoutcomes.errors import IngestProblem, UsageFault
from rtxoutcomes.ingest.characters import handle_key, name_key
from rtxoutcomes.ingest.log import NOBODY, Kind, Log, Stay
from rtxoutcomes.ingest.refusal import MOST_SHOWN, refusal, refuse_all
from rtxoutcomes.ingest.skype.call import MAX_CONTENT, Call, read_call
from rtxoutcomes.ingest.skype.json_stream import Json, JsonStream
from rtxoutcomes.ingest.skype.message import Line, content_asks, read_message
from rtxoutcomes.ingest.unknown import shown_name

GROUP = "19:"
MOST_TALKS = 50_000
TOLD_EVERY = 50_000
_ENDED = "ended"


@dataclass(slots=True)
class Conversation:
    """One conversation of the export: its id, what it is called, its lines and its calls."""

    id: str = ""
    titles: set[str] = field(default_factory=set)
    log: Log = field(default_factory=lambda: Log(""))
    stays: list[Stay] = field(default_factory=list)


@dataclass(slots=True)
class _Tape:
    """What the reader must remember of the conversation it is in."""

    talk: Conversation
    where: str
    zone: tzinfo
    problems: list[IngestProblem]
    numbers: dict[str, int] = field(default_factory=dict)
    ids: set[int] = field(default_factory=set)


def read_skype(
    stream: BinaryIO,
    file: str,
    zone: tzinfo = UTC,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Conversation]:
    """Every conversation of `messages.json`; days are those of `zone`.

    Raises
    ------
    IngestError
        The file is not the JSON of an export, or a message is of a kind that is not known, has no
        time or author, or lists the participants of a call in another way; each by its place.
    """
    source = JsonStream(stream, file)
    talks: list[Conversation] = []
    problems: list[IngestProblem] = []
    found = False
    for key in source.members():
        if key != "conversations":
            source.value()
            continue
        found = True
        for number in source.elements():
            if number > MOST_TALKS:
                raise refusal(file, source.line, f"holds more than {MOST_TALKS:,} conversations")
            where = f"{file}, conversation {number}"
            talks.append(_conversation(source, where, zone, problems, progress))
    source.finish()
    if not found:
        raise refusal(file, None, "holds no conversations", "is it messages.json of the export?")
    refuse_all(problems)
    return talks


def choose(
    talks: Sequence[Conversation], group: str | None, show: Callable[[str], None] | None
) -> Conversation:
    """The conversation of that topic or id, or the only group of the export.

    Raises
    ------
    UsageFault
        None or several are meant; what they are called is told by `show` only.
    """
    if group is None:
        found = [talk for talk in talks if talk.id.startswith(GROUP) and talk.log.dated]
    else:
        found = [talk for talk in talks if name_key(group) in talk.titles]
    if len(found) == 1:
        return found[0]
    if show is not None:
        for talk in talks:
            titles = ", ".join(sorted(map(shown_name, talk.titles)))
            show(f"  {talk.log.dated:,} lines: {titles}")
    kind = "groups" if group is None else "conversations of that topic or id"
    told = "say which with --group; what they are called is told on a terminal only"
    raise UsageFault(f"the export holds {len(found)} {kind} of {len(talks)} conversations; {told}")


def _conversation(
    source: JsonStream,
    where: str,
    zone: tzinfo,
    problems: list[IngestProblem],
    progress: Callable[[str], None],
) -> Conversation:
    tape = _Tape(Conversation(log=Log(where, unit="message")), where, zone, problems)
    for key in source.members():
        if key == "MessageList" and source.begins("["):
            for number in source.elements():
                line = source.line
                _message(tape, source.value(), number, line)
                if number % TOLD_EVERY == 0:
                    progress(f"{where}, {number:,} messages read")
                if len(problems) > MOST_SHOWN:
                    refuse_all(problems)
            continue
        value = source.value()
        if key == "id" and isinstance(value, str):
            tape.talk.id = value
        tape.talk.titles |= _titles(key, value)
    return tape.talk


def _titles(key: str, value: Json) -> set[str]:
    topic = value.get("topic") if key == "threadProperties" and isinstance(value, dict) else value
    named = key in ("id", "displayName", "threadProperties") and isinstance(topic, str)
    return {name_key(topic)} if named and isinstance(topic, str) and topic else set()


def _message(tape: _Tape, message: Json, number: int, line: int) -> None:
    """One dated line: when, who and what; or what is wrong with it."""
    told = read_message(message, tape.zone)
    fault = told if isinstance(told, str) else _keep(tape, told, number)
    if fault:
        place = f"{tape.where}, message {number}"
        tape.problems.append(IngestProblem(place, line, fault, "export again"))


def _keep(tape: _Tape, told: Line, number: int) -> str:
    """Put a line into the log and the stays of its call beside it; or say what is wrong."""
    log, kind = tape.talk.log, told.kind
    if len(told.content) > MAX_CONTENT:
        return "is longer than 1 MiB, which no message is"
    mark = hash(told.id)
    if mark in tape.ids:
        kind = Kind.REPEATED
    tape.ids.add(mark)
    if kind is Kind.CALL:
        call = read_call(told.content)
        if call is None:
            return "must list the participants of a call as Skype does, and nothing else"
        tape.talk.stays += _stays(call, told, number)
    log.dated += 1
    log.author.append(_author(tape, told.who))
    log.day.append(told.when[0])
    log.minute.append(told.when[1])
    log.kind.append(kind)
    log.asks.append(kind is Kind.MESSAGE and content_asks(told.content))
    log.line.append(number)
    return ""


def _stays(call: Call, told: Line, number: int) -> list[Stay]:
    """Who stayed how long, of a call that has ended; one that was only begun or missed is none."""
    if call.kind != _ENDED:
        return []
    session = call.session or told.id
    return [
        Stay(handle_key(person), session, told.when[0], seconds, number)
        for person, seconds in call.seconds.items()
    ]


def _author(tape: _Tape, who: str) -> int:
    if not who:
        return NOBODY
    number = tape.numbers.setdefault(who, len(tape.talk.log.authors))
    if number == len(tape.talk.log.authors):
        tape.talk.log.authors.append(who)
    return number
