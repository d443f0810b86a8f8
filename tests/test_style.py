import pytest
from pydantic import ValidationError

from rtxoutcomes.style import DEFAULT, PValues, Style


def test_without_a_file_the_style_is_that_of_the_package() -> None:
    assert Style(summary=DEFAULT.summary) == DEFAULT
    assert (DEFAULT.numbers.decimal_mark, DEFAULT.p_values.floor) == (".", 0.001)


@pytest.mark.parametrize(
    ("block", "must"),
    [
        ({"numbers": {"decimal_mark": "1"}}, "Input should be"),
        ({"intervals": {"separator": "9"}}, "pattern"),
        ({"intervals": {"separator": ""}}, "at least 1"),
        ({"p_values": {"letter": "P9"}}, "pattern"),
        ({"p_values": {"steps": [{"at_least": 0.1, "digits": 2}]}}, "must begin at 0 and rise"),
        (
            {
                "p_values": {
                    "steps": [
                        {"at_least": 0, "digits": 3},
                        {"at_least": 0.2, "digits": 3},
                        {"at_least": 0.1, "digits": 2},
                    ]
                }
            },
            "must begin at 0 and rise",
        ),
        # Two decimals would print 0.001 as 0.00.
        ({"p_values": {"steps": [{"at_least": 0, "digits": 2}]}}, "would print a P value from 0"),
        ({"p_values": {"floor": 0.0001}}, "would print a P value from 0 on as 0"),
        ({"fonts": {"text_points": 5}}, "greater than or equal to 6"),
        ({"fonts": {"text": "Arial; } body {"}}, "pattern"),
        ({"percentage": {}}, "Extra inputs"),
        ({"numbers": {"thousands": " "}}, "Input should be"),
        ({"numbers": {"decimal_mark": ",", "thousands": ","}}, "decimal_mark and thousands must"),
        ({"numbers": {"words_below": 12}}, "less than or equal to 11"),
        ({"citations": {"article": "{authors}. {title}."}}, "must name each of {authors}, {title}"),
        ({"citations": {"article": "{authors"}}, "must name each of"),
        ({"citations": {"all_authors": 2, "first_authors": 3}}, "first_authors must not be above"),
        ({"sources": {"p_values.lettre": "x"}}, "'p_values.lettre' is not a key of a style file"),
    ],
)
def test_a_style_that_would_mislead_is_refused(block: dict[str, object], must: str) -> None:
    with pytest.raises(ValidationError, match=must):
        Style.model_validate(block)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P", "p"),
        ("P (adjusted)", "p (adjusted)"),
        ("P (adjusted): Holm", "p (adjusted): Holm"),
        ("no P value is printed; two P values", "no p value is printed; two p values"),
        ("Patients; XP value; vitamin P", "Patients; XP value; vitamin P"),
    ],
)
def test_words_name_p_values_by_the_letter_of_the_style(text: str, expected: str) -> None:
    assert PValues(letter="p").in_words(text) == expected
    assert PValues().in_words(text) == text
