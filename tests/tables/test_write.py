import csv
import io
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from released import bundled
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.tables.latex import table_tex
from rtxoutcomes.tables.layout import flat_header, is_section, spans
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import (
    frame_csv,
    table_csv,
    table_html,
    table_md,
    to_html,
)
from tables.made_up import released

HARD = '50% & <b>x</b> | a_b #1 {y} \\z ~ ^ $5 [a] *c* `d` "e" \u2212\u2264\u2265\u2013'
TABLES = [
    *all_tables(bundled()),
    *all_tables(replace(released(), style=read_style("lancet"))),
    Table(
        key="hard_cells",
        title=f"Title {HARD}",
        header=("Name", HARD),
        rows=((HARD, "1"), ("Section", ""), ("[x", "*"), ("x", HARD)),
        footnotes=(HARD,),
        spanners=("", f"Above {HARD}"),
        marks=(("", "a"), ("", ""), ("", ""), ("b", "a,b")),
        lettered=(f"Note {HARD}", "Other"),
        origin="synthetic",
        mark="Synthetic data: made-up patients",
    ),
]
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)


class Cells(HTMLParser):
    """Cells of a table's head and body, each with its scope; the foot apart."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[str] = []
        self.rows: list[list[str]] = []
        self.scopes: list[list[str]] = []
        self.notes: list[str] = []
        self.caption = ""
        self._part = ""
        self._fill = 0
        self._raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("thead", "tbody", "tfoot", "caption"):
            self._part = tag
        elif tag == "tr" and self._part != "tfoot":
            self.rows.append([])
            self.scopes.append([])
        elif tag in ("td", "th") and self._part == "tfoot":
            self.notes.append("")
        elif tag == "sup":
            self._raised = True
        elif tag in ("td", "th"):
            span = int(given.get("colspan") or 1)
            self.rows[-1].extend([""] * span)
            self.scopes[-1].append(given.get("scope") or "")
            self._fill = len(self.rows[-1]) - span

    def handle_data(self, data: str) -> None:
        if self._raised:
            self.letters.append(data)
            if self._part == "tfoot":
                self.notes[-1] += data
        elif self._part == "caption":
            self.caption += data
        elif self._part == "tfoot" and data.strip():
            self.notes[-1] += data
        elif self._part in ("thead", "tbody") and data != "\n":
            self.rows[-1][self._fill] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup":
            self._raised = False
        if tag in ("thead", "tbody", "tfoot", "caption"):
            self._part = ""


def read_html(text: str) -> Cells:
    parser = Cells()
    parser.feed(text)
    return parser


def grid(table: Table) -> list[list[str]]:
    """The cells under one header row, as CSV and Markdown have them."""
    return [list(flat_header(table)), *map(list, table.rows)]


def full_grid(table: Table) -> list[list[str]]:
    """The cells below the headings above columns, each followed by the columns it spans."""
    above = [[span.label, *[""] * (span.columns - 1)] for span in spans(table)]
    header = [[text for own in above for text in own]] if above else []
    return [*header, list(table.header), *map(list, table.rows)]


def lettered(table: Table) -> list[str]:
    """The letters of the cells in reading order."""
    return [letter for line in table.letters for letter in line if letter]


def notes(table: Table) -> list[str]:
    return [f"{letter} {note}".strip() for letter, note in table.notes]


@every_table
def test_csv_reads_back_as_the_same_cells_and_the_origin(table: Table) -> None:
    text = table_csv(table)

    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert [line[:-1] for line in lines] == grid(table)
    assert {line[-1] for line in lines[1:]} == {table.origin}
    assert "\r" not in text


@every_table
def test_markdown_reads_back_as_the_same_cells(table: Table) -> None:
    lines = [line for line in table_md(table).splitlines() if line.startswith("|")]

    rows = [line for line in lines if not re.fullmatch(r"\|( :?---:? \|)+", line)]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in rows]
    raised = re.compile(r"(?<!\\)<sup>([a-z,]+)</sup>")
    read = [
        [re.sub(r"\\(.)", r"\1", raised.sub("", cell).strip()) for cell in line] for line in cells
    ]
    assert read == grid(table)
    assert [x for line in cells for cell in line for x in raised.findall(cell)] == lettered(table)


@every_table
def test_markdown_names_title_mark_and_footnotes(table: Table) -> None:
    text = re.sub(r"\\(.)", r"\1", table_md(table).replace("\\\\", "\0")).replace("\0", "\\")

    for words in (table.caption, table.mark, *table.footnotes, *table.lettered):
        assert words in text


@every_table
def test_html_reads_back_as_the_same_cells_title_and_footnotes(table: Table) -> None:
    read = read_html(to_html(table))

    # Within short brackets of the header a line is not broken.
    assert [[cell.replace("\xa0", " ") for cell in line] for line in read.rows] == full_grid(table)
    assert read.caption == f"{table.caption} {table.mark}"
    assert read.notes == notes(table)
    assert read.letters == [*lettered(table), *(letter for letter, _ in table.notes if letter)]


@every_table
def test_html_says_what_each_heading_heads(table: Table) -> None:
    read = read_html(to_html(table))

    above = 1 if spans(table) else 0
    assert set(read.scopes[above]) == {"col"}
    assert set(read.scopes[:above][0] if above else ["colgroup"]) <= {"colgroup", ""}
    for row, scopes in zip(table.rows, read.scopes[above + 1 :], strict=True):
        assert scopes[0] == ("rowgroup" if is_section(row) else "row")


@every_table
def test_a_page_holds_the_table_and_asks_for_nothing(table: Table) -> None:
    page = table_html(table)

    assert to_html(table) in page
    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"<script|<link|<img|url\(|https?:", page)


_UNTEX = {
    r"\textbackslash{}": "\\",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\textquotedbl{}": '"',
    "{[}": "[",
    "{*}": "*",
    r"\textperiodcentered{}": "\u00b7",
    "$-$": "\u2212",
    r"$\le$": "\u2264",
    r"$\ge$": "\u2265",
    "--": "\u2013",
    **{f"\\{character}": character for character in "{}$&#_%"},
}
_UNTEX_PATTERN = re.compile("|".join(map(re.escape, sorted(_UNTEX, key=len, reverse=True))))


def untex(text: str) -> str:
    return _UNTEX_PATTERN.sub(lambda found: _UNTEX[found[0]], text)


@every_table
def test_latex_reads_back_as_the_same_cells(table: Table) -> None:
    text = table_tex(table)

    body = text.split("\\endfoot\n")[1].split("\\end{longtable}")[0]
    read = []
    raised = re.compile(r"\\textsuperscript\{([a-z,]+)\}")
    assert raised.findall(body) == lettered(table)
    for line in raised.sub("", body).splitlines():
        content = line.removesuffix("*").removesuffix(r" \\")
        heading = re.fullmatch(r"\\multicolumn\{\d+\}\{l\}\{\\textbf\{(.*)\}\}", content)
        if heading:
            read.append([untex(heading[1]), *[""] * (len(table.header) - 1)])
        else:
            read.append([untex(cell) for cell in re.split(r"(?<!\\) & ", content)])
    assert read == grid(table)[1:]


@every_table
def test_latex_leaves_no_bracket_or_star_to_a_line_break(table: Table) -> None:
    body = table_tex(table).split("\\endfoot\n")[1]

    # The star of a row that stays with the next is ours, at the end of its line.
    assert not re.search(r"\\\\\*?\n\s*[\[*]|\\\\\*? *\[", body)
    assert table.mark in table_tex(table).splitlines()[0]


def test_a_lone_column_has_no_sections() -> None:
    assert not is_section(("x",))
    assert is_section(("x", "", ""))
    assert not is_section(("x", "", "1"))


def test_a_frame_is_written_with_ten_digits_and_empty_cells() -> None:
    frame = pd.DataFrame(
        {
            "name": ["a,b", None],
            "n": pd.array([3, None], dtype="Int64"),
            "estimate": [1 / 3, float("nan")],
            "zero": [-0.0, 1e-20],
            "ok": [True, False],
        }
    )

    text = frame_csv(frame, "synthetic")

    assert text == (
        "name,n,estimate,zero,ok,origin\n"
        '"a,b",3,0.3333333333,0,True,synthetic\n'
        ",,,1e-20,False,synthetic\n"
    )


def test_an_empty_frame_keeps_its_columns() -> None:
    assert frame_csv(pd.DataFrame(columns=["a", "b"]), "patient") == "a,b,origin\n"


@settings(max_examples=100, deadline=None)
# The largest doubles, rounded up, exceed the largest.
@given(st.floats(-1.7e308, 1.7e308))
def test_a_written_number_reads_back_to_ten_digits(value: float) -> None:
    text = frame_csv(pd.DataFrame({"x": [value]}), "synthetic").splitlines()[1]

    # Ten significant digits are at most 5e-10 away, relative; subnormals hold fewer digits.
    assert float(text.split(",")[0]) == pytest.approx(value, rel=5.00001e-10, abs=1e-307)


def test_cells_lead_to_the_rows_they_show() -> None:
    table = all_tables(bundled())[1]

    linked, plain = to_html(table, "#row-"), to_html(table)

    place = table.sources[0][1][0]
    assert f'<a href="#row-{place}" data-rows="{place}">{table.rows[0][1]}</a>' in linked
    assert "<a " not in plain
    assert read_html(linked).rows == read_html(plain).rows
    own = bundled().estimates.iloc[place]
    assert (own["group"], own["term"], own["events"]) == ("RRMS", "proportion", 8)


def test_a_table_of_nothing_but_a_header_is_still_a_table() -> None:
    empty = Table("empty", "Nothing", ("a", "b"), (), (), "synthetic", "Mark")

    assert read_html(to_html(empty)).rows == [["a", "b"]]
    assert "<tbody>" not in to_html(empty)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no LaTeX here")
def test_latex_compiles(tmp_path: Path) -> None:
    head = (
        "\\documentclass[a4paper,landscape]{article}\n\\usepackage[T1]{fontenc}\n"
        "\\usepackage[utf8]{inputenc}\n\\usepackage{array,booktabs,longtable}\n"
        "\\begin{document}\n"
    )
    body = "\n\\clearpage\n".join(table_tex(table) for table in TABLES)
    (tmp_path / "all.tex").write_text(f"{head}{body}\n\\end{{document}}\n", encoding="utf-8")

    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-up", "@SUM(A1)", "\tx", "-1.2.3", "-"])
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    (_, row) = csv.reader(io.StringIO(frame_csv(pd.DataFrame({"a": [cell]}), "public")))

    assert row[0] == f"'{cell}"


@pytest.mark.parametrize("number", [-0.32, -1e-7, 1e300, -4.0])
def test_a_number_is_no_formula(number: float) -> None:
    (_, row) = csv.reader(io.StringIO(frame_csv(pd.DataFrame({"a": [number]}), "public")))

    assert float(row[0]) == number


def test_tables_of_patients_say_in_each_line_that_they_are_internal() -> None:
    (_, row) = csv.reader(io.StringIO(frame_csv(pd.DataFrame({"a": [1]}), "patient")))

    assert row[-1] == "patient: internal, not checked for release"


def test_latex_heads_neighbouring_columns_with_a_rule_below() -> None:
    text = table_tex(SPANNED)

    assert r" & \multicolumn{2}{c}{Last} & \multicolumn{1}{c}{Fixed} \\" in text
    assert r"\cmidrule(lr){2-3}\cmidrule(lr){4-4}" in text


def test_html_and_word_span_the_columns_that_belong_together() -> None:
    assert '<th scope="colgroup" colspan="2">Last</th>' in to_html(SPANNED)


SPANNED = Table(
    key="spanned",
    title="Spanned",
    header=("Group", "n", "Mean", "Mean"),
    rows=(("A", "1", "2.0", "3.0"),),
    footnotes=(),
    origin="synthetic",
    mark="Synthetic data",
    spanners=("", "Last", "Last", "Fixed"),
)
