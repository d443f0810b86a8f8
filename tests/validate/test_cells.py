"""One cell of text."""

import pytest

from rtxoutcomes.identity import plain_kind
from rtxoutcomes.validate.cells import (
    category_remedy,
    displayed,
    fits_pattern,
    is_free_text,
    shape_refusal,
    text_refusal,
    yes_no_remedy,
)
from rtxoutcomes.validate.schema import Field

NUMBER = Field("edss", "edss", "number", "")
CATEGORY = Field("sex", "sex", "category", "", allowed=("female", "male"))
IDENTITY = Field("patient_id", "patient_id", "id", "", pattern=r"P[0-9]{2}")


def test_eight_words_are_a_term_and_nine_are_a_sentence() -> None:
    assert not is_free_text("headache of a few days after the infusion")
    assert is_free_text("headache of a few days after the second infusion")


@pytest.mark.parametrize(
    ("field", "text", "expected"),
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
def test_a_value_is_shown_only_where_it_cannot_identify(
    field: Field, text: str, expected: str
) -> None:
    assert displayed(text, field) == expected


def test_the_nearest_value_is_offered() -> None:
    assert "did you mean female?" in category_remedy("Femal", CATEGORY)
    assert category_remedy("f", CATEGORY) == "did you mean female?"
    assert category_remedy("x", CATEGORY) == "write one of the values that the study has"
    assert shape_refusal("x", CATEGORY).choices == "allowed: female, male"
    assert "did you mean yes?" in yes_no_remedy("YES")
    assert "did you mean" not in yes_no_remedy("?")


WHOLE = Field("count", "count", "whole", "", unit="g/L")
FLAG = Field("serious", "serious", "yes_no", "")


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        (NUMBER, "+98 912 555 0143", "phi.value.phone"),
        (NUMBER, "2019-03-05", "phi.value.date"),
        (NUMBER, "=A1", "text.formula"),
        (NUMBER, "3\u200b", "text.control"),
        (NUMBER, " 3", "text.spaces"),
        (NUMBER, "-", "value.missing_word"),
        (NUMBER, "3,5", "number.decimal_comma"),
        (WHOLE, "1.5", "number.whole"),
        (WHOLE, "1 g/L", "number.unit"),
        (FLAG, "ja", "value.yes_no"),
        (CATEGORY, "Female", "value.allowed"),
        (CATEGORY, "s@mail.example", "phi.value.email"),
        (IDENTITY, "12345678", "phi.mrn"),
        (IDENTITY, "Ahmadi, Sara", "phi.value.name"),
        (IDENTITY, "P1", "id.pattern"),
    ],
)
def test_a_cell_of_the_wrong_shape_is_reported_by_the_worst_rule(
    field: Field, text: str, rule: str
) -> None:
    refusal = shape_refusal(text, field)

    assert refusal.rule == rule
    assert refusal.must
    assert refusal.remedy
    assert refusal.value in (displayed(text, field), plain_kind(text)) or refusal.value.startswith(
        "["
    )


def test_a_record_number_in_a_column_of_national_codes_is_one() -> None:
    assert shape_refusal("0012345679", IDENTITY, national=True).rule == "phi.value.national_id"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("0912 555 0143", "phi.value.phone"),
        ("=A1", "text.formula"),
        ("@SUM(A1)", "text.formula"),
        ("a\tb", "text.control"),
        ("a ", "text.spaces"),
        ("N/A", "value.missing_word"),
        ("nan", "value.missing_word"),
        ("She slept. Then woke up.", "phi.free_text"),
        ("one two three four five six seven eight nine", "phi.free_text"),
        ("x-" * 51, "phi.free_text"),
    ],
)
def test_each_fault_of_a_text_has_its_rule(text: str, rule: str) -> None:
    refusal = text_refusal(text)

    assert refusal is not None
    assert refusal.rule == rule


@pytest.mark.parametrize(
    "text", ["rash", "none", "-0.5", "infusion related reaction", "left eye. ear", "9125550"]
)
def test_a_short_term_is_sound(text: str) -> None:
    assert text_refusal(text) is None


def test_a_number_of_a_list_may_look_like_a_mobile() -> None:
    assert text_refusal("9125550143", coded=True) is None
    assert text_refusal("9125550143") is not None


def test_an_id_may_have_32_characters() -> None:
    long = Field("patient_id", "patient_id", "id", "", pattern="P+")

    assert fits_pattern("P" * 32, long)
    assert not fits_pattern("P" * 33, long)


@pytest.mark.parametrize("text", ["P07 ", "P0\u00e9", "P" * 33, "P\n7"])
def test_an_id_is_short_and_plain(text: str) -> None:
    assert not fits_pattern(text, IDENTITY)
    assert fits_pattern("P07", IDENTITY)
