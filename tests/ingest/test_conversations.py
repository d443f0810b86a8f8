"""The choice of one conversation."""

import pytest

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.conversations import Conversation, choose
from rtxoutcomes.ingest.log import Log


def conversation(*titles: str, is_group: bool = True, dated: int = 1) -> Conversation:
    return Conversation(is_group, set(titles), Log("x", dated=dated))


def test_the_only_group_with_lines_is_chosen() -> None:
    group = conversation("A")

    assert (
        choose([conversation("B", is_group=False), group, conversation("C", dated=0)], None, None)
        is group
    )


def test_a_topic_or_an_id_chooses_any() -> None:
    alone = conversation("Caf\u00e9", "19:x", is_group=False)

    assert choose([conversation("A"), alone], "Cafe\u0301", None) is alone
    assert choose([conversation("A"), alone], "19:x", None) is alone


def test_a_doubt_shows_the_names_at_the_terminal_only() -> None:
    shown: list[str] = []

    with pytest.raises(UsageFault, match="holds 2 groups of 2 conversations") as caught:
        choose([conversation("Canary"), conversation("B", "A")], None, shown.append)

    assert "Canary" not in str(caught.value)
    assert shown == ["  1 lines: Canary", "  1 lines: A, B"]
