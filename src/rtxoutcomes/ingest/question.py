"""Which messages ask a question. The proxy is a question mark where a sentence may end."""

import re

from rtxoutcomes.ingest.characters import MARKS

_ANY_MARK = re.compile("[?\u061f\u037e;]")
# A semicolon is a question mark in Greek only, that is, after a Greek letter.
_QUESTION = re.compile(
    rf"(?:[?\u061f\u037e]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);)(?=[{MARKS}]*(?:\s|$))"
)


def asks(line: str) -> bool:
    """Whether a line of a message has `?`, `؟` or the Greek `;` at its end or before a space."""
    return may_ask(line) and _QUESTION.search(line) is not None


def may_ask(text: str) -> bool:
    """Fast pre-check: a text without any of these marks asks nothing."""
    return _ANY_MARK.search(text) is not None
