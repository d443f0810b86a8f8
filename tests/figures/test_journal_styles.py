"""Numbers of every figure, drawn or in its words, are printed in the style of the journal."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from figures.artists import words
from released import bundled
from rtxoutcomes.figures.gallery import all_figures
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.style import Style

COMMA = Style.model_validate({"name": "comma", "numbers": {"decimal_mark": ","}})


def texts(style: Style) -> Iterator[tuple[str, str]]:
    """Every text of every figure: ticks, labels, printed estimates, caption and alternative."""
    for drawn in all_figures(replace(bundled(), style=style)):
        inside = [text for axes in drawn.figure.axes for text in words(axes)]
        around = [text.get_text() for text in drawn.figure.texts]
        for text in (*inside, *around, drawn.caption, drawn.alt):
            yield drawn.key, text


def found(pattern: str, style: Style) -> list[tuple[str, str]]:
    return [(key, found[0]) for key, text in texts(style) for found in re.finditer(pattern, text)]


@pytest.mark.parametrize(
    ("style", "mark"), [(read_style("lancet"), "·"), (COMMA, ",")], ids=["lancet", "comma"]
)
def test_no_number_of_a_figure_has_another_decimal_mark(style: Style, mark: str) -> None:
    assert found(r"\d\.\d", style) == []
    drawn = {key for key, _ in found(rf"\d{re.escape(mark)}\d", style)}
    assert {"edss_change", "engagement", "time_to_relapse"} - drawn <= {"time_to_relapse"}


def test_intervals_and_p_values_of_figures_are_those_of_jama() -> None:
    style = read_style("jama")

    assert found(r"P ?[=<] ?0", style) == []
    assert ("edss_change", "P = .06") in found(r"P = \.\d+", style)
    assert found(r"\([\d.]+%? to [\d.]+%?\)", style) == []
    assert found(r"\(0\.51-1\.52\)", style)


def test_intervals_of_figures_have_the_en_rule_of_the_lancet() -> None:
    assert found(r"\(0·51–1·52\)", read_style("lancet"))
