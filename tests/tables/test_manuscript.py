import pytest

import rtxoutcomes.tables as public
from rtxoutcomes.disclose import MARKS
from rtxoutcomes.tables.manuscript import all_tables
from tables.made_up import flow_rows, released, released_of


def test_tables_come_in_the_order_of_the_manuscript() -> None:
    assert [table.key for table in all_tables(released())] == [
        "baseline_characteristics",
        "relapse_outcomes",
        "score_change",
        "score_categories",
        "time_to_relapse",
        "engagement",
        "safety",
        "flow",
        "appendix",
    ]


def test_each_table_is_named_as_the_function_that_makes_it() -> None:
    for table in all_tables(released()):
        assert getattr(public, table.key)(released()) == table


@pytest.mark.parametrize("origin", list(MARKS))
def test_every_table_says_where_its_data_come_from(origin: str) -> None:
    for table in all_tables(released_of(*flow_rows(), origin=origin)):
        assert (table.origin, table.mark) == (origin, MARKS[origin])


def test_a_table_that_nothing_fills_is_left_out() -> None:
    assert [table.key for table in all_tables(released_of(*flow_rows()))] == ["flow"]


def test_no_cell_shows_a_missing_number() -> None:
    for table in all_tables(released()):
        assert not any("nan" in cell.lower().split() for line in table.rows for cell in line)
