"""Lists with a row per action."""

from datetime import datetime

import pytest

from rtxoutcomes.ingest.attendance.actions import Action, joins, paired


def action(author: str, joining: bool, minute: int, line: int, meeting: str = "1") -> Action:
    return Action(author, meeting, joining, datetime(2022, 3, 5, 17, minute), line)


@pytest.mark.parametrize(
    ("word", "joining"),
    [
        ("Joined", True),
        ("joined  before", True),
        ("Left", False),
        ("left ", False),
        ("Sat", None),
    ],
)
def test_words_are_joining_or_leaving_or_neither(word: str, joining: bool | None) -> None:
    assert joins(word) is joining


def test_each_joining_goes_with_the_next_leaving_of_the_same_person() -> None:
    rows = [
        action("A", True, 0, 2),
        action("B", True, 1, 3),
        action("A", False, 10, 4),
        action("A", True, 20, 5),
        action("A", False, 25, 6),
    ]

    pairs, alone = paired(rows)

    assert [(a.line, b.line) for a, b in pairs] == [(2, 4), (5, 6)]
    assert [a.line for a in alone] == [3]


def test_actions_without_the_other_are_alone_in_the_order_of_their_lines() -> None:
    rows = [
        action("A", False, 0, 2),
        action("A", True, 5, 3),
        action("A", True, 7, 4),
        action("A", False, 9, 5),
        action("A", True, 30, 6, meeting="2"),
    ]

    pairs, alone = paired(rows)

    assert [(a.line, b.line) for a, b in pairs] == [(4, 5)]
    assert [a.line for a in alone] == [2, 3, 6]


def test_the_order_of_a_list_is_that_of_time() -> None:
    pairs, alone = paired([action("A", False, 9, 2), action("A", True, 1, 3)])

    assert [(a.line, b.line) for a, b in pairs] == [(3, 2)]
    assert alone == []
