"""A table in LaTeX."""

from dataclasses import replace

import pytest

from released import bundled
from rtxoutcomes.tables.latex import latex, table_tex
from rtxoutcomes.tables.scores import score_change


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("5% & $3", r"5\% \& \$3"),
        ("a_b^c~d", r"a\_b\textasciicircum{}c\textasciitilde{}d"),
        ("\N{MINUS SIGN}0.3", "$-$0.3"),
        ("<0.01", r"\textless{}0.01"),
        ("[a] * b", "{[}a] {*} b"),
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
