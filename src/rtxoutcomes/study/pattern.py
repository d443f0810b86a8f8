"""Whether a pattern of ids can be tried on an id in a bounded number of steps."""

import re
from typing import Final

# The longest id (characters), and how many ways of matching one are tried at most.
LONGEST_ID: Final = 32
MOST_WAYS: Final = 100_000
_TOKEN = re.compile(
    r"(?P<escaped>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<special>\(\?(?!:))|(?P<bar>\|)"
    r"|(?P<close>\))|(?P<repeat>[*+?]|\{(?P<low>\d*)(?P<range>,?)(?P<high>\d*)\})",
    re.DOTALL,
)


def pattern_fault(pattern: str) -> str:
    """What is wrong with a regular expression for ids; empty if it may be used.

    A group that is repeated, and many parts of varying length one after the other, can be matched
    in so many ways that one id takes hours.
    """
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as fault:
        return f"must be a regular expression: {fault}"
    ways, group_end = 1, -1
    for token in _TOKEN.finditer(pattern):
        closes = token.start() == group_end
        if token["special"] or (token["escaped"] or "")[1:].isdigit():
            return "must not look ahead or behind, name groups or refer to them"
        if token["repeat"] and closes and token["repeat"] != "?":
            return "must not repeat a group; write the repeated part without brackets"
        ways *= 2 if token["bar"] else _ways(token)
        group_end = token.end() if token["close"] else -1
    if ways > MOST_WAYS:
        return "must have fewer parts of varying length, such as [0-9]+ or A|B"
    return ""


def _ways(token: re.Match[str]) -> int:
    """In how many ways a repetition can be matched."""
    if not token["repeat"]:
        return 1
    if token["repeat"] in "*+?":
        return 2 if token["repeat"] == "?" else LONGEST_ID
    if not token["range"]:
        return 1
    low, high = int(token["low"] or 0), int(token["high"] or LONGEST_ID)
    return max(min(high, LONGEST_ID) - low + 1, 1)
