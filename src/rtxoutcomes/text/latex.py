"""The manuscript in LaTeX, with booktabs tables and the figures of the report folder."""

from collections.abc import Iterator
from itertools import groupby

from rtxoutcomes.tables.latex import latex, table_tex
from rtxoutcomes.tables.layout import is_wide
from rtxoutcomes.tables.manuscript import LETTER
from rtxoutcomes.text.model import Paragraph, Piece
from rtxoutcomes.text.plate import Book, Plate
from rtxoutcomes.text.word import REMINDER, heading_of

HEAD = r"""% {mark}
\documentclass[11pt,a4paper]{{article}}
\usepackage[T1]{{fontenc}}
\usepackage[utf8]{{inputenc}}
\usepackage{{textcomp}}
\usepackage[margin=15mm]{{geometry}}
\usepackage{{array,booktabs,longtable,graphicx,xcolor,pdflscape,fancyhdr}}
\usepackage[hidelinks]{{hyperref}}
\hypersetup{{pdftitle={{{title}}}}}
\setlength{{\parindent}}{{0pt}}\setlength{{\parskip}}{{0.6em}}
\setlength{{\LTcapwidth}}{{\linewidth}}\setlength{{\tabcolsep}}{{3pt}}
\pagestyle{{fancy}}\fancyhf{{}}\renewcommand{{\headrulewidth}}{{0pt}}
\fancyfoot[L]{{\footnotesize {mark}}}\fancyfoot[R]{{\footnotesize\thepage}}
"""
NUMBERED = r"\usepackage{lineno}\AtBeginDocument{\linenumbers}"
SPACED = r"\usepackage{setspace}\AtBeginDocument{\doublespacing}"
BEGIN = r"\begin{document}"
FOOT = r"\end{document}"
LEVELS = {1: "section", 2: "section", 3: "subsection", 4: "subsubsection"}
FIGURES = "figures"


def manuscript_tex(book: Book) -> str:
    """The whole manuscript; LaTeX finds the figures next to it, in `figures/`."""
    layout = book.layout
    wanted = [NUMBERED] * layout.line_numbers + [SPACED] * layout.double_spacing
    head = HEAD.format(mark=latex(book.mark), title=latex(book.title))
    lines = ["\n".join([head.rstrip("\n"), *wanted, BEGIN, ""])]
    listed = False
    for paragraph in book.paragraphs:
        if listed != (paragraph.kind == "item"):
            listed = not listed
            lines.append(r"\begin{itemize}" if listed else r"\end{itemize}")
        is_place = paragraph.kind == "place"
        lines.extend(_placed(book, paragraph) if is_place else [_set(paragraph)])
    if listed:
        lines.append(r"\end{itemize}")
    return "\n\n".join([*lines, FOOT]) + "\n"


def _set(paragraph: Paragraph) -> str:
    text = "".join(map(_piece, paragraph.pieces))
    if paragraph.kind == "title":
        return rf"{{\LARGE\bfseries {text}\par}}"
    if paragraph.kind == "heading":
        return rf"\{LEVELS[min(max(paragraph.level, 1), 4)]}*{{{text}}}"
    return rf"\item {text}" if paragraph.kind == "item" else text


def _piece(piece: Piece) -> str:
    text = latex(piece.text)
    if piece.text.startswith(REMINDER):
        text = rf"\colorbox{{yellow!60}}{{\parbox{{0.97\linewidth}}{{{text}}}}}"
    commands = {"bold": "textbf", "italic": "emph", "superscript": "textsuperscript"}
    return rf"\{commands[piece.emphasis]}{{{text}}}" if piece.emphasis else text


def _placed(book: Book, paragraph: Paragraph) -> Iterator[str]:
    yield r"\clearpage"
    if heading := heading_of(book, paragraph.name):
        yield rf"\section*{{{heading}}}"
    if paragraph.name == FIGURES:
        if any(plate.is_supplementary for plate in book.plates):
            yield _counted_anew("figure")
        yield from (_figure(plate) for plate in book.plates)
    else:
        # Within the group, so that tables of the manuscript may follow.
        anew = _counted_anew("table") if paragraph.name == "supplement" else ""
        single = r"\singlespacing" if book.layout.double_spacing else ""
        yield rf"{{{single}\footnotesize{anew}"
        for across, own in groupby(book.tables_at(paragraph.name), is_wide):
            turned = (r"\begin{landscape}", r"\end{landscape}") if across else ("", "")
            yield from filter(None, (turned[0], *map(table_tex, own), turned[1]))
        yield "}"


def _counted_anew(kind: str) -> str:
    """From here on, tables or figures are numbered S1, S2, ..."""
    return rf"\setcounter{{{kind}}}{{0}}\renewcommand{{\the{kind}}}{{{LETTER}\arabic{{{kind}}}}}"


def _figure(plate: Plate) -> str:
    """The width is the printed one; words for the picture are for readers of the source."""
    key, width = plate.drawn.key, rf"\dimexpr {plate.drawn.width_mm:g}mm\relax"
    return "\n".join(
        [
            f"% {' '.join(plate.drawn.alt.split())}",
            r"\begin{figure}[htbp]",
            rf"\includegraphics[width={width}]{{{FIGURES}/{key}}}",
            rf"\caption{{{latex(plate.drawn.caption)}}}\label{{fig:{key}}}",
            r"\end{figure}",
        ]
    )
