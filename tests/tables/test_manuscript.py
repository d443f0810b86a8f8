from dataclasses import replace

import pytest

import rtxoutcomes.tables as public
from released import bundled
from rtxoutcomes.disclose import MARKS
from rtxoutcomes.tables.further import further
from rtxoutcomes.tables.manuscript import all_tables, is_appendix
from tables.made_up import flow_rows, relapse_rows, released, released_of


def test_tables_come_in_the_order_of_the_manuscript_with_their_numbers() -> None:
    assert [(table.number, table.key) for table in all_tables(released())] == [
        ("1", "baseline_characteristics"),
        ("2", "relapse_outcomes"),
        ("3", "score_change"),
        ("4", "time_to_relapse"),
        ("5", "engagement"),
        ("6", "safety"),
        ("A1", "flow"),
        ("A2", "missing_data"),
        ("A3", "score_categories"),
        ("A4", "engagement_models"),
        ("A5", "further_relapse"),
        ("A6", "further_change"),
        ("A7", "further_time_to_relapse"),
    ]


def test_each_table_is_named_as_the_function_that_makes_it() -> None:
    for table in all_tables(released()):
        name, _, analysis = table.key.partition("further_")
        made = further(released(), analysis) if analysis else getattr(public, name)(released())
        assert replace(made, number=table.number) == table


def test_every_row_of_the_results_stands_in_some_table() -> None:
    shown = {
        place
        for table in all_tables(bundled())
        for line in table.sources
        for cell in line
        for place in cell
    }

    left = bundled().estimates.iloc[sorted(set(range(len(bundled().estimates))) - shown)]

    assert left.empty, left[["endpoint", "group", "term", "method"]].values.tolist()


def test_a_table_left_out_takes_no_number() -> None:
    tables = all_tables(released_of(*relapse_rows(), *flow_rows()))

    assert [(t.number, t.key) for t in tables][:2] == [("1", "relapse_outcomes"), ("A1", "flow")]


def test_only_the_appendix_has_a_letter() -> None:
    assert [is_appendix(t) for t in all_tables(released())] == [False] * 6 + [True] * 7


@pytest.mark.parametrize("origin", list(MARKS))
def test_every_table_says_where_its_data_come_from(origin: str) -> None:
    for table in all_tables(released_of(*flow_rows(), origin=origin)):
        assert (table.origin, table.mark) == (origin, MARKS[origin])


def test_a_table_that_nothing_fills_is_left_out() -> None:
    assert [table.key for table in all_tables(released_of(*flow_rows()))] == [
        "flow",
        "missing_data",
    ]


def test_no_cell_shows_a_missing_number() -> None:
    for table in all_tables(released()):
        assert not any("nan" in cell.lower().split() for line in table.rows for cell in line)
