"""A table of text in LaTeX."""

from collections.abc import Iterator, Sequence

from rtxoutcomes.tables.layout import (
    Cells,
    centred,
    column_widths,
    is_section,
    kept_with_next,
    spans,
    unbroken,
)

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
}

_LATEX_TABLE = str.maketrans(_LATEX)


def table_tex(table: Cells) -> str:
    """A `longtable` in booktabs style; the first lines say its mark and the packages it needs."""
    head = [*_spanners(table), " & ".join(latex(unbroken(head)) for head in table.header) + r" \\"]
    lines = [
        f"% {table.mark}",
        r"% \usepackage{array,booktabs,longtable} and \usepackage[T1]{fontenc}",
        rf"\begin{{longtable}}{{{_columns(table)}}}",
        rf"\caption{{{latex(table.title)} ({latex(table.mark)})}}\label{{tab:{table.key}}}\\",
        *(r"\toprule", *head, r"\midrule", r"\endfirsthead"),
        *(r"\toprule", *head, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot"),
        *_rows(table),
        r"\end{longtable}",
        *(rf"\noindent{{\footnotesize {_marked('', k)}{latex(n)}\par}}" for k, n in table.notes),
    ]
    return "\n".join(lines) + "\n"


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
    for row, letters, stays in zip(table.rows, table.letters, kept, strict=True):
        yield _row(row, letters) + (r" \\*" if stays else r" \\")


def _row(row: Sequence[str], letters: Sequence[str]) -> str:
    if is_section(row):
        text = rf"\textbf{{{_marked(row[0], letters[0])}}}"
        return rf"\multicolumn{{{len(row)}}}{{l}}{{{text}}}"
    return " & ".join(map(_marked, row, letters))


def _marked(text: str, letter: str) -> str:
    return latex(text) + (rf"\textsuperscript{{{letter}}}" if letter else "")


def latex(text: str) -> str:
    """Text with every character that LaTeX would take for a command written out."""
    return text.translate(_LATEX_TABLE)
