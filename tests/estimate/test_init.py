"""The public names of the statistics."""

import inspect

import pytest

from rtxoutcomes import estimate


@pytest.mark.parametrize("name", estimate.__all__)
def test_each_public_name_is_documented(name: str) -> None:
    thing = getattr(estimate, name)

    assert callable(thing)
    assert inspect.getdoc(thing)


def test_each_estimator_is_named_in_the_overview() -> None:
    text = inspect.getdoc(estimate)
    functions = [name for name in estimate.__all__ if not name[0].isupper()]

    assert text is not None
    assert [name for name in functions if f"`{name}`" not in text] == []


def test_names_are_sorted() -> None:
    assert list(estimate.__all__) == sorted(estimate.__all__)
