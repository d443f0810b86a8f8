"""The conversations of an export that holds several, and the choice of one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.characters import name_key
from rtxoutcomes.ingest.log import Log, Stay
from rtxoutcomes.ingest.unknown import Show, printable_name

MAX_CONVERSATIONS = 50_000


@dataclass(slots=True)
class Conversation:
    """One conversation: whether it is a group, its titles and ids, its lines, stays in calls."""

    is_group: bool = False
    titles: set[str] = field(default_factory=set)
    log: Log = field(default_factory=lambda: Log(""))
    stays: list[Stay] = field(default_factory=list)


def choose(conversations: Sequence[Conversation], group: str | None, show: Show) -> Conversation:
    """The conversation with that topic or id, or the only group of the export.

    Raises
    ------
    UsageFault
        None or several match; their titles go to `show` only.
    """
    if group is None:
        chosen = [c for c in conversations if c.is_group and c.log.dated]
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
