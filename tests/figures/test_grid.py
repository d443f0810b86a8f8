"""Panels side by side."""

import dataclasses

import pytest

from released import bundled, small
from rtxoutcomes.figures.grid import Room, codes, grid, heading

ROOM = Room(left=12, bottom=10, height=30, top=8)


@pytest.mark.parametrize(
    ("count", "width", "rows"), [(1, 85, 1), (2, 180, 1), (4, 180, 1), (5, 180, 2), (9, 180, 3)]
)
def test_panels_lie_inside_a_figure_of_one_or_two_columns(
    count: int, width: float, rows: int
) -> None:
    made = grid([f"D{k}" for k in range(count)], ROOM)

    assert made.width_mm == width
    assert made.figure.get_size_inches()[0] * 25.4 == pytest.approx(width)
    boxes = [cell.axes.get_position() for cell in made.cells]
    assert all(0 < box.x0 < box.x1 < 1 and 0 < box.y0 < box.y1 < 1 for box in boxes)
    assert len({round(box.y0, 6) for box in boxes}) == rows
    assert sum(cell.first for cell in made.cells) == rows


def test_a_heading_is_the_name_only_where_every_name_fits() -> None:
    bundled_cell, small_cell = grid(["RRMS", "SPMS", "NMOSD"], ROOM), grid(["A", "B"], ROOM)

    assert heading(bundled(), bundled_cell.cells[0], 42) == "RRMS, n = 42"
    assert heading(small(), small_cell.cells[1], 4) == "Second, n = 4"


def test_a_caption_ends_in_what_codes_stand_for() -> None:
    assert codes(bundled()).startswith(" RRMS, Relapsing-remitting MS.")
    same = {"diagnosis.A": "A", "diagnosis.B": "B"}
    assert codes(dataclasses.replace(small(), about=same)) == ""
