"""The manuscript in LaTeX, with booktabs tables and the figures of the report folder."""

import re
from collections.abc import Iterator
from itertools import groupby

from rtxoutcomes.tables.latex import has_greek, is_beyond_pdflatex, latex, table_tex
from rtxoutcomes.tables.layout import is_wide
from rtxoutcomes.tables.manuscript import LETTER
from rtxoutcomes.text.model import Paragraph, Piece
from rtxoutcomes.text.plate import Book, Plate
from rtxoutcomes.text.word import REMINDER, heading_of

HEAD = r"""% {engine}
% {mark}
\documentclass[11pt,a4paper]{{article}}
{fonts}
\usepackage[margin=15mm]{{geometry}}
\usepackage{{array,booktabs,longtable,graphicx,xcolor,pdflscape,fancyhdr}}
\usepackage[hidelinks]{{hyperref}}
\hypersetup{{pdftitle={{{title}}}}}
\setlength{{\parindent}}{{0pt}}\setlength{{\parskip}}{{0.6em}}\setlength{{\emergencystretch}}{{3em}}
\setlength{{\LTcapwidth}}{{\linewidth}}\setlength{{\tabcolsep}}{{3pt}}
\pagestyle{{fancy}}\fancyhf{{}}\renewcommand{{\headrulewidth}}{{0pt}}
\fancyfoot[L]{{\footnotesize {mark}}}\fancyfoot[R]{{\footnotesize\thepage}}
"""
PDFLATEX = "Compile twice with pdflatex."
# Without Latin Modern letters may be pictures of dots.
_TEXT = r"""\usepackage[utf8]{inputenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{textcomp}"""
TEXT_FONTS = "\n".join([r"\usepackage[T1]{fontenc}", _TEXT])
GREEK_FONTS = "\n".join([r"\usepackage[LGR,T1]{fontenc}", _TEXT, r"\usepackage{textalpha}"])
LUALATEX = "Compile twice with lualatex; it needs the fonts {fonts}."
SERIF = "Noto Serif"
# Fonts of other scripts, with the name of the script in OpenType and its letters.
SCRIPTS = (
    ("Noto Naskh Arabic", "arab", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"),
    ("Noto Serif Devanagari", "dev2", "\u0900-\u097f\ua8e0-\ua8ff"),
    ("Noto Serif Hebrew", "hebr", "\u0590-\u05ff\ufb1d-\ufb4f"),
)
FALLBACK = r"""\usepackage{{fontspec}}
\directlua{{luaotfload.add_fallback("scripts", {{{fallback}}})}}
\setmainfont{{{serif}}}[RawFeature={{fallback=scripts}}]
\newcommand\rtl[1]{{\bgroup\textdir TRT#1\egroup}}
\newcommand\ltr[1]{{\bgroup\textdir TLT#1\egroup}}
\AtBeginDocument{{\pdfstringdefDisableCommands{{\def\rtl#1{{#1}}\def\ltr#1{{#1}}}}}}"""
NUMBERED = r"\usepackage{lineno}\AtBeginDocument{\linenumbers}"
SPACED = r"\usepackage{setspace}\AtBeginDocument{\doublespacing}"
BEGIN = r"\begin{document}"
FOOT = r"\end{document}"
LEVELS = {1: "section", 2: "section", 3: "subsection", 4: "subsubsection"}
FIGURES = "figures"
HIGHEST = r"height=0.72\textheight,keepaspectratio"
_COMMENT = re.compile(r"^%.*$", re.MULTILINE)


def manuscript_tex(book: Book, own_font: str = "") -> str:
    """The whole manuscript; LaTeX finds the figures next to it, in `figures/`.

    Its first line says which LaTeX compiles it: pdfLaTeX where the text is Latin, Greek and common
    signs, else LuaLaTeX. `own_font` is the name of a font for letters that the others lack.
    """
    body = "\n\n".join([*_body(book), FOOT])
    return f"{_head(book, body, own_font)}\n\n\n{body}\n"


def _head(book: Book, body: str, own_font: str) -> str:
    """What precedes the text, as its letters ask for."""
    layout = book.layout
    wanted = [NUMBERED] * layout.line_numbers + [SPACED] * layout.double_spacing
    title, mark = latex(book.title), latex(book.mark)
    engine, fonts = _engine("\n".join([title, _COMMENT.sub("", body)]), own_font)
    head = HEAD.format(engine=engine, fonts=fonts, mark=mark, title=title)
    return "\n".join([head.rstrip("\n"), *wanted, BEGIN])


def _engine(text: str, own_font: str) -> tuple[str, str]:
    """The line that names the LaTeX, and the lines that load its fonts."""
    if not is_beyond_pdflatex(text):
        return PDFLATEX, GREEK_FONTS if has_greek(text) else TEXT_FONTS
    needed = [(name, script) for name, script, own in SCRIPTS if re.search(f"[{own}]", text)]
    names = [SERIF, *(name for name, _ in needed), *filter(None, [own_font])]
    fallback = [f'"{name}:mode=harf;script={script};"' for name, script in needed]
    fallback += [f'"{own_font}:mode=harf;"'] if own_font else []
    fonts = FALLBACK.format(fallback=", ".join(fallback), serif=SERIF)
    return LUALATEX.format(fonts=", ".join(names)), fonts


def _body(book: Book) -> Iterator[str]:
    listed = False
    for paragraph in book.paragraphs:
        if listed != (paragraph.kind == "item"):
            listed = not listed
            yield r"\begin{itemize}" if listed else r"\end{itemize}"
        is_place = paragraph.kind == "place"
        yield from _placed(book, paragraph) if is_place else [_set(paragraph)]
    if listed:
        yield r"\end{itemize}"


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
    """The width is the printed one, less where no caption would fit below the figure.

    Words for the picture are for readers of the source.
    """
    key, width = plate.drawn.key, rf"\dimexpr {plate.drawn.width_mm:g}mm\relax"
    return "\n".join(
        [
            f"% {' '.join(plate.drawn.alt.split())}",
            r"\begin{figure}[htbp]",
            rf"\includegraphics[width={width},{HIGHEST}]{{{FIGURES}/{key}}}",
            rf"\caption{{{latex(plate.drawn.caption)}}}\label{{fig:{key}}}",
            r"\end{figure}",
        ]
    )
