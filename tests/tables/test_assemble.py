"""From cells to a table with its notes."""

from rtxoutcomes.tables.assemble import NO_RESULTS, assemble
from rtxoutcomes.tables.cells import BLANK, EMPTY, Cell, section
from rtxoutcomes.tables.model import Table
from tables.made_up import released_of, row

RELEASED = released_of(row("relapse/relapse/RRMS/rate", estimate=1.0))


def made(*rows: tuple[Cell, ...], header: str = "a b c") -> Table:
    return assemble(RELEASED, "key", "Title", header.split(), rows, notes=("Own.",))


def test_notes_are_lettered_in_reading_order_and_raised_apart_from_the_text() -> None:
    table = made(
        section("Head", 3),
        (Cell("x"), Cell("1", "n_one", "t"), Cell("2", "no_events\nn_one", "t")),
        (Cell("y"), Cell("3"), Cell("4", "", "z")),
    )

    assert table.rows == (("Head", "", ""), ("x", "1", "2"), ("y", "3", "4"))
    assert table.letters == (("", "", ""), ("", "a", "a,b"), ("", "", ""))
    assert table.lettered == ("n_one", "no_events")
    assert table.footnotes == ("Methods. b: t. c: t, z.", "Own.")
    assert (table.origin, table.mark) == (RELEASED.origin, RELEASED.mark)


def test_a_note_that_every_cell_of_a_column_has_is_one_of_the_table() -> None:
    table = made((Cell("x"), Cell("1", "same")), (Cell("y"), Cell("2", "same")), header="a b")

    assert (table.footnotes, table.lettered) == (("same", "Own."), ())
    assert not any(letter for line in table.letters for letter in line)


def test_how_many_were_analysed_stays_with_its_cells() -> None:
    note = "40 patients analysed."
    table = made((Cell("x"), Cell("1", note)), (Cell("y"), Cell("2", note)), header="a b")

    assert table.lettered == (note,)


def test_what_is_empty_throughout_is_dropped_with_its_heading() -> None:
    table = made(
        *(section("Gone", 3), (Cell("x"), EMPTY, EMPTY)),
        *(section("Kept", 3), (Cell("y"), Cell("1"), EMPTY), (Cell("z"), Cell("2"), BLANK)),
    )

    assert table.header == ("a", "b")
    assert table.rows == (("Kept", ""), ("y", "1"), ("z", "2"))


def test_a_dash_with_a_reason_is_not_empty() -> None:
    assert made((Cell("x"), Cell("–", "why"), Cell("1"))).header == ("a", "b", "c")


def test_methods_are_named_by_row_where_a_column_is_a_group() -> None:
    rows = [
        (Cell("Risk"), Cell("1", "", "m"), Cell("2", "", "m")),
        (Cell("Rate"), Cell("3", "", "m")),
    ]
    lines = [rows[0], (*rows[1], Cell("4"))]

    table = assemble(RELEASED, "key", "Title", ("a", "b", "c"), lines, methods_of="rows")

    assert table.footnotes == ("Methods. Risk; Rate: m.",)


def test_a_table_without_rows_has_a_footnote_for_it() -> None:
    assert made().footnotes == (NO_RESULTS,)


def test_a_table_of_one_column_keeps_its_rows() -> None:
    assert made((Cell("x"),), (Cell("y"),), header="a").rows == (("x",), ("y",))
