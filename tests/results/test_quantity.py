"""The closed lists of quantities, models and choices."""

from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest

from rtxoutcomes.results.estimate import Note
from rtxoutcomes.results.quantity import Choice, Model, Quantity

LISTS = [Quantity, Model, Choice]


@pytest.mark.parametrize("members", LISTS, ids=lambda members: members.__name__)
def test_no_member_holds_a_number_or_anything_but_lower_case_words(members: type[StrEnum]) -> None:
    for member in members:
        assert all(part.isalpha() or not part for part in member.value.split("_")), member
        assert member.value == member.value.lower()


@pytest.mark.parametrize("members", LISTS, ids=lambda members: members.__name__)
def test_a_member_has_the_name_of_its_value(members: type[StrEnum]) -> None:
    assert all(m.name.lower() == (m.value or "none") for m in members)


def test_the_docs_list_every_note_count_them_and_say_what_each_means() -> None:
    docs = Path(__file__).parents[2] / "docs"
    page, meanings = (
        (docs / name).read_text(encoding="utf-8") for name in ("results-frame.md", "outputs.md")
    )
    notes = [note for note in get_args(Note) if note]

    assert f"## Notes ({len(notes)})\n" in page
    listed = page.partition("## Notes")[2]
    assert [note for note in notes if f"`{note}`" not in listed] == []
    assert [note for note in notes if f"`{note}`" not in meanings] == []


@pytest.mark.parametrize("members", LISTS, ids=lambda members: members.__name__)
def test_the_docs_list_every_member_and_count_them(members: type[StrEnum]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "results-frame.md").read_text(encoding="utf-8")
    values = [member.value for member in members if member.value]

    assert f"({len(values)})\n" in page
    assert not [value for value in values if f"`{value}`" not in page]
