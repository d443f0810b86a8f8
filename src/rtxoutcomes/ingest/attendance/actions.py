"""Lists with a row per action: each joining is paired with the next leaving of the same person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

JOINED, LEFT = ("joined", "joined before", "join"), ("left", "leave")


@dataclass(frozen=True, slots=True)
class Action:
    """That somebody joined or left a meeting, from one row of the list."""

    author: str
    meeting: str
    joins: bool
    time: datetime
    line: int


def joins(word: str) -> bool | None:
    """Whether a word says that somebody joined; None if it is neither that nor leaving."""
    folded = " ".join(word.split()).casefold()
    return True if folded in JOINED else False if folded in LEFT else None


def paired(actions: Sequence[Action]) -> tuple[list[tuple[Action, Action]], list[Action]]:
    """Joinings with the leaving that follows, and the actions that are left without the other.

    Actions of one second keep the order of the list. Of two joinings in a row the first is alone.
    """
    pairs: list[tuple[Action, Action]] = []
    alone: list[Action] = []
    waiting: dict[tuple[str, str], Action] = {}
    for action in sorted(actions, key=lambda a: a.time):
        key = (action.author, action.meeting)
        begun = waiting.pop(key, None)
        if action.joins:
            alone += [begun] if begun is not None else []
            waiting[key] = action
        elif begun is None:
            alone.append(action)
        else:
            pairs.append((begun, action))
    return pairs, sorted([*alone, *waiting.values()], key=lambda a: a.line)
