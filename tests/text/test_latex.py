"""The manuscript in LaTeX."""

import dataclasses
import re

import pytest

from publish.books import book, supplement
from rtxoutcomes.style import Manuscript
from rtxoutcomes.tables.latex import latex, table_tex
from rtxoutcomes.text.latex import HIGHEST, manuscript_tex
from rtxoutcomes.text.model import Paragraph, Piece, Text


@pytest.fixture(scope="module")
def source() -> str:
    return manuscript_tex(book())


@pytest.fixture(scope="module")
def more() -> str:
    return manuscript_tex(supplement())


@pytest.mark.parametrize("made", ["source", "more"])
def test_every_environment_is_closed_by_its_own_end(
    made: str, request: pytest.FixtureRequest
) -> None:
    source = request.getfixturevalue(made)
    opened: list[str] = []
    for kind, name in re.findall(r"^[^%\n]*?\\(begin|end)\{(\w+)\}", source, flags=re.MULTILINE):
        if kind == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    assert opened == []


def test_every_table_stands_in_one_of_them_as_in_its_own_file(source: str, more: str) -> None:
    for table in book().tables:
        of_supplement = table.number.startswith("S")
        assert (table_tex(table) in source) != of_supplement, table.key
        assert (table_tex(table) in more) == of_supplement, table.key
    assert table_tex(book().checklist) not in source + more


def test_figures_are_those_of_the_folder_at_their_printed_width(source: str) -> None:
    for plate in book().plates:
        assert (
            rf"\includegraphics[width=\dimexpr 180mm\relax,{HIGHEST}]{{figures/{plate.drawn.key}}}"
            in source
        )
        assert latex(plate.drawn.caption) in source
        assert f"% {plate.drawn.alt}" in source


def test_every_paragraph_stands_in_it_in_order(source: str) -> None:
    place = 0
    for paragraph in book().text.paragraphs:
        for piece in paragraph.pieces:
            place = source.index(latex(piece.text), place)


def test_the_supplement_counts_its_tables_and_figures_anew(source: str, more: str) -> None:
    for kind, first in (("table", r"\begin{longtable}"), ("figure", r"\begin{figure}")):
        anew = rf"\setcounter{{{kind}}}{{0}}\renewcommand{{\the{kind}}}{{S\arabic{{{kind}}}}}"
        assert more.count(anew) == 1
        assert more.index(anew) < more.index(first)
        # A group that was closed between them would have ended what it redefined.
        between = more[more.index(anew) : more.index(first)]
        assert r"\end{" not in between
        assert "\n}\n" not in between
        assert anew not in source


def test_figures_of_a_text_that_places_the_supplement_keep_their_numbers() -> None:
    both = tuple(Paragraph("place", name=name) for name in ("supplement", "figures"))

    result = manuscript_tex(dataclasses.replace(book(), text=Text(both, "", "")))

    assert r"\renewcommand{\thetable}" in result
    assert r"\renewcommand{\thefigure}" not in result


def test_items_stand_in_a_list_and_words_are_never_a_command() -> None:
    pieces = (Piece("50 % of \\x{y} & $z$", emphasis="italic"),)
    items = (Paragraph("item", pieces), Paragraph("item", (Piece("b"),)))
    own = dataclasses.replace(book(), text=Text(items, "", ""), tables=(), plates=())

    result = manuscript_tex(own)

    assert result.count(r"\begin{itemize}") == result.count(r"\end{itemize}") == 1
    assert r"\emph{50 \% of \textbackslash{}x\{y\} \& \$z\$}" in result


def test_a_list_at_the_end_is_closed() -> None:
    places = tuple(Paragraph("place", name=n) for n in ("tables", "figures", "supplement"))
    last = (*places, Paragraph("place", name="checklist"), Paragraph("item", (Piece("b"),)))
    own = dataclasses.replace(book(), text=Text(last, "", ""), tables=(), plates=())

    assert manuscript_tex(own).count(r"\end{itemize}") == 1


def test_lines_are_numbered_and_spaced_where_the_style_asks_for_it(source: str) -> None:
    layout = Manuscript(line_numbers=True, double_spacing=True)
    made = manuscript_tex(dataclasses.replace(book(), layout=layout))

    assert made.index(r"\linenumbers") < made.index(r"\begin{document}")
    assert made.index(r"\doublespacing") < made.index(r"\begin{document}")
    assert r"{\singlespacing\footnotesize" in made
    assert "linenumbers" not in source
    assert "spacing" not in source


def test_a_raised_citation_is_raised_in_latex() -> None:
    raised = Paragraph("paragraph", (Piece("2", "cite.a", emphasis="superscript"),))

    made = manuscript_tex(dataclasses.replace(book(), text=Text((raised,), "", "")))

    assert r"\textsuperscript{2}" in made


def test_its_first_line_names_the_latex_that_its_letters_need() -> None:
    def made(words: str, own_font: str = "") -> list[str]:
        paragraph = Paragraph("paragraph", (Piece(words),))
        text = Text((paragraph,), "", "")
        own = dataclasses.replace(book(), text=text, tables=(), plates=())
        return manuscript_tex(own, own_font).splitlines()

    latin, greek = made("Fatigue \u2264 3 caf\u00e9"), made("\u0394\u03b5\u03c5")
    indic, other = made("\u092e\u0932\u094d \u0627\u0644"), made("\u6f22", "Noto Serif SC")

    assert latin[0] == greek[0] == "% Compile twice with pdflatex."
    assert r"\usepackage{textalpha}" in greek
    assert r"\usepackage{textalpha}" not in latin
    assert indic[0] == (
        "% Compile twice with lualatex; it needs the fonts Noto Serif, Noto Naskh Arabic, "
        "Noto Serif Devanagari."
    )
    assert other[0].endswith("the fonts Noto Serif, Noto Serif SC.")
    assert any('"Noto Serif SC:mode=harf;"' in line for line in other)
