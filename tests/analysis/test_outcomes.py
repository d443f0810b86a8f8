"""The examples in the functions of the endpoints are true, and every one has what a user needs."""

import doctest
import inspect

import pytest

from rtxoutcomes import analysis
from rtxoutcomes.analysis import descriptions, examinations, outcomes, pipeline

SECTIONS = ("Parameters", "Returns", "Raises", "Examples")


@pytest.mark.parametrize("module", [outcomes, pipeline, descriptions, examinations])
def test_the_examples_are_true(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]

    assert result.failed == 0
    assert result.attempted >= 3


@pytest.mark.parametrize("name", analysis.__all__)
def test_every_endpoint_says_what_it_takes_and_gives(name: str) -> None:
    text = inspect.getdoc(getattr(analysis, name)) or ""

    assert [s for s in SECTIONS if f"{s}\n---" not in text] == []
