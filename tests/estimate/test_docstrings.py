"""What help() shows of every public estimator: sections, parameters, and an example that runs."""

import doctest
import inspect
import re

import pytest

from rtxoutcomes import estimate

FUNCTIONS = [name for name in estimate.__all__ if not name[0].isupper()]
SECTIONS = ("Parameters", "Returns", "Raises", "Equivalent to", "Examples")


def sections(name: str) -> dict[str, str]:
    """The text of each section of a docstring, by its title."""
    text = inspect.getdoc(getattr(estimate, name)) or ""
    parts = re.split(r"^([A-Z][\w ]+)\n-+$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def described(section: str) -> list[str]:
    """The names before the indented descriptions."""
    heads = [line for line in section.splitlines() if line and line[0] != " "]
    return [name.strip() for head in heads for name in head.split(",")]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_estimator_has_every_section(name: str) -> None:
    result = sections(name)

    assert [title for title in SECTIONS if not result.get(title, "").strip()] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_is_described_and_no_other(name: str) -> None:
    parameters = inspect.signature(getattr(estimate, name)).parameters

    assert sorted(described(sections(name)["Parameters"])) == sorted(parameters)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_call_of_other_software_is_named(name: str) -> None:
    text = sections(name)["Equivalent to"]

    assert re.search(r"`[^`]+`", text)
    assert re.search(r"\bR\b|\b(lifelines|scipy|statsmodels|pandas|pingouin)\b", text)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_prints_what_it_says(name: str) -> None:
    function = inspect.unwrap(getattr(estimate, name))
    (example,) = doctest.DocTestFinder(recurse=False).find(function, name, globs={})

    result = doctest.DocTestRunner(verbose=False).run(example)

    assert result.attempted >= 2
    assert result.failed == 0
    assert any(step.want for step in example.examples)


def test_the_package_lists_functions_and_results_and_no_modules() -> None:
    things = {name: getattr(estimate, name) for name in dir(estimate)}

    assert not [name for name, thing in things.items() if inspect.ismodule(thing)]
    assert all(inspect.isfunction(t) or inspect.isclass(t) for t in things.values())
