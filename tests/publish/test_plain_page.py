"""A small page."""

from rtxoutcomes.publish.plain_page import plain_page, plain_table


def test_a_page_has_its_title_body_and_further_style() -> None:
    page = plain_page("A & B", ["<p>one</p>", "<p>two</p>"], "p { margin: 0; }")

    assert "<title>A &amp; B</title>" in page
    assert "<p>one</p>\n<p>two</p>" in page
    assert "p { margin: 0; }</style>" in page


def test_a_table_has_a_head_and_its_cells_as_they_are() -> None:
    table = plain_table(("Name",), [("<b>x</b>",)])

    assert '<th scope="col">Name</th>' in table
    assert "<tr><td><b>x</b></td></tr>" in table
