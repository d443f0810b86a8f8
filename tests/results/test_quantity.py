"""The closed lists of quantities, models and choices."""

from enum import StrEnum
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("members", LISTS, ids=lambda members: members.__name__)
def test_the_docs_list_every_member_and_count_them(members: type[StrEnum]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "results-frame.md").read_text(encoding="utf-8")
    values = [member.value for member in members if member.value]

    assert f"({len(values)})\n" in page
    assert not [value for value in values if f"`{value}`" not in page]
