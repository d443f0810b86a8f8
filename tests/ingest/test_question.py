"""Which lines ask a question."""

import pytest

from rtxoutcomes.ingest.question import asks, may_ask


@pytest.mark.parametrize(
    "line",
    ["why?", "why? because", "چرا؟", "چرا؟\u200f", "γιατί;", "γιατί; ναι", "γιατί\u037e", "a?\tb"],
)
def test_a_mark_at_the_end_or_before_a_space_asks(line: str) -> None:
    assert asks(line)


@pytest.mark.parametrize(
    "line", ["", "no", "a?b", "see http://x?y=1", "first; second", "why?!", "(why?)", "γ;α"]
)
def test_other_marks_do_not(line: str) -> None:
    assert not asks(line)


def test_the_fast_check_never_misses() -> None:
    assert [may_ask(line) for line in ("a", "a?", "a;", "؟")] == [False, True, True, True]
