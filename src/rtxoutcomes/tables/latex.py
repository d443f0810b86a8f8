"""A table of text in LaTeX."""

import math
import re
from collections.abc import Iterator, Sequence

from rtxoutcomes.tables.layout import (
    ACROSS_MM,
    UPRIGHT_MM,
    Cells,
    centred,
    column_widths,
    is_section,
    is_wide,
    kept_with_next,
    spans,
    text_width,
    unbroken,
)
from rtxoutcomes.wording import RIGHT_TO_LEFT

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
    "\N{NO-BREAK SPACE}": "~",
    **dict.fromkeys("\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}", r"\,"),
    "\N{NON-BREAKING HYPHEN}": r"\mbox{-}",
    "\N{ALMOST EQUAL TO}": r"$\approx$",
    "\N{NOT EQUAL TO}": r"$\neq$",
    "\N{INFINITY}": r"$\infty$",
    "\N{SQUARE ROOT}": r"$\surd$",
    "\N{INCREMENT}": r"$\Delta$",
    "\N{PRIME}": "$'$",
    "\N{DOUBLE PRIME}": "$''$",
    **{c: rf"\textsuperscript{{{k}}}" for c, k in zip("⁰⁴⁵⁶⁷⁸⁹⁺⁻", "0456789+-", strict=True)},
    **{c: rf"\textsubscript{{{k}}}" for k, c in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}

_LATEX_TABLE = str.maketrans(_LATEX)
# What pdfLaTeX sets with the packages of a manuscript: Latin, Greek and common signs.
GREEK = "\u0384-\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
_LATIN = "\n -~\u00a1-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e"
_SIGNS = (
    "\u2010-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030"
    "\u2039\u203a\u2044\u20ac\u2122\u2190-\u2193"
)
_BEYOND = re.compile(f"[^{_LATIN}{_SIGNS}{GREEK}]")
# From the first letter of a script that runs from right to left to the last one before others,
# and the numbers within it, which run from left to right.
_RUN = re.compile(f"[{RIGHT_TO_LEFT}](?:[^A-Za-z0-9({RIGHT_TO_LEFT}]*[{RIGHT_TO_LEFT}])*")
_DIGITS = re.compile("[\u0660-\u0669\u066b\u066c\u06f0-\u06f9]+")
# Of a page, upright and across, with room for the caption and the notes; letters have 9 points.
MOST_LINES, MOST_LINES_ACROSS = 52, 32
EMS_A_MM = 72 / 25.4 / 9
FOR_PDFLATEX = r"% \usepackage{array,booktabs,longtable} and \usepackage[T1]{fontenc}"
FOR_GREEK = r"% \usepackage{array,booktabs,longtable,textalpha} and \usepackage[LGR,T1]{fontenc}"
FOR_LUALATEX = "% LuaLaTeX and the fonts and commands at the head of a manuscript of these labels"


def table_tex(table: Cells) -> str:
    """A `longtable` in booktabs style; the first lines say its mark and the packages it needs."""
    head = [*_spanners(table), " & ".join(latex(unbroken(head)) for head in table.header) + r" \\"]
    body = [
        rf"\begin{{longtable}}{{{_columns(table)}}}",
        rf"\caption{{{latex(table.title)} ({latex(table.mark)})}}\label{{tab:{table.key}}}\\",
        *(r"\toprule", *head, r"\midrule", r"\endfirsthead"),
        *(r"\toprule", *head, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot"),
        *_rows(table),
        r"\end{longtable}",
        *(rf"\noindent{{\footnotesize {_marked('', k)}{latex(n)}\par}}" for k, n in table.notes),
    ]
    text = "\n".join(body)
    needs = FOR_LUALATEX if is_beyond_pdflatex(text) else FOR_GREEK if has_greek(text) else ""
    return "\n".join([f"% {table.mark}", needs or FOR_PDFLATEX, text]) + "\n"


def is_beyond_pdflatex(source: str) -> bool:
    """Whether a source, without its comments, holds letters that pdfLaTeX cannot set."""
    return _BEYOND.search(source) is not None


def has_greek(source: str) -> bool:
    return re.search(f"[{GREEK}]", source) is not None


def _spanners(table: Cells) -> Iterator[str]:
    """The row of headings above columns, and the rule below each."""
    found = spans(table)
    if found:
        cells = (
            rf"\multicolumn{{{span.columns}}}{{c}}{{{latex(span.label)}}}" if span.label else ""
            for span in found
        )
        yield " & ".join(cells) + r" \\"
        yield "".join(
            rf"\cmidrule(lr){{{span.first + 1}-{span.first + span.columns}}}"
            for span in found
            if span.label
        )


def _columns(table: Cells) -> str:
    """Columns as wide as their text asks, together as wide as the line."""
    columns = [
        rf">{{\{side}\arraybackslash}}p{{\dimexpr {width / 1000:.3f}\linewidth-2\tabcolsep\relax}}"
        for width, side in zip(
            column_widths(table, 1000),
            ("centering" if number else "raggedright" for number in centred(table)),
            strict=True,
        )
    ]
    return "\n".join(columns)


def _rows(table: Cells) -> Iterator[str]:
    # Notes follow outside the table, so that its last row stays with nothing in it.
    kept = (*kept_with_next(table.rows)[:-1], False)
    if _lines(table) > (MOST_LINES_ACROSS if is_wide(table) else MOST_LINES):
        # Rows of several lines may need more than a page.
        kept = tuple(map(is_section, table.rows))
    for row, letters, stays in zip(table.rows, table.letters, kept, strict=True):
        yield _row(row, letters) + (r" \\*" if stays else r" \\")


def _lines(table: Cells) -> int:
    """About how many lines the rows take: LaTeX cuts off what it must not split."""
    ems = (ACROSS_MM if is_wide(table) else UPRIGHT_MM) * EMS_A_MM
    widths = [max(width * ems / 1000 - 1, 1) for width in column_widths(table, 1000)]
    return sum(
        max(math.ceil(text_width(c) / w) for c, w in zip(row, widths, strict=True))
        for row in table.rows
        if not is_section(row)
    ) + sum(map(is_section, table.rows))


def _row(row: Sequence[str], letters: Sequence[str]) -> str:
    if is_section(row):
        text = rf"\textbf{{{_marked(row[0], letters[0])}}}"
        return rf"\multicolumn{{{len(row)}}}{{l}}{{{text}}}"
    return " & ".join(map(_marked, row, letters))


def _marked(text: str, letter: str) -> str:
    return latex(text) + (rf"\textsuperscript{{{letter}}}" if letter else "")


def latex(text: str) -> str:
    """Text with every character that LaTeX would take for a command written out.

    What runs from right to left is isolated: it does not reorder the numbers next to it.
    """
    parts, place = [], 0
    for run in _RUN.finditer(text):
        turned = _DIGITS.sub(r"\\ltr{\g<0>}", run[0].translate(_LATEX_TABLE))
        parts += [text[place : run.start()].translate(_LATEX_TABLE), rf"\rtl{{{turned}}}"]
        place = run.end()
    return "".join([*parts, text[place:].translate(_LATEX_TABLE)])
