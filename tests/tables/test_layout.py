"""How a table is laid out."""

from dataclasses import replace

from rtxoutcomes.tables.layout import (
    LONG,
    Span,
    centred,
    column_widths,
    flat_header,
    is_wide,
    kept_with_next,
    letter_at,
    spans,
    unbroken,
)
from rtxoutcomes.tables.model import Table

TABLE = Table(
    key="laid_out",
    title="Laid out",
    header=("Group", "n", "Change", "Change"),
    rows=(("RRMS", "42", "−0.3 (−0.7 to 0.1)", "–"), ("SPMS", "43", "NR (1.0 to NR)", "0.2")),
    footnotes=(),
    origin="synthetic",
    mark="Synthetic data",
    spanners=("", "", "Last", "Last"),
)


def test_neighbours_with_one_heading_are_spanned_and_others_stand_alone() -> None:
    assert spans(TABLE) == (Span("", 0, 1), Span("", 1, 1), Span("Last", 2, 2))
    assert spans(replace(TABLE, spanners=())) == ()
    assert flat_header(TABLE) == ("Group", "n", "Last: Change", "Last: Change")


def test_columns_of_numbers_are_centred_and_those_of_words_are_not() -> None:
    assert centred(TABLE) == (False, True, True, True)
    words = replace(TABLE, rows=(("a", "exact test", "1", "2"),))
    assert centred(words) == (False, False, True, True)


def test_a_short_table_is_kept_on_one_page_and_a_long_one_in_blocks() -> None:
    block = [("Head", ""), ("a", "1"), ("b", "2")]
    short, long = block * 2, block * 10

    assert kept_with_next(short) == (True,) * 6
    assert len(long) > LONG
    assert kept_with_next(long) == (*(True, True, False) * 9, True, True, True)


def test_a_block_longer_than_a_page_is_split_but_leaves_no_row_alone() -> None:
    rows = [("Head", ""), *[("a", "1")] * 40]

    kept = kept_with_next(rows)

    assert kept[:3] == (True, True, False)
    assert kept[-3:] == (False, True, True)


def test_a_table_is_wide_where_its_cells_would_be_broken_on_an_upright_page() -> None:
    assert not is_wide(TABLE)
    words = ("Pneumonoultramicroscopic", "Silicovolcanoconiosis", "y" * 60, "z" * 60)
    assert is_wide(replace(TABLE, header=words))


def test_the_patients_of_a_group_stand_on_one_line_of_the_header() -> None:
    narrow = replace(TABLE, header=("Group", "All patients (n = 99)", "Change", "Change"))

    points = column_widths(narrow, 180)[1] / 25.4 * 72

    # Eight points a letter, of which half an em is what a digit needs.
    assert points > len("(n = 99)") * 8 * 0.45


def test_letters_go_on_after_z() -> None:
    assert [letter_at(place) for place in (0, 25, 26, 27)] == ["a", "z", "aa", "bb"]


def test_short_brackets_of_a_header_stay_on_a_line() -> None:
    assert unbroken("Risk ratio (95% CI)") == "Risk ratio (95%\xa0CI)"
    assert unbroken("Comparison (first minus second)") == "Comparison (first minus second)"
