"""One cell of text."""

import pytest

from rtxoutcomes.validate.cells import category_remedy, shown, yes_no_remedy
from rtxoutcomes.validate.schema import Field

NUMBER = Field("edss", "edss", "number", "")
CATEGORY = Field("sex", "sex", "category", "", allowed=("female", "male"))
IDENTITY = Field("patient_id", "patient_id", "id", "", pattern=r"P[0-9]{2}")


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        (NUMBER, "3.25", "3.25"),
        (NUMBER, "1234567", "1234567"),
        (NUMBER, "12345678", "[text, 8 characters]"),
        (NUMBER, "09125550143", "[text, 11 characters]"),
        (NUMBER, "Jane", "[text, 4 characters]"),
        (CATEGORY, "MS", "MS"),
        (CATEGORY, "Jane", "[text, 4 characters]"),
        (CATEGORY, "ABCDEFG", "[text, 7 characters]"),
        (IDENTITY, "P07", "P07"),
        (IDENTITY, "0012345678", "[text, 10 characters]"),
        (Field("term", "term", "text", ""), "rash", "[text, 4 characters]"),
    ],
)
def test_a_value_is_shown_only_where_it_cannot_identify(field: Field, text: str, told: str) -> None:
    assert shown(text, field) == told


def test_the_nearest_value_is_offered() -> None:
    assert "did you mean female?" in category_remedy("Femal", CATEGORY)
    assert category_remedy("x", CATEGORY) == "allowed: female, male"
    assert "did you mean yes?" in yes_no_remedy("YES")
    assert "did you mean" not in yes_no_remedy("?")
