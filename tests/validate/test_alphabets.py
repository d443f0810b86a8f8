"""Letters of another alphabet that look Latin."""

import pytest

from rtxoutcomes.validate.alphabets import stranger


@pytest.mark.parametrize(
    ("text", "place", "name", "meant"),
    [
        ("RR\u041cS", 3, "Cyrillic capital letter em (U+041C)", "RRMS"),
        ("\u0391B1", 1, "Greek capital letter alpha (U+0391)", "AB1"),
        ("RRM\uff33", 4, "Fullwidth latin capital letter s (U+FF33)", "RRMS"),
        ("f\u0435m\u0430le", 2, "Cyrillic small letter ie (U+0435)", "female"),
    ],
)
def test_the_first_letter_that_only_looks_latin_is_named(
    text: str, place: int, name: str, meant: str
) -> None:
    found = stranger(text)

    assert found is not None
    assert (found.place, found.name, found.meant) == (place, name, meant)


@pytest.mark.parametrize("text", ["RRMS", "", "زن", "RRMSé", "\u0416"])
def test_other_texts_have_none(text: str) -> None:
    assert stranger(text) is None
