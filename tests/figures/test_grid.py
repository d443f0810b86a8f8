"""Panels side by side."""

import numpy as np
import pytest

from cohorts import study
from figures.artists import words
from released import bundled
from rtxoutcomes.figures.frame import Scale, month_scale, percent_scale
from rtxoutcomes.figures.grid import Room, abbreviations, grid, heading, limit_lines
from rtxoutcomes.figures.style import SOFT
from rtxoutcomes.style import DEFAULT, Numbers, Style

ROOM = Room(left=12, bottom=10, height=30, top=8)


@pytest.mark.parametrize(
    ("count", "width", "rows"), [(1, 85, 1), (2, 180, 1), (4, 180, 1), (5, 180, 2), (9, 180, 3)]
)
def test_panels_lie_inside_a_figure_of_one_or_two_columns(
    count: int, width: float, rows: int
) -> None:
    with grid([f"D{k}" for k in range(count)], ROOM, "Synthetic data") as made:
        pass

    assert made.width_mm == width
    assert made.figure.get_size_inches()[0] * 25.4 == pytest.approx(width)
    boxes = [panel.axes.get_position() for panel in made.panels]
    assert all(0 < box.x0 < box.x1 < 1 and 0 < box.y0 < box.y1 < 1 for box in boxes)
    assert len({round(box.y0, 6) for box in boxes}) == rows
    assert sum(panel.first for panel in made.panels) == rows
    assert [text.get_text() for text in made.figure.texts] == ["Synthetic data"]


def test_only_the_first_panel_of_a_row_has_words_on_its_upward_axis() -> None:
    months, percent = month_scale(0, 12, 12, DEFAULT, "entry"), percent_scale("Without relapse, %")

    with grid(["A", "B"], ROOM, "") as made:
        for panel in made.panels:
            panel.frame(months, percent, panel.group)
            panel.numbers_below(ROOM, "At risk", months, {6: "14"})

    first, second = (words(panel.axes) for panel in made.panels)
    name = next(text for text in made.panels[0].axes.texts if text.get_text() == "At risk")
    # It ends left of the panel, below it, where the upward axis has its room.
    assert name.get_horizontalalignment() == "right"
    assert max(name.get_position()) < 0
    assert -ROOM.left < name.get_position()[0] * made.panels[0].width_mm
    assert name.get_color() == SOFT
    below = ["0", "6", "12"]
    assert first == [
        *(*below, "0", "25", "50", "75", "100"),
        *("Months since entry", "Without relapse, %", "A", "At risk", "14"),
    ]
    assert second == [*below, "Months since entry", "B", "14"]


def test_a_heading_is_the_name_only_where_every_name_fits() -> None:
    with grid(["RRMS", "SPMS", "NMOSD"], ROOM, "") as three, grid(["A", "B"], ROOM, "") as two:
        pass

    assert heading(bundled().study, three.panels[0], 42) == "RRMS, n = 42"
    assert heading(study(), two.panels[1], 4) == "Second, n = 4"


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

    with grid(plan.codes, ROOM, "") as made:
        pass

    assert [heading(plan, panel, 9) for panel in made.panels] == ["RR-MS, n = 9", "b2, n = 9"]
    assert abbreviations(plan).startswith(" RR-MS, A name of more letters")


def test_a_caption_explains_the_abbreviations() -> None:
    assert abbreviations(bundled().study).startswith(" RRMS, Relapsing-remitting MS.")
    same = study(diagnoses=[{"code": code, "label": code} for code in "AB"])
    assert abbreviations(same) == ""


def test_a_clinical_limit_crosses_each_panel_and_has_its_value_beside_the_last() -> None:
    style = Style(numbers=Numbers(decimal_mark=","))

    with grid(["A", "B"], ROOM, "") as made:
        limit_lines(made, (7.5,), (Scale(-1, 2, ()), Scale(0, 10, ())), style)

    for panel in made.panels:
        (line,) = panel.axes.lines
        np.testing.assert_array_equal(line.get_xydata(), [[-1, 7.5], [2, 7.5]])
    assert [words(panel.axes) for panel in made.panels] == [[], ["< 7,5"]]
