"""The page that a figure is drawn on."""

import pytest
from matplotlib.figure import Figure

from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.page import foot_of, height_of, page, root_of, width_of


def test_the_key_is_above_the_origin_at_the_foot() -> None:
    foot = foot_of("Bars, intervals.", "Synthetic data", 180.0)
    with page(Look(), 180.0, 60.0, foot) as sheet:
        pass

    (text,) = sheet.figure.texts
    assert text.get_text() == "Bars, intervals.\nSynthetic data"
    assert foot_of("", "Synthetic data", 180.0).text == "Synthetic data"


def test_the_caller_chooses_the_size_or_gives_a_figure_that_has_one() -> None:
    inches = Figure(figsize=(5.0, 4.0))

    assert (width_of(Look(), 180.0), height_of(Look(), 60.0)) == (180.0, 60.0)
    assert width_of(Look(size=(120.0, 80.0)), 180.0) == 120.0
    assert height_of(Look(figure=inches), 60.0) == pytest.approx(101.6)
    left = inches.add_subfigure(inches.add_gridspec(1, 2)[0])
    assert width_of(Look(figure=left), 180.0) == pytest.approx(63.5)
    assert root_of(left) is inches


def test_a_figure_of_too_little_height_says_how_much_is_needed() -> None:
    with pytest.raises(ValueError, match="the figure is 40 mm high and needs 60 mm"):
        height_of(Look(size=(180.0, 40.0)), 60.0)
