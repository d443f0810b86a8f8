"""What became of every dated line; the sums must agree, or nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from rtxoutcomes.errors import IngestError, IngestProblem

CLASSES = ("message", "media", "deleted", "system", "staff", "call", "repeated")
FATES = ("counted", "before_start", "after_end")
STAY_FATES = ("counted", "too_short", "staff", "before_start", "after_end")


@dataclass(frozen=True, slots=True)
class Account:
    """Numbers of lines, no more.

    `lines` were dated; `classes` is what they are, each exactly one of `CLASSES`. `messages` is
    what became of the messages of patients, `stays` of the presences in sessions (a person in a
    session is one). `not_covered` counts patients who started before the first line: what they
    did in that time is unknown, not nothing.
    """

    lines: int
    classes: Mapping[str, int]
    messages: Mapping[str, int]
    stays: Mapping[str, int]
    not_covered: int


def check_account(account: Account, counted_messages: int, counted_stays: int, stays: int) -> None:
    """Hold the sums against numbers that were counted elsewhere.

    Raises
    ------
    IngestError
        They differ: a fault of this program.
    """
    sums = (
        (account.lines, sum(account.classes.values())),
        (account.classes["message"], sum(account.messages.values())),
        (account.messages["counted"], counted_messages),
        (account.stays["counted"], counted_stays),
        (stays, sum(account.stays.values())),
    )
    if any(one != other for one, other in sums):
        must = "the account of its lines does not add up, which is a fault of this program"
        raise IngestError([IngestProblem("export", None, must, "please tell its developers")])


_WORDS = {
    "message": "messages of patients",
    "media": "media",
    "deleted": "deleted",
    "system": "of the system",
    "staff": "of staff",
    "call": "of calls",
    "repeated": "in an earlier export too",
}


def account_lines(account: Account) -> list[str]:
    """The account in words."""
    told = [f"{account.lines:,} dated lines: {_listed(account.classes)}"]
    if account.classes["message"]:
        told.append(f"messages of patients: {_listed(account.messages)}")
    if sum(account.stays.values()):
        told.append(f"people in sessions: {_listed(account.stays)}")
    if account.not_covered:
        told.append(
            f"patients who started before the first line: {account.not_covered}; what they did "
            "before it is unknown, and stands in the table as nothing"
        )
    return told


def _listed(numbers: Mapping[str, int]) -> str:
    words = ((_WORDS.get(name, name.replace("_", " ")), n) for name, n in numbers.items())
    return ", ".join(f"{n:,} {word}" for word, n in words)
