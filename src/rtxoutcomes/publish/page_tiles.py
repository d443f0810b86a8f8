"""Tiles as markup: their templates filled, and each interval drawn on the axis of its tile."""

import math
from collections.abc import Callable, Sequence

from rtxoutcomes.presentation.printed import format_of, has_interval
from rtxoutcomes.publish.page_summary import Line, Tile
from rtxoutcomes.publish.page_text import pieces, text
from rtxoutcomes.results.number import Number
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.references import References

# The middle of a drawing, in which the axis runs from 4 to 96.
HEIGHT, FIRST, WIDTH = 12, 4, 92
# Letters of a name that has its values next to it; a longer one has them below.
LONGEST_NAME = 10
PAGE = "report.html"


def tiles_html(tiles: Sequence[Tile], known: References) -> str:
    """All tiles; each number leads to its row."""
    return f'<div class="tiles">{"".join(_tile(tile, known) for tile in tiles)}</div>'


def filled(template: str, known: References) -> str:
    """A template of one paragraph as markup."""
    paragraphs = fill(template, PAGE, known).paragraphs
    return "".join(pieces(paragraph.pieces, {}) for paragraph in paragraphs)


def _tile(tile: Tile, known: References) -> str:
    title = f"<h3>{filled(tile.title, known)}</h3>"
    main = f'<p class="main">{filled(tile.main, known)}</p>' if tile.main else ""
    words = f"<p>{filled(tile.words, known)}</p>" if tile.words else ""
    return f'<div class="tile">{title}{main}{words}{_lines(tile, known)}</div>'


def _lines(tile: Tile, known: References) -> str:
    if not tile.lines:
        return ""
    drawn = intervals([line.row for line in tile.lines])
    head = "".join(f'<th scope="col">{filled(name, known)}</th>' for name in tile.columns)
    axis = "<td></td>" if any(drawn) else ""
    apart = any(len(line.name) > LONGEST_NAME for line in tile.lines)
    rows = "".join(
        _line(line, f'<td class="interval">{own}</td>' if axis else "", known, apart=apart)
        for line, own in zip(tile.lines, drawn, strict=True)
    )
    return f"<table><thead><tr><td></td>{head}{axis}</tr></thead><tbody>{rows}</tbody></table>"


def _line(line: Line, drawn: str, known: References, *, apart: bool) -> str:
    """A group with its values, or a row for its name and one below for the values."""
    cells = "".join(f"<td>{filled(value, known)}</td>" for value in line.values)
    name = text(line.name)
    if apart:
        span = 1 + len(line.values) + bool(drawn)
        head = f'<tr class="name"><th scope="rowgroup" colspan="{span}">{name}</th></tr>'
        return f"<tbody>{head}<tr><td></td>{cells}{drawn}</tr></tbody>"
    return f'<tbody><tr><th scope="row">{name}</th>{cells}{drawn}</tr></tbody>'


def intervals(rows: Sequence[Number | None]) -> list[str]:
    """Each interval as a drawing, all on one axis; empty where a row has none.

    The axis holds the value of no difference, or 0 where the measure has none.
    """
    known = [row for row in rows if row is not None and _is_drawn(row)]
    if not known:
        return [""] * len(rows)
    form = format_of(known[0])
    null = 0.0 if math.isnan(form.null) else form.null
    scale = math.log if form.log else float
    ends = [scale(v) for row in known for v in (row.conf_low, row.conf_high, null)]
    low, high = min(ends), max(ends)

    def place(value: float) -> float:
        # The last bit of a logarithm differs between builds, and a half may lie there.
        return round(round(FIRST + WIDTH * (scale(value) - low) / (high - low), 6), 1)

    return [_drawn(row, place, null) if row is not None and _is_drawn(row) else "" for row in rows]


def _is_drawn(row: Number) -> bool:
    values = (row.estimate, row.conf_low, row.conf_high)
    positive = min(values) > 0 or not format_of(row).log
    return has_interval(row) and all(map(math.isfinite, values)) and positive


def _drawn(row: Number, place: Callable[[float], float], null: float) -> str:
    middle = HEIGHT / 2
    low, high = place(row.conf_low), place(row.conf_high)
    return (
        f'<svg viewBox="0 0 100 {HEIGHT}" aria-hidden="true">'
        f'<path class="null" d="M{place(null):g} 0V{HEIGHT}"/>'
        f'<path d="M{low:g} {middle:g}H{high:g}"/>'
        f'<circle cx="{place(row.estimate):g}" cy="{middle:g}" r="3"/></svg>'
    )
