"""How figures look, and that they are the same bytes again."""

import io
import re

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from rtxoutcomes.figures.style import (
    DASHES,
    MARKERS,
    PALETTE,
    TWO_COLUMNS_MM,
    Form,
    canvas,
    house_style,
    panel,
    render,
)

FORMS: tuple[Form, ...] = ("svg", "png", "pdf")


def drawn() -> dict[Form, bytes]:
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, 40.0)
        axes = panel(figure, 20.0, 12.0, 100.0, 20.0)
        axes.plot([0, 1], [0, -1], label="a line")
        axes.legend()
        figure.text(0.01, 0.01, "Synthetic data")
    return render(figure, FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_drawing_again_gives_the_same_bytes(form: Form) -> None:
    assert drawn()[form] == drawn()[form]


def test_a_picture_has_300_dots_per_inch_of_its_printed_width() -> None:
    with Image.open(io.BytesIO(drawn()["png"])) as image:
        assert image.size[0] == pytest.approx(TWO_COLUMNS_MM / 25.4 * 300, abs=1)


def test_a_picture_holds_the_dots_that_were_drawn_and_its_printed_size() -> None:
    with house_style():
        figure = canvas(85.0, 40.0)
        panel(figure, 20.0, 12.0, 50.0, 20.0).plot([0, 1], [0, -1], color="#cc3311")
        png = render(figure, ("png",))["png"]
        drawing = FigureCanvasAgg(figure)
        figure.set_dpi(300)
        drawing.draw()  # type: ignore[no-untyped-call]
        dots = np.asarray(drawing.buffer_rgba())  # type: ignore[no-untyped-call]

    with Image.open(io.BytesIO(png)) as image:
        assert image.mode == "RGB"
        # A PNG counts dots in a metre, whole ones.
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.02)
        np.testing.assert_array_equal(np.asarray(image), dots[:, :, :3])


def test_no_file_says_when_or_by_what_it_was_made() -> None:
    files = drawn()

    assert b"CreationDate" not in files["pdf"]
    assert b"<dc:date>" not in files["svg"]
    assert b"Software" not in files["png"]


def test_a_user_s_style_changes_nothing_and_is_left_as_it_was() -> None:
    plain = drawn()["png"]

    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert drawn()["png"] == plain
        assert mpl.rcParams["font.size"] == 30


def test_a_notebook_shows_a_figure_by_itself() -> None:
    shown = canvas(85.0, 40.0)._repr_png_()  # type: ignore[attr-defined]

    with Image.open(io.BytesIO(shown)) as image:
        assert image.size[0] == pytest.approx(85 / 25.4 * 110, abs=1)


def test_the_style_within_itself_is_itself() -> None:
    with house_style():
        with house_style():
            assert mpl.rcParams["font.size"] == 7
        assert mpl.rcParams["font.size"] == 7
    assert mpl.rcParams["font.size"] != 7


def test_dollar_signs_of_a_label_are_no_formula() -> None:
    with house_style():
        figure = canvas(85.0, 20.0)
        figure.text(0.1, 0.5, r"A $\frac$ b")

    # As a formula it would be refused when it is drawn.
    assert render(figure, ("svg",))["svg"]


def test_a_letter_that_the_cut_font_lacks_is_found_in_the_whole_one() -> None:
    with house_style():
        figure = canvas(85.0, 20.0)
        figure.text(0.1, 0.5, "\u05d0 \u0416 a")

    assert render(figure, ("pdf",))["pdf"].count(b"FontDescriptor /") >= 2


def test_no_id_of_a_drawing_hangs_on_the_last_bit_of_a_place() -> None:
    svg = drawn()["svg"]

    ids = re.findall(rb'(?:id="|#)(i\d+)[")]', svg)
    assert ids
    assert set(re.findall(rb'#(i\d+)[")]', svg)) <= set(re.findall(rb'id="(i\d+)"', svg))
    assert re.findall(rb'(?:id="|#)[a-zA-Z][0-9a-f]{10}[")]', svg) == []


def test_axes_stand_where_the_millimetres_say() -> None:
    figure = canvas(100.0, 50.0)

    axes = panel(figure, 10.0, 5.0, 50.0, 25.0)

    assert axes.get_position().bounds == pytest.approx((0.1, 0.1, 0.5, 0.5))


def luminance(colour: str) -> float:
    red, green, blue = mpl.colors.to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_groups_differ_without_colour_too() -> None:
    assert len(set(PALETTE)) == len({str(dash) for dash in DASHES}) == len(set(MARKERS)) == 6
    # Next to one another in a figure, the first two differ in greyscale as well.
    assert abs(luminance(PALETTE[0]) - luminance(PALETTE[1])) > 0.1
    assert np.all([len(colour) == 7 for colour in PALETTE])


def test_a_picture_of_a_notebook_is_small_and_has_the_colours_of_the_drawing() -> None:
    figure = canvas(180.0, 100.0)
    panel(figure, 10, 10, 160, 80).plot([0, 1, 0], color=PALETTE[0])

    shown = figure._repr_png_()  # type: ignore[attr-defined]

    with Image.open(io.BytesIO(shown)) as image:
        dots = np.asarray(image.convert("RGB")).reshape(-1, 3)
    assert (dots == np.round(255 * np.array(mpl.colors.to_rgb(PALETTE[0])))).all(axis=1).any()
    assert len(shown) < 20_000
