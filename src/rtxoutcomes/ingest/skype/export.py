"""A Skype export as logs, one per conversation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import BinaryIO

from rtxoutcomes.errors import IngestProblem, UsageFault
from rtxoutcomes.ingest.characters import handle_key, name_key
from rtxoutcomes.ingest.log import NOBODY, LineKind, Log, Stay
from rtxoutcomes.ingest.refusal import MAX_PROBLEMS, refusal, refuse_all
from rtxoutcomes.ingest.skype.call import MAX_CONTENT, Call, read_call
from rtxoutcomes.ingest.skype.json_stream import Json, JsonStream
from rtxoutcomes.ingest.skype.message import SkypeMessage, content_asks, read_message
from rtxoutcomes.ingest.unknown import Show, printable_name

GROUP = "19:"
MAX_CONVERSATIONS = 50_000
PROGRESS_EVERY = 50_000


@dataclass(slots=True)
class Conversation:
    """One conversation of the export: its id, its titles, its lines and the stays in its calls."""

    id: str = ""
    titles: set[str] = field(default_factory=set)
    log: Log = field(default_factory=lambda: Log(""))
    stays: list[Stay] = field(default_factory=list)


def read_skype(
    stream: BinaryIO,
    file: str,
    zone: tzinfo = UTC,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Conversation]:
    """Every conversation of `messages.json`, with days in `zone`.

    Raises
    ------
    IngestError
        The file is not the JSON of an export, or a message is of an unknown kind, lacks time or
        author, or lists the participants of a call in an unknown form; each by its place.
    """
    source = JsonStream(stream, file)
    conversations: list[Conversation] = []
    problems: list[IngestProblem] = []
    has_conversations = False
    for key in source.members():
        if key != "conversations":
            source.value()
            continue
        has_conversations = True
        for number in source.elements():
            if number > MAX_CONVERSATIONS:
                must = f"holds more than {MAX_CONVERSATIONS:,} conversations"
                raise refusal(file, source.line, must)
            where = f"{file}, conversation {number}"
            conversations.append(_conversation(source, where, zone, problems, progress))
    source.finish()
    if not has_conversations:
        raise refusal(file, None, "holds no conversations", "is it messages.json of the export?")
    refuse_all(problems)
    return conversations


def choose(conversations: Sequence[Conversation], group: str | None, show: Show) -> Conversation:
    """The conversation with that topic or id, or the only group of the export.

    Raises
    ------
    UsageFault
        None or several match; their titles go to `show` only.
    """
    if group is None:
        chosen = [c for c in conversations if c.id.startswith(GROUP) and c.log.dated]
    else:
        chosen = [c for c in conversations if name_key(group) in c.titles]
    if len(chosen) == 1:
        return chosen[0]
    if show is not None:
        for conversation in conversations:
            titles = ", ".join(sorted(map(printable_name, conversation.titles)))
            show(f"  {conversation.log.dated:,} lines: {titles}")
    kind = "groups" if group is None else "conversations of that topic or id"
    numbers = f"the export holds {len(chosen)} {kind} of {len(conversations)} conversations"
    remedy = "choose one with --group; their names are shown on a terminal only"
    raise UsageFault(f"{numbers}; {remedy}")


def _conversation(
    source: JsonStream,
    where: str,
    zone: tzinfo,
    problems: list[IngestProblem],
    progress: Callable[[str], None],
) -> Conversation:
    conversation = Conversation(log=Log(where, unit="message"))
    ids: set[int] = set()
    for key in source.members():
        if key == "MessageList" and source.begins("["):
            for number in source.elements():
                line, message = source.line, read_message(source.value(), zone)
                fault = _add(conversation, message, number, ids)
                if fault:
                    place = f"{where}, message {number}"
                    problems.append(IngestProblem(place, line, fault, "export again"))
                if number % PROGRESS_EVERY == 0:
                    progress(f"{where}, {number:,} messages read")
                if len(problems) > MAX_PROBLEMS:
                    refuse_all(problems)
            continue
        value = source.value()
        if key == "id" and isinstance(value, str):
            conversation.id = value
        conversation.titles |= _titles(key, value)
    return conversation


def _titles(key: str, value: Json) -> set[str]:
    topic = value.get("topic") if key == "threadProperties" and isinstance(value, dict) else value
    named = key in ("id", "displayName", "threadProperties") and isinstance(topic, str)
    return {name_key(topic)} if named and isinstance(topic, str) and topic else set()


def _add(
    conversation: Conversation, message: SkypeMessage | str, number: int, ids: set[int]
) -> str:
    """Add a message to the log, and the stays of its call; return the rule that it breaks.

    `ids` are hashes of the ids of the messages before, and are extended.
    """
    if isinstance(message, str):
        return message
    log, kind = conversation.log, message.kind
    if len(message.content) > MAX_CONTENT:
        return "is longer than 1 MiB, which no message is"
    hashed = hash(message.id)
    if hashed in ids:
        kind = LineKind.REPEATED
    ids.add(hashed)
    if kind is LineKind.CALL:
        call = read_call(message.content)
        if call is None:
            return "must list the participants of a call as Skype does, and nothing else"
        conversation.stays += _stays(call, message, number)
    log.dated += 1
    author = log.number(message.author) if message.author else NOBODY
    asks = kind is LineKind.MESSAGE and content_asks(message.content)
    log.add(author, *message.when, kind, asks=asks, line=number)
    return ""


def _stays(call: Call, message: SkypeMessage, number: int) -> list[Stay]:
    """The stays in a call that has ended; a call that was only started or missed has none."""
    if call.kind != "ended":
        return []
    session = call.session or message.id
    return [
        Stay(handle_key(person), session, message.when[0], seconds, number)
        for person, seconds in call.seconds.items()
    ]
