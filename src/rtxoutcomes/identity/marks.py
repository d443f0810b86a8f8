"""The rules of identity, and the masked form of a text that meets one: its kind and length."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """`rule` is the stable name of the rule, `kind` what the text seems to be, in a word or two."""

    rule: str
    kind: str


PHONE = Mark("phi.value.phone", "phone")
HANDLE = Mark("phi.value.handle", "chat name")
EMAIL = Mark("phi.value.email", "e-mail")
NATIONAL_ID = Mark("phi.value.national_id", "national code")
RECORD_NUMBER = Mark("phi.mrn", "record number")
DATE = Mark("phi.value.date", "date")
LOCATION = Mark("phi.value.location", "place")
IP = Mark("phi.value.ip", "network address")
URL = Mark("phi.value.url", "web address")
NAME = Mark("phi.value.name", "name")
BANK_ACCOUNT = Mark("phi.value.bank_account", "bank account")
AGE = Mark("phi.age", "age")
FREE_TEXT = Mark("phi.free_text", "free text")


def masked(mark: Mark, text: str) -> str:
    """Kind and length of the text, and no character of it."""
    return f"[{mark.kind}, {_length(text)}]"


def plain_kind(text: str) -> str:
    """The same for a text that meets no rule of identity but may not be shown either."""
    return f"[text, {_length(text)}]"


def _length(text: str) -> str:
    return "1 character" if len(text) == 1 else f"{len(text)} characters"
