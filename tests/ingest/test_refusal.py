"""Refusals name places."""

import pytest

from rtxoutcomes.errors import IngestError, IngestProblem
from rtxoutcomes.ingest.refusal import MOST_SHOWN, refusal, refuse_all


def test_a_refusal_says_file_line_rule_and_remedy() -> None:
    told = str(refusal("export", 7, "must be so", "do that"))

    assert told == "refused, nothing was written\n  export, line 7: must be so (do that)"
    assert str(refusal("export", None, "is empty")).endswith("  export: is empty")


def test_nothing_found_is_no_refusal() -> None:
    refuse_all([])


def test_many_are_told_by_their_number() -> None:
    problems = [IngestProblem("export", k, "is bad") for k in range(MOST_SHOWN + 5)]

    with pytest.raises(IngestError) as caught:
        refuse_all(problems)

    assert len(caught.value.problems) == MOST_SHOWN + 1
    assert "and 5 more lines like these" in str(caught.value)


def test_a_few_are_told_in_full() -> None:
    problems = [IngestProblem("export", k, "is bad") for k in range(MOST_SHOWN)]

    with pytest.raises(IngestError) as caught:
        refuse_all(problems)

    assert caught.value.problems == tuple(problems)
