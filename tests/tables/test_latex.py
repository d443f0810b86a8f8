"""A table in LaTeX."""

from dataclasses import replace

import pytest

from released import bundled
from rtxoutcomes.tables.latex import (
    FOR_GREEK,
    FOR_LUALATEX,
    FOR_PDFLATEX,
    latex,
    table_tex,
)
from rtxoutcomes.tables.scores import score_change


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("5% & $3", r"5\% \& \$3"),
        ("a_b^c~d", r"a\_b\textasciicircum{}c\textasciitilde{}d"),
        ("\N{MINUS SIGN}0.3", "$-$0.3"),
        ("<0.01", r"\textless{}0.01"),
        ("[a] * b", "{[}a] {*} b"),
        ("a \N{ALMOST EQUAL TO} 10\N{SUPERSCRIPT FOUR}", r"a $\approx$ 10\textsuperscript{4}"),
        (
            "\u0627\u0644\u06f1\u06f2 \u0628 8/42",
            "\\rtl{\u0627\u0644\\ltr{\u06f1\u06f2} \u0628} 8/42",
        ),
    ],
)
def test_characters_that_latex_reads_as_its_own_are_written(text: str, tex: str) -> None:
    assert latex(text) == tex


def test_headings_above_columns_span_them_with_a_rule() -> None:
    text = table_tex(score_change(bundled()))

    assert r"}{c}{At the last visit}" in text
    assert text.count(r"\cmidrule") >= 2
    assert text.count(r"\begin{longtable}") == text.count(r"\end{longtable}") == 1


def test_a_table_without_headings_above_has_no_rule_below_them() -> None:
    table = replace(score_change(bundled()), spanners=())

    assert r"\cmidrule" not in table_tex(table)


def test_a_table_says_what_its_letters_need() -> None:
    table = score_change(bundled())

    needs = [
        table_tex(replace(table, title=title)).splitlines()[1]
        for title in ("Change", "\u0394\u03b5\u03c5", "\u092e\u0932\u094d")
    ]

    assert needs == [FOR_PDFLATEX, FOR_GREEK, FOR_LUALATEX]


def test_a_table_that_is_higher_than_a_page_may_be_split() -> None:
    table = score_change(bundled())
    row = ("words " * 200, *table.rows[1][1:])
    high = replace(table, rows=(row,) * 12, sources=(), marks=())

    assert r"\\*" in table_tex(table)
    assert r"\\*" not in table_tex(high)
