"""A Telegram export, the `result.json` of one chat or of all, as logs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import BinaryIO

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.characters import name_key
from rtxoutcomes.ingest.conversations import MAX_CONVERSATIONS, Conversation
from rtxoutcomes.ingest.json_stream import Json, JsonStream
from rtxoutcomes.ingest.log import NOBODY, LineKind, Log
from rtxoutcomes.ingest.refusal import MAX_PROBLEMS, refusal, refuse_all
from rtxoutcomes.ingest.skip import NO_SKIPS, Skips, refuse_unskipped
from rtxoutcomes.ingest.telegram.message import TelegramMessage, read_message

PROGRESS_EVERY = 50_000
_LISTS = ("chats", "left_chats")


@dataclass(slots=True)
class _Chat:
    """A chat as far as it was read.

    `ids` are hashes of the ids of its messages, `accounts` the account of each name that is known
    by its name alone.
    """

    conversation: Conversation
    number: int
    ids: set[int] = field(default_factory=set)
    accounts: dict[str, str] = field(default_factory=dict)


def read_telegram(
    stream: BinaryIO,
    file: str,
    known: Collection[str],
    progress: Callable[[str], None] = lambda _: None,
    skips: Skips = NO_SKIPS,
) -> list[Conversation]:
    """Every chat of the export; days are those of the computer that exported.

    Parameters
    ----------
    known
        The names of the roster: an author is known by name, or by account, such as `user123`.
    skips
        The numbers of messages to skip, by the number of their chat.

    Raises
    ------
    IngestError
        The file is not the JSON of an export, a message is of an unknown kind or lacks date or
        author, or two accounts have one name that the roster does not distinguish; by its place.
    """
    source, problems = JsonStream(stream, file), list[IngestProblem]()
    chats: list[_Chat] = []

    def begun(*, is_group: bool = False) -> _Chat:
        if len(chats) >= MAX_CONVERSATIONS:
            raise refusal(file, source.line, f"holds more than {MAX_CONVERSATIONS:,} chats")
        number = len(chats) + 1
        log = Log(f"{file}, chat {number}", unit="message")
        chats.append(_Chat(Conversation(is_group, log=log), number))
        return chats[-1]

    only: _Chat | None = None
    for key in source.members():
        if key in _LISTS:
            _read_list(source, begun, known, problems, progress=progress, skips=skips)
        else:
            # An export of one chat is that chat, group or not.
            only = only or begun(is_group=True)
            _read_member(source, key, only, known, problems, progress=progress, skips=skips)
    source.finish()
    refuse_all(problems)
    read = [chat for chat in chats if chat is not only or chat.conversation.log.dated]
    if not read:
        raise refusal(file, None, "holds no messages", "is it result.json of the export (JSON)?")
    for chat in read:
        refuse_unskipped(chat.conversation.log, skips.get(chat.number, ()))
    return [chat.conversation for chat in read]


def _read_list(
    source: JsonStream,
    begun: Callable[[], _Chat],
    known: Collection[str],
    problems: list[IngestProblem],
    *,
    progress: Callable[[str], None],
    skips: Skips,
) -> None:
    for key in source.members():
        if key != "list" or not source.begins("["):
            source.value()
            continue
        for _ in source.elements():
            chat = begun()
            for member in source.members():
                _read_member(source, member, chat, known, problems, progress=progress, skips=skips)


def _read_member(
    source: JsonStream,
    key: str,
    chat: _Chat,
    known: Collection[str],
    problems: list[IngestProblem],
    *,
    progress: Callable[[str], None],
    skips: Skips,
) -> None:
    """One key of a chat: its messages, name, id or type; any other is passed over."""
    log = chat.conversation.log
    if key != "messages" or not source.begins("["):
        _describe(chat.conversation, key, source.value())
        return
    skip = skips.get(chat.number, frozenset())
    for number in source.elements():
        line, value = source.line, source.value()
        if number in skip:
            log.add_apart(LineKind.SKIPPED, number)
            continue
        fault = _add(chat, read_message(value), number, known)
        if fault:
            remedy = f"export again, or --skip {chat.number}:{number}"
            problems.append(IngestProblem(f"{log.file}, message {number}", line, fault, remedy))
        if number % PROGRESS_EVERY == 0:
            progress(f"{log.file}, {number:,} messages read")
        if len(problems) > MAX_PROBLEMS:
            refuse_all(problems)


def _describe(conversation: Conversation, key: str, value: Json) -> None:
    if key in ("name", "id") and isinstance(value, str | int) and value != "":
        conversation.titles.add(name_key(str(value)))
    if key == "type" and isinstance(value, str):
        conversation.is_group |= "group" in value


def _add(chat: _Chat, message: TelegramMessage | str, number: int, known: Collection[str]) -> str:
    """Add a message to the log; return the rule that it breaks."""
    if isinstance(message, str):
        return message
    log, kind = chat.conversation.log, message.kind
    hashed = hash(message.id)
    if hashed in chat.ids:
        kind = LineKind.REPEATED
    chat.ids.add(hashed)
    author = NOBODY
    if kind not in (LineKind.SYSTEM, LineKind.CALL):
        by_account = message.account in known or not message.author
        name = message.account if by_account else message.author
        if not by_account and chat.accounts.setdefault(name, message.account) != message.account:
            return "is of another account than earlier messages of its name; list both by account"
        author = log.number(name)
    log.dated += 1
    log.add(author, *message.when, kind, asks=message.asks, line=number)
    return ""
