"""Panels side by side."""

import numpy as np
import pytest

from cohorts import study
from figures.artists import words
from released import bundled
from rtxoutcomes.figures.frame import Scale, month_scale, percent_scale
from rtxoutcomes.figures.grid import (
    Room,
    Words,
    abbreviations,
    grid,
    heading,
    limit_lines,
    limits_mm,
    panel_mm,
)
from rtxoutcomes.figures.lettering import isolated
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.style import SOFT
from rtxoutcomes.style import DEFAULT, Numbers, Style

ROOM = Room(30.0, left=14.0, below=6.0)
MONTHS, PERCENT = (
    month_scale(0, 12, DEFAULT, "the first infusion"),
    percent_scale("Free of relapse (%)"),
)


def around(*heads: str, key: str = "") -> Words:
    return Words(MONTHS, PERCENT, {f"D{k}": head for k, head in enumerate(heads)}, key)


@pytest.mark.parametrize(
    ("count", "width", "rows"), [(1, 85, 1), (2, 180, 1), (4, 180, 1), (5, 180, 2), (9, 180, 3)]
)
def test_panels_lie_inside_a_figure_of_one_or_two_columns(
    count: int, width: float, rows: int
) -> None:
    words_ = around(*(f"D{k}" for k in range(count)))
    with grid(ROOM, words_, "Synthetic data", Look()) as made:
        pass

    assert made.width_mm == width
    assert made.figure.get_size_inches()[0] * 25.4 == pytest.approx(width)
    boxes = [panel.axes.get_position() for panel in made.panels]
    assert all(0 < box.x0 < box.x1 < 1 and 0 < box.y0 < box.y1 < 1 for box in boxes)
    assert len({round(box.y0, 6) for box in boxes}) == rows
    assert sum(panel.first for panel in made.panels) == rows
    assert [text.get_text() for text in made.figure.texts] == ["Synthetic data"]
    assert made.panels[0].width_mm == pytest.approx(panel_mm(ROOM, words_, Look()))


def test_the_caller_s_size_is_that_of_the_figure_and_panels_fill_it() -> None:
    with grid(ROOM, around("A", "B"), "", Look(size=(120.0, 70.0))) as made:
        pass

    assert made.figure.get_size_inches() * 25.4 == pytest.approx((120.0, 70.0))
    assert made.panels[0].height_mm > 30
    with (
        pytest.raises(ValueError, match=r"40 mm high and needs \d+ mm"),
        grid(Room(30.0, below=30.0), around("A", "B"), "", Look(size=(120.0, 40.0))),
    ):
        pass


def test_only_the_first_panel_of_a_row_has_words_on_its_upward_axis() -> None:
    with grid(ROOM, around("A", "B"), "", Look()) as made:
        for panel in made.panels:
            panel.numbers_below("At risk", MONTHS, {6: "14"})

    first, second = (words(panel.axes) for panel in made.panels)
    name = next(text for text in made.panels[0].axes.texts if text.get_text() == "At risk")
    # It ends left of the panel, below it, where the upward axis has its room.
    assert name.get_horizontalalignment() == "right"
    assert max(name.get_position()) < 0
    assert -ROOM.left < name.get_position()[0] * made.panels[0].width_mm
    assert name.get_color() == SOFT
    below = ["0", "2", "4", "6", "8", "10", "12"]
    up = ["0", "25", "50", "75", "100", "Free of relapse (%)"]
    # The name of the axis across is written once, under the middle of the row.
    assert first == ["At risk", "14", *below, *up, "A", "Months since first infusion"]
    assert second == ["14", *below, "B"]


def test_a_heading_of_many_letters_takes_lines_and_the_panels_their_room() -> None:
    long = "Neuromyelitis optica spectrum disorder, aquaporin-4 antibody seropositive, n = 14"

    with grid(ROOM, around("A", "B", long), "", Look()) as made:
        pass
    with grid(ROOM, around("A", "B", "C"), "", Look()) as short:
        pass

    shown = words(made.panels[2].axes)[-1]
    assert shown.replace("\n", " ") == long
    assert "\n" in shown
    heights = [each.figure.get_size_inches()[1] for each in (made, short)]
    assert heights[0] > heights[1]
    assert made.panels[0].height_mm == pytest.approx(short.panels[0].height_mm)


def test_a_key_stands_at_the_foot() -> None:
    with grid(ROOM, around("A", key="Diamonds, means."), "Synthetic data", Look()) as made:
        pass

    assert [t.get_text() for t in made.figure.texts] == ["Diamonds, means.\nSynthetic data"]


def test_a_heading_is_the_name_only_where_every_name_is_short() -> None:
    assert heading(bundled().study, "RRMS", 42) == "RRMS, n = 42"
    assert heading(study(), "B", 4) == "Second, n = 4"
    persian = "\u0627\u0633\u06a9\u0644\u0631\u0648\u0632"
    plan = study(diagnoses=[{"code": "A", "label": persian}])
    assert heading(plan, "A", 4) == f"{isolated(persian)}, n = 4"


def test_a_heading_of_little_room_is_the_abbreviation_and_not_the_code() -> None:
    diagnoses = [
        {
            "code": "a1",
            "label": "A name of more letters than fit above a panel of this width",
            "abbreviation": "RR-MS",
        },
        {"code": "b2", "label": "Another such name"},
    ]
    plan = study(diagnoses=diagnoses)

    assert [heading(plan, code, 9) for code in plan.codes] == ["RR-MS, n = 9", "b2, n = 9"]
    assert abbreviations(plan).startswith(" RR-MS, A name of more letters")


def test_a_caption_explains_the_abbreviations() -> None:
    assert abbreviations(bundled().study).startswith(" RRMS, Relapsing-remitting MS.")
    same = study(diagnoses=[{"code": code, "label": code} for code in "AB"])
    assert abbreviations(same) == ""


def test_a_clinical_limit_crosses_each_panel_and_has_its_value_beside_the_last() -> None:
    style = Style(numbers=Numbers(decimal_mark=","))

    with grid(ROOM, around("", ""), "", Look()) as made:
        limit_lines(made, (7.5,), (Scale(-1, 2, ()), Scale(0, 10, ())), style)

    for panel in made.panels:
        (line,) = panel.axes.lines
        np.testing.assert_array_equal(line.get_xydata(), [[-1, 7.5], [2, 7.5]])
    assert ["< 7,5" in words(panel.axes) for panel in made.panels] == [False, True]
    assert limits_mm((7.5,), style) > limits_mm((), style)
