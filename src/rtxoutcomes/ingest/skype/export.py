"""A Skype export as logs, one per conversation."""

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import BinaryIO

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.characters import handle_key, name_key
from rtxoutcomes.ingest.conversations import MAX_CONVERSATIONS, Conversation
from rtxoutcomes.ingest.json_stream import Json, JsonStream
from rtxoutcomes.ingest.log import NOBODY, LineKind, Log, Stay
from rtxoutcomes.ingest.refusal import MAX_PROBLEMS, refusal, refuse_all
from rtxoutcomes.ingest.skip import NO_SKIPS, Skips, refuse_unskipped
from rtxoutcomes.ingest.skype.call import MAX_CONTENT, Call, read_call
from rtxoutcomes.ingest.skype.message import SkypeMessage, content_asks, read_message

GROUP = "19:"
PROGRESS_EVERY = 50_000


def read_skype(
    stream: BinaryIO,
    file: str,
    zone: tzinfo = UTC,
    progress: Callable[[str], None] = lambda _: None,
    skips: Skips = NO_SKIPS,
) -> list[Conversation]:
    """Every conversation of `messages.json`, with days in `zone`.

    `skips` holds the numbers of messages to skip, by the number of their conversation.

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
            skip = skips.get(number, frozenset())
            read = _conversation(source, where, zone, problems, progress=progress, skip=skip)
            refuse_unskipped(read.log, skip)
            conversations.append(read)
    source.finish()
    if not has_conversations:
        raise refusal(file, None, "holds no conversations", "is it messages.json of the export?")
    refuse_all(problems)
    return conversations


def _conversation(
    source: JsonStream,
    where: str,
    zone: tzinfo,
    problems: list[IngestProblem],
    *,
    progress: Callable[[str], None],
    skip: frozenset[int],
) -> Conversation:
    conversation = Conversation(log=Log(where, unit="message"))
    ids: set[int] = set()
    for key in source.members():
        if key == "MessageList" and source.begins("["):
            for number in source.elements():
                line, value = source.line, source.value()
                if number in skip:
                    conversation.log.add_apart(LineKind.SKIPPED, number)
                    continue
                message = read_message(value, zone)
                fault = _add(conversation, message, number, ids)
                if fault:
                    place = f"{where}, message {number}"
                    remedy = f"export again, or --skip {where.rsplit(maxsplit=1)[-1]}:{number}"
                    problems.append(IngestProblem(place, line, fault, remedy))
                if number % PROGRESS_EVERY == 0:
                    progress(f"{where}, {number:,} messages read")
                if len(problems) > MAX_PROBLEMS:
                    refuse_all(problems)
            continue
        value = source.value()
        if key == "id" and isinstance(value, str):
            conversation.is_group = value.startswith(GROUP)
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
