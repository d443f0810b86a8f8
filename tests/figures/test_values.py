"""Markers that lead to their row."""

from released import bundled
from rtxoutcomes.figures.values import row_gid
from rtxoutcomes.presentation.rows import index


def test_a_marker_is_named_after_the_place_of_its_row() -> None:
    row = next(iter(index(bundled()).rows))

    assert row_gid(row) == f"row-{row.place}"
