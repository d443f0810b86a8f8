"""Counts and percentages: claims of other papers by letter, and literal enumeration."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest

from rtxoutcomes.claims.percentages import judge_count, judge_percentage
from rtxoutcomes.claims.printed import parse
from rtxoutcomes.claims.verdict import Verdict

TRUNCATED = "attainable by truncation only"
# Papers A to E; the numbers are theirs, the letters ours.
PAPERS = [
    ("A", "84.3", 27, 32, TRUNCATED),
    ("B", "55.5", 10, 18, TRUNCATED),
    ("C", "75.6", 59, 82, "attainable with another denominator: 78 of the stated 82 (4 patients"),
    ("D", "23.2", 10, 43, TRUNCATED),
    ("E", "67.7", 67, 99, "attainable"),
    ("E", "80.8", 80, 99, "attainable"),
]


@pytest.mark.parametrize(("letter", "percent", "events", "n", "words"), PAPERS)
def test_percentages_of_papers(letter: str, percent: str, events: int, n: int, words: str) -> None:
    printed = parse(percent)
    assert printed is not None

    result = judge_percentage(printed, events, n)

    assert result.words.startswith(words), letter
    assert (result.words == words) == (result.verdict is not Verdict.OTHER_DENOMINATOR)


def printings(events: int, n: int, decimals: int, modes: tuple[str, ...]) -> set[Decimal]:
    share, unit = Decimal(100 * events) / n, Decimal(1).scaleb(-decimals)
    return {share.quantize(unit, mode) for mode in modes}


def expected(printed: Decimal, events: int, n: int, decimals: int) -> Verdict:
    rounded, cut = (ROUND_HALF_UP, ROUND_HALF_EVEN), (ROUND_DOWN,)
    if printed in printings(events, n, decimals, rounded):
        return Verdict.ATTAINABLE
    if printed in printings(events, n, decimals, cut):
        return Verdict.TRUNCATION
    lower = range(max(2, events), n)
    if any(printed in printings(events, m, decimals, (*rounded, *cut)) for m in lower):
        return Verdict.OTHER_DENOMINATOR
    return Verdict.NOT_ATTAINABLE


@pytest.mark.parametrize("n", [2, 3, 8])
@pytest.mark.parametrize("decimals", [0, 1])
def test_every_verdict_is_that_of_literal_division(n: int, decimals: int) -> None:
    for events in range(n + 1):
        for k in range(100 * 10**decimals + 1):
            printed = Decimal(k).scaleb(-decimals)
            number = parse(f"{printed:f}")
            assert number is not None
            result = judge_percentage(number, events, n)
            assert result.verdict is expected(printed, events, n, decimals), (printed, events, n)


def test_without_a_count_some_count_must_give_the_percentage() -> None:
    nineteen, fifty = parse("19"), parse("50.5")
    assert nineteen is not None
    assert fifty is not None

    assert judge_percentage(nineteen, None, 42).witness == 8
    assert judge_percentage(fifty, None, 4).verdict is Verdict.NOT_ATTAINABLE


def test_more_patients_than_were_enrolled_are_not_attained() -> None:
    assert judge_count(8, 42, 50).verdict is Verdict.ATTAINABLE
    assert judge_count(43, 42, None).verdict is Verdict.NOT_ATTAINABLE
    assert judge_count(8, 42, 41).verdict is Verdict.NOT_ATTAINABLE


def test_a_percentage_of_those_enrolled_is_named_as_such() -> None:
    printed = parse("16.0")
    assert printed is not None

    result = judge_percentage(printed, 8, 42, enrolled=50)

    assert result.words == "attainable with another denominator: 50; 42 is stated"
