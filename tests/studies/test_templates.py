"""Which sentences each of six studies has, and under which condition.

templates.csv was read by hand, study by study. Where a template does not appear, its condition is
the reason: it is false of the study.
"""

import csv
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import rtxoutcomes.text
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.draft import Draft
from rtxoutcomes.text.manuscript import setting
from rtxoutcomes.text.template import Template
from studies.six import NAMES, released

FILE = Path(__file__).with_name("templates.csv")


def templates() -> dict[str, Template]:
    """Every template of the package, by its key."""
    names = [m.name for m in pkgutil.iter_modules(rtxoutcomes.text.__path__)]
    modules = [importlib.import_module(f"rtxoutcomes.text.{name}") for name in names]
    values = [value for module in modules for value in vars(module).values()]
    nested = [each for value in values if isinstance(value, tuple) for each in value]
    found = [each for each in (*values, *nested) if isinstance(each, Template)]
    by_key = {template.key: template for template in found}
    assert {id(t) for t in by_key.values()} == {id(t) for t in found}, "two templates of one key"
    return dict(sorted(by_key.items()))


def appearing(name: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The keys of the templates that wrote a sentence of the study."""
    written: set[str] = set()

    def noting(self: Template, known: Draft, *about: object) -> Iterator[str]:
        found = list(call(self, known, *about))
        written.update([self.key] * len(found))
        yield from found

    call = Template.__call__
    monkeypatch.setattr(Template, "__call__", noting)
    made = released(name)
    setting(made, all_tables(made), {})
    return written


def listed() -> dict[str, dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {line["template"]: line for line in csv.DictReader(file)}


def test_every_template_is_listed_with_its_condition() -> None:
    conditions = {key: template.condition for key, template in templates().items()}

    assert {key: line["condition"] for key, line in listed().items()} == conditions


@pytest.mark.parametrize("name", NAMES)
def test_the_sentences_of_a_study_are_those_listed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {key for key, line in listed().items() if line[name] == "yes"}

    assert appearing(name, monkeypatch) == expected


def test_a_condition_is_a_sentence_and_a_function_of_its_own() -> None:
    for template in templates().values():
        assert template.condition.endswith("."), template.key
        assert "\n" not in template.condition, template.key
        assert inspect.isfunction(template.when), template.key
