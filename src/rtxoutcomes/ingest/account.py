"""The account of every dated line; nothing is written unless its sums agree."""

from collections.abc import Mapping
from dataclasses import dataclass

from rtxoutcomes.ingest.refusal import refusal

CLASSES = (
    "message",
    "media",
    "deleted",
    "system",
    "staff",
    "call",
    "repeated",
    "skipped",
    "filtered",
)
FATES = ("counted", "before_start", "after_end")
STAY_FATES = ("counted", "too_short", "unpaired", "staff", "before_start", "after_end")


@dataclass(frozen=True, slots=True)
class Account:
    """Numbers of lines only.

    `lines` is the number of dated lines, `classes` their number in each of `CLASSES`. `messages`
    classifies the messages of patients, `stays` the stays in sessions (one per person and session).
    `not_covered` counts patients who started before the month of the first line: their activity
    before it is unknown, and the log does not list these months as read.
    """

    lines: int
    classes: Mapping[str, int]
    messages: Mapping[str, int]
    stays: Mapping[str, int]
    not_covered: int


NOTHING = Account(
    0, dict.fromkeys(CLASSES, 0), dict.fromkeys(FATES, 0), dict.fromkeys(STAY_FATES, 0), 0
)


def check_account(account: Account, counted_messages: int, counted_stays: int, stays: int) -> None:
    """Compare the sums with independently counted numbers.

    Raises
    ------
    IngestError
        They differ, which is a bug in this program.
    """
    sums = (
        (account.lines, sum(account.classes.values())),
        (account.classes["message"], sum(account.messages.values())),
        (account.messages["counted"], counted_messages),
        (account.stays["counted"], counted_stays),
        (stays, sum(account.stays.values())),
    )
    if any(total != parts for total, parts in sums):
        must = "the account of its lines does not add up, which is a fault of this program"
        raise refusal("export", None, must, "please report it to the developers")


_WORDS = {
    "message": "messages of patients",
    "media": "media",
    "deleted": "deleted",
    "system": "of the system",
    "staff": "of staff",
    "call": "of calls",
    "repeated": "in an earlier export too",
    "skipped": "skipped on request",
    "filtered": "excluded by the map of columns",
    "unpaired": "joined or left without the other",
}


# Named only where there are some.
_RARE = ("repeated", "skipped", "filtered", "unpaired")


def account_lines(account: Account) -> list[str]:
    """The account as sentences."""
    lines = [f"{account.lines:,} dated lines: {_listed(account.classes)}"]
    if account.classes["message"]:
        lines.append(f"messages of patients: {_listed(account.messages)}")
    if sum(account.stays.values()):
        lines.append(f"people in sessions: {_listed(account.stays)}")
    if account.not_covered:
        lines.append(
            f"patients who started before the first line: {account.not_covered}; what they did "
            "before it is not collected"
        )
    return lines


def _listed(numbers: Mapping[str, int]) -> str:
    words = (
        (_WORDS.get(name, name.replace("_", " ")), n)
        for name, n in numbers.items()
        if n or name not in _RARE
    )
    return ", ".join(f"{n:,} {word}" for word, n in words)
