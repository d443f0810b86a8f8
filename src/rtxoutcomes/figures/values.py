"""Markers that say of which row they are, so that a page can show its value and lead to it."""

from rtxoutcomes.results.number import Number

GID = "row-"


def row_gid(row: Number) -> str:
    """The `gid` of the marker of a row: `row-12`."""
    return f"{GID}{row.place}"
