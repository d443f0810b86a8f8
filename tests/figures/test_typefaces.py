"""Which font has which letters."""

import pytest

from rtxoutcomes.figures.typefaces import SHIPPED, families, files_of, lacking
from rtxoutcomes.study.report import Font


@pytest.mark.parametrize("text", ["EDSS ± 0.5", "Αξία", "بیمار", "रोगी"])
def test_the_fonts_of_the_package_have_these_letters(text: str) -> None:
    assert lacking(text, None) == ""


def test_letters_of_other_scripts_are_named_once() -> None:
    assert lacking("患者 患者", None) == "患者"


def test_a_font_of_the_study_is_looked_into_as_well() -> None:
    own = Font("mine.ttf", place=files_of(SHIPPED)[1])

    assert lacking("α患", own) == "患"


def test_what_is_no_font_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a TrueType or OpenType font"):
        lacking("a", Font("mine.ttf", place=__file__))


def test_the_fonts_of_the_package_come_first() -> None:
    assert families()[: len(SHIPPED)] == SHIPPED
