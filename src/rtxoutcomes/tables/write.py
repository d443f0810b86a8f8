"""A table of text as CSV, Markdown, HTML and LaTeX: the same cells in each."""

import csv
import html as markup
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

import pandas as pd

from rtxoutcomes.cohort import origin_cell
from rtxoutcomes.results.frame import SIGNIFICANT_DIGITS
from rtxoutcomes.style import Fonts

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
.rtx-table td:nth-child(2) { white-space: nowrap; }
.rtx-table thead tr { border-top: 2px solid; border-bottom: 1px solid; }
.rtx-table thead th { vertical-align: bottom; }
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
_LATEX = {
    **{character: f"\\{character}" for character in "{}$&#_%"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    # Straight after a line break, LaTeX reads these as that command's own arguments.
    "[": "{[}",
    "*": "{*}",
    "\N{MIDDLE DOT}": r"\textperiodcentered{}",
    "\N{MINUS SIGN}": "$-$",
    "\N{LESS-THAN OR EQUAL TO}": r"$\le$",
    "\N{GREATER-THAN OR EQUAL TO}": r"$\ge$",
    "\N{EN DASH}": "--",
}

_LATEX_TABLE = str.maketrans(_LATEX)


class Cells(Protocol):
    """What the writers see of a table; `model.Table` is one."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def footnotes(self) -> tuple[str, ...]: ...
    @property
    def origin(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def caption(self) -> str: ...
    @property
    def sources(self) -> tuple[tuple[tuple[int, ...], ...], ...]: ...
    @property
    def fonts(self) -> Fonts: ...


def is_section(row: Sequence[str]) -> bool:
    """Whether a row only heads those below it: nothing stands beside its first cell."""
    return len(row) > 1 and not any(row[1:])


def table_csv(table: Cells) -> str:
    """Header and rows with the origin as last column, no title or footnote; lines end in LF."""
    rows = [(*row, origin_cell(table.origin)) for row in table.rows]
    return _csv([(*table.header, "origin"), *rows])


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
    """A pipe table with its title above and the footnotes below."""
    lines = [table.header, ("---",) * len(table.header), *table.rows]
    pipes = [f"| {' | '.join(map(_markdown, line))} |" for line in lines]
    pipes[1] = f"|{' --- |' * len(table.header)}"
    notes = [f"- {_markdown(note)}" for note in table.footnotes]
    head = f"**{_markdown(table.caption)}** ({_markdown(table.mark)})"
    return "\n".join([head, "", *pipes, "", *notes]) + "\n"


def _markdown(text: str) -> str:
    return re.sub(r"([\\|*_`<\[\]])", r"\\\1", text)


def to_html(table: Cells, link: str = "") -> str:
    """A `table` element to set into a page: caption, scopes, footnotes in its foot; no script.

    With `link`, a cell that shows rows of the results leads to the first of them: `#row-` makes
    `<a href="#row-17" data-rows="17 18">`.
    """
    head = "".join(f'<th scope="col">{markup.escape(cell)}</th>' for cell in table.header)
    span = len(table.header)
    foot = "".join(
        f'<tr><td colspan="{span}">{markup.escape(n)}</td></tr>\n' for n in table.footnotes
    )
    sources = table.sources if link else ()
    return (
        '<table class="rtx-table">\n'
        f"<caption>{markup.escape(table.caption)} "
        f'<span class="mark">{markup.escape(table.mark)}</span></caption>\n'
        f"<thead>\n<tr>{head}</tr>\n</thead>\n"
        + _html_body(table.rows, sources, link)
        + f"<tfoot>\n{foot}</tfoot>\n</table>"
    )


def table_html(table: Cells) -> str:
    """The table as a page of its own, which opens from disk and asks the network for nothing."""
    fonts = f".rtx-table {{ font-family: {table.fonts.tables}, system-ui, sans-serif; }}\n"
    return _PAGE.format(title=markup.escape(table.title), style=STYLE + fonts, table=to_html(table))


def left_aligned(html: str) -> str:
    """The table with the alignment in each cell: style sheets of notebooks align cells right."""
    # The text of cells is escaped, so that only tags match.
    return re.sub(r"<(td|th|caption)\b", r'<\1 style="text-align:left"', html)


def _html_body(
    rows: Sequence[tuple[str, ...]], sources: Sequence[Sequence[Sequence[int]]], link: str
) -> str:
    """The rows, those under one heading in a `tbody` of their own."""
    parts = []
    for place, row in enumerate(rows):
        if place == 0 or is_section(row):
            parts.append("</tbody>\n<tbody>\n" if place else "<tbody>\n")
        parts.append(_html_row(row, sources[place] if sources else [()] * len(row), link))
    return "".join(parts) + ("</tbody>\n" if parts else "")


def _html_row(row: tuple[str, ...], sources: Sequence[Sequence[int]], link: str) -> str:
    first = markup.escape(row[0])
    if is_section(row):
        return f'<tr><th scope="rowgroup" colspan="{len(row)}">{first}</th></tr>\n'
    cells = "".join(
        f"<td>{_linked(markup.escape(text), own, link)}</td>"
        for text, own in zip(row[1:], sources[1:], strict=True)
    )
    return f'<tr><th scope="row">{first}</th>{cells}</tr>\n'


def _linked(text: str, own: Sequence[int], link: str) -> str:
    if not own:
        return text
    rows = " ".join(map(str, own))
    return f'<a href="{link}{own[0]}" data-rows="{rows}">{text}</a>'


def table_tex(table: Cells) -> str:
    """A `longtable` in booktabs style; the first lines say its mark and the packages it needs."""
    span = len(table.header)
    head = " & ".join(map(latex, table.header)) + r" \\"
    lines = [
        f"% {table.mark}",
        r"% \usepackage{array,booktabs,longtable} and \usepackage[T1]{fontenc}",
        rf"\begin{{longtable}}{{{_latex_columns(span)}}}",
        rf"\caption{{{latex(table.title)} ({latex(table.mark)})}}\label{{tab:{table.key}}}\\",
        *(r"\toprule", head, r"\midrule", r"\endfirsthead"),
        *(r"\toprule", head, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot"),
        *(_latex_row(row, span) for row in table.rows),
        r"\end{longtable}",
        *(rf"\noindent{{\footnotesize {latex(note)}\par}}" for note in table.footnotes),
    ]
    return "\n".join(lines) + "\n"


def _latex_columns(span: int) -> str:
    width = f"{0.94 / (span + 1):.3f}"
    first = f"{2 * 0.94 / (span + 1):.3f}"
    column = r">{{\raggedright\arraybackslash}}p{{{}\linewidth}}"
    return (column.format(first) + column.format(width) * (span - 1)).replace("}>", "}\n>")


def _latex_row(row: tuple[str, ...], span: int) -> str:
    if is_section(row):
        return rf"\multicolumn{{{span}}}{{l}}{{\textbf{{{latex(row[0])}}}}} \\"
    return " & ".join(map(latex, row)) + r" \\"


def latex(text: str) -> str:
    """Text with every character that LaTeX would take for a command written out."""
    return text.translate(_LATEX_TABLE)
