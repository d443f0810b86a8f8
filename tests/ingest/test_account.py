"""The account of every line."""

from dataclasses import replace

import pytest

from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.account import (
    CLASSES,
    FATES,
    NOTHING,
    STAY_FATES,
    Account,
    account_lines,
    check_account,
)

SOUND = Account(
    lines=9,
    classes=dict.fromkeys(CLASSES, 1) | {"message": 3, "skipped": 0, "filtered": 0},
    messages=dict.fromkeys(FATES, 1),
    stays=dict.fromkeys(STAY_FATES, 2) | {"unpaired": 0},
    not_covered=1,
)


def test_sums_that_agree_pass() -> None:
    check_account(SOUND, counted_messages=1, counted_stays=2, stays=10)


@pytest.mark.parametrize(
    ("account", "messages", "sessions", "stays"),
    [
        (replace(SOUND, lines=10), 1, 2, 10),
        (replace(SOUND, messages=dict.fromkeys(FATES, 2)), 2, 2, 10),
        (SOUND, 2, 2, 10),
        (SOUND, 1, 1, 10),
        (SOUND, 1, 2, 11),
    ],
)
def test_a_sum_that_does_not_agree_is_refused(
    account: Account, messages: int, sessions: int, stays: int
) -> None:
    with pytest.raises(IngestError, match="does not add up"):
        check_account(account, messages, sessions, stays)


def test_words_hold_every_number() -> None:
    lines = account_lines(SOUND)

    assert lines[0].startswith("9 dated lines: 3 messages of patients, 1 media, 1 deleted, ")
    assert lines[1] == "messages of patients: 1 counted, 1 before start, 1 after end"
    assert lines[2].startswith("people in sessions: 2 counted, 2 too short, ")
    assert lines[3] == (
        "patients who started before the first line: 1; what they did before it is not collected"
    )


def test_nothing_is_zero_everywhere() -> None:
    numbers = [NOTHING.lines, NOTHING.not_covered]
    parts = (NOTHING.classes, NOTHING.messages, NOTHING.stays)

    assert numbers + [n for part in parts for n in part.values()] == [0] * (2 + 9 + 3 + 6)


def test_usual_classes_are_named_even_without_a_line() -> None:
    none = replace(SOUND, lines=6, classes={**SOUND.classes, "media": 0, "deleted": 0, "call": 0})

    assert account_lines(none)[0].startswith(
        "6 dated lines: 3 messages of patients, 0 media, 0 deleted, 1 of the system, 1 of staff, "
        "0 of calls, 1 in an earlier export too"
    )


def test_what_is_rare_is_named_only_where_it_is() -> None:
    rare = replace(SOUND, lines=10, classes={**SOUND.classes, "skipped": 1})

    assert "skipped on request" not in account_lines(SOUND)[0]
    assert account_lines(SOUND)[2] == (
        "people in sessions: 2 counted, 2 too short, 2 of staff, 2 before start, 2 after end"
    )
    assert account_lines(rare)[0].endswith("1 in an earlier export too, 1 skipped on request")


def test_empty_parts_are_omitted() -> None:
    nothing = Account(
        0,
        dict.fromkeys(CLASSES, 0),
        dict.fromkeys(FATES, 0),
        dict.fromkeys(STAY_FATES, 0),
        not_covered=0,
    )

    assert len(account_lines(nothing)) == 1
