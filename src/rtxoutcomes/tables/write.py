"""A table of text as CSV, Markdown and HTML: the same cells in each."""

import csv
import html as markup
import io
import math
import re
from collections.abc import Iterable, Sequence

import pandas as pd

from rtxoutcomes.cohort import origin_cell
from rtxoutcomes.results.frame import SIGNIFICANT_DIGITS
from rtxoutcomes.tables.layout import Cells, centred, flat_header, is_section, spans, unbroken

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")

STYLE = """\
.rtx-table { border-collapse: collapse; font: 0.9rem/1.4 system-ui, sans-serif; margin: 1.5rem 0;
  color: #1a1a1a; background: #fff; font-variant-numeric: tabular-nums; }
.rtx-table caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; }
.rtx-table caption .mark { font-weight: 400; font-style: italic; color: #444; }
.rtx-table th, .rtx-table td { text-align: left; vertical-align: top;
  padding: 0.25rem 0.8rem 0.25rem 0; }
.rtx-table tbody th { font-weight: 400; }
.rtx-table .number { text-align: center; }
.rtx-table thead { border-top: 2px solid; border-bottom: 1px solid; }
.rtx-table thead th { vertical-align: bottom; }
.rtx-table th[scope=colgroup] { text-align: center; border-bottom: 1px solid; }
.rtx-table sup { line-height: 0; }
.rtx-table tbody th[scope=rowgroup] { font-weight: 600; padding-top: 0.7rem; }
.rtx-table tfoot { border-top: 2px solid; }
.rtx-table tfoot td { font-size: 0.8rem; color: #333; padding: 0.15rem 0; max-width: 0; }
"""
_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 1.5rem; background: #fff; overflow-x: auto; }}
{style}</style>
</head>
<body>
{table}
</body>
</html>
"""


def table_csv(table: Cells) -> str:
    """Header and rows with the origin as last column, no title or note; lines end in LF."""
    rows = [(*row, origin_cell(table.origin)) for row in table.rows]
    return _csv([(*flat_header(table), "origin"), *rows])


def frame_csv(frame: pd.DataFrame, origin: str) -> str:
    """Any frame as CSV: floats at 10 significant digits, missing cells empty, origin last.

    Parameters
    ----------
    frame
        Columns of floats, whole numbers or text.
    origin
        synthetic, public or patient; it becomes the column `origin`.
    """
    columns = [[_plain(value) for value in frame[name].astype(object)] for name in frame]
    rows = [(*row, origin_cell(origin)) for row in zip(*columns, strict=True)]
    return _csv([(*map(str, frame), "origin"), *rows])


def _plain(value: object) -> str:
    if isinstance(value, float):
        # Adding zero turns a negative zero, which other software reads differently, into zero.
        return "" if math.isnan(value) else f"{value + 0.0:.{SIGNIFICANT_DIGITS}g}"
    return "" if value is pd.NA or value is None else str(value)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*map(inert, row)] for row in rows)
    return text.getvalue()


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number stays one."""
    is_formula = cell.startswith(_FORMULA) and _NUMBER.fullmatch(cell) is None
    return f"'{cell}" if is_formula else cell


def table_md(table: Cells) -> str:
    """A pipe table with its title above and the notes below; headings above columns join them."""
    marks = (":---:" if number else "---" for number in centred(table))
    rows = zip(table.rows, table.letters, strict=True)
    lines = [
        f"| {' | '.join(map(_markdown, flat_header(table)))} |",
        f"| {' | '.join(marks)} |",
        *(f"| {' | '.join(map(_marked, row, own))} |" for row, own in rows),
    ]
    notes = [f"- {_lead(letter)}{_markdown(note)}" for letter, note in table.notes]
    head = f"**{_markdown(table.caption)}** ({_markdown(table.mark)})"
    return "\n".join([head, "", *lines, "", *notes]) + "\n"


def _marked(text: str, letter: str) -> str:
    """Markdown has no superscript of its own, and takes that of HTML."""
    return f"{_markdown(text)}{_superscript(letter)}"


def _superscript(letter: str) -> str:
    return f"<sup>{letter}</sup>" if letter else ""


def _lead(letter: str) -> str:
    """What a note begins with."""
    return f"{_superscript(letter)} " if letter else ""


def _markdown(text: str) -> str:
    return re.sub(r"([\\|*_`<\[\]])", r"\\\1", text)


def to_html(table: Cells, link: str = "") -> str:
    """A `table` element to set into a page: caption, scopes, footnotes in its foot; no script.

    With `link`, a cell that shows rows of the results leads to the first of them: `#row-` makes
    `<a href="#row-17" data-rows="17 18">`.
    """
    span = len(table.header)
    foot = "".join(
        f'<tr><td colspan="{span}">{_lead(letter)}{markup.escape(note)}</td></tr>\n'
        for letter, note in table.notes
    )
    return (
        '<table class="rtx-table">\n'
        f"<caption>{markup.escape(table.caption)} "
        f'<span class="mark">{markup.escape(table.mark)}</span></caption>\n'
        f"<thead>\n{_html_head(table)}</thead>\n"
        + _html_body(table, link)
        + f"<tfoot>\n{foot}</tfoot>\n</table>"
    )


def _html_head(table: Cells) -> str:
    """The header, below a row of the headings above columns where there are any."""
    above = "".join(
        f'<th scope="colgroup" colspan="{span.columns}">{markup.escape(span.label)}</th>'
        if span.label
        else "<td></td>"
        for span in spans(table)
    )
    heads = "".join(
        f'<th scope="col"{_number(number)}>{markup.escape(unbroken(cell))}</th>'
        for cell, number in zip(table.header, centred(table), strict=True)
    )
    return "".join(f"<tr>{row}</tr>\n" for row in (above, heads) if row)


def _number(number: bool) -> str:
    return ' class="number"' if number else ""


def table_html(table: Cells) -> str:
    """The table as a page of its own, which opens from disk and asks the network for nothing."""
    fonts = f".rtx-table {{ font-family: {table.fonts.tables}, system-ui, sans-serif; }}\n"
    return _PAGE.format(title=markup.escape(table.title), style=STYLE + fonts, table=to_html(table))


def aligned(html: str) -> str:
    """The table with the alignment in each cell: style sheets of notebooks align cells right."""
    # The text of cells is escaped, so that only tags match.
    return re.sub(r"<(td|th|caption)\b([^>]*)>", _with_alignment, html)


def _with_alignment(tag: re.Match[str]) -> str:
    middle = "number" in tag[2] or "colgroup" in tag[2]
    return f'<{tag[1]} style="text-align:{"center" if middle else "left"}"{tag[2]}>'


def _html_body(table: Cells, link: str) -> str:
    """The rows, those under one heading in a `tbody` of their own."""
    parts = []
    numbers = centred(table)
    sources = (
        table.sources if link and table.sources else [[()] * len(table.header)] * len(table.rows)
    )
    for place, row in enumerate(table.rows):
        if place == 0 or is_section(row):
            parts.append("</tbody>\n<tbody>\n" if place else "<tbody>\n")
        cells = [
            f"{_linked(markup.escape(text), own, link)}{_superscript(letter)}"
            for text, own, letter in zip(row, sources[place], table.letters[place], strict=True)
        ]
        parts.append(_html_row(cells, numbers, heads=is_section(row)))
    return "".join(parts) + ("</tbody>\n" if parts else "")


def _html_row(cells: Sequence[str], numbers: Sequence[bool], *, heads: bool) -> str:
    if heads:
        return f'<tr><th scope="rowgroup" colspan="{len(cells)}">{cells[0]}</th></tr>\n'
    rest = "".join(
        f"<td{_number(number)}>{cell}</td>"
        for cell, number in zip(cells[1:], numbers[1:], strict=True)
    )
    return f'<tr><th scope="row">{cells[0]}</th>{rest}</tr>\n'


def _linked(text: str, own: Sequence[int], link: str) -> str:
    if not own:
        return text
    rows = " ".join(map(str, own))
    return f'<a href="{link}{own[0]}" data-rows="{rows}">{text}</a>'
