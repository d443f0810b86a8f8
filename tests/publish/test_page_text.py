"""Paragraphs and tables of the page."""

import re
from dataclasses import replace

from released import bundled
from rtxoutcomes.publish.page_text import LONG, isolated, paragraphs, table
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.model import Paragraph, Piece

PERSIAN = "\u0628\u06cc\u0645\u0627\u0631\u06cc \u0637\u06cc\u0641"


def test_a_label_that_runs_from_right_to_left_is_apart_from_the_number_beside_it() -> None:
    assert isolated(f"{PERSIAN} 8/42 (19%)") == f"<bdi>{PERSIAN}</bdi> 8/42 (19%)"
    assert isolated(f"{PERSIAN} (n = 4), {PERSIAN}") == (
        f"<bdi>{PERSIAN}</bdi> (n = 4), <bdi>{PERSIAN}</bdi>"
    )
    assert isolated("RRMS 8/42 (19%)") == "RRMS 8/42 (19%)"


def test_such_a_label_is_apart_in_a_table_too() -> None:
    own = all_tables(bundled())[1]
    rows = ((f"{PERSIAN}", *own.rows[0][1:]), *own.rows[1:])

    assert f'<th scope="row"><bdi>{PERSIAN}</bdi></th>' in table(replace(own, rows=rows))


def test_a_number_leads_to_its_rows_and_a_callout_to_its_table() -> None:
    pieces = (
        Piece("See "),
        Piece("Table 2", "table.relapse"),
        Piece(": "),
        Piece("19%", "x", (7,)),
        Piece(" of "),
        Piece("9 & 8", "y", (3, 4), "bold"),
    )

    html = paragraphs([Paragraph("paragraph", pieces)], {"table.relapse": "table-relapse"})

    assert html == (
        '<p>See <a href="#table-relapse">Table 2</a>: <a href="#row-7">19%</a> of '
        '<strong><a href="#row-3" data-rows="3 4">9 &amp; 8</a></strong></p>'
    )


def test_a_callout_of_what_is_not_on_the_page_is_plain() -> None:
    pieces = (Piece("Table 9", "table.other"),)

    assert paragraphs([Paragraph("paragraph", pieces)], {}) == "<p>Table 9</p>"


def test_headings_and_lists_keep_their_level() -> None:
    own = [
        Paragraph("heading", (Piece("Relapse"),), 3),
        Paragraph("item", (Piece("a"),)),
        Paragraph("item", (Piece("b"),)),
        Paragraph("paragraph", (Piece("c"),)),
    ]

    assert paragraphs(own, {}) == "<h3>Relapse</h3><ul><li>a</li><li>b</li></ul><p>c</p>"


def test_a_cell_of_several_rows_names_them_and_one_of_one_row_only_links() -> None:
    own = next(t for t in all_tables(bundled()) if t.key == "relapse_outcomes")

    html = table(own)

    assert re.search(r'<a href="#row-\d+">8 \(19\)</a>', html)
    assert not re.search(r'href="#row-(\d+)" data-rows="\1"', html)


def test_a_table_may_be_split_between_printed_pages_from_a_row_more_than_fit_on_one() -> None:
    longest = max(all_tables(bundled()), key=lambda own: len(own.rows))
    kinds = [
        "rtx-table long" in table(replace(longest, rows=longest.rows[:n], sources=(), marks=()))
        for n in (LONG, LONG + 1)
    ]

    assert kinds == [False, True]
