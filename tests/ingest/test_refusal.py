"""Refusals name places."""

import pytest

from rtxoutcomes.errors import IngestError, IngestProblem
from rtxoutcomes.ingest.refusal import MAX_PROBLEMS, refusal, refuse_all


def test_a_refusal_says_file_line_rule_and_remedy() -> None:
    text = str(refusal("export", 7, "must be so", "do that"))

    assert text == "refused, nothing was written\n  export, line 7: must be so (do that)"
    assert str(refusal("export", None, "is empty")).endswith("  export: is empty")


def test_no_problem_is_no_refusal() -> None:
    refuse_all([])


def test_many_problems_are_listed_in_part_and_counted() -> None:
    problems = [IngestProblem("export", k, "is bad") for k in range(MAX_PROBLEMS + 5)]

    with pytest.raises(IngestError) as caught:
        refuse_all(problems)

    assert len(caught.value.problems) == MAX_PROBLEMS + 1
    rest = IngestProblem("export", None, "and 5 more lines like these")
    assert caught.value.problems[-1] == rest


def test_a_few_problems_are_listed_in_full() -> None:
    problems = [IngestProblem("export", k, "is bad") for k in range(MAX_PROBLEMS)]

    with pytest.raises(IngestError) as caught:
        refuse_all(problems)

    assert caught.value.problems == tuple(problems)
